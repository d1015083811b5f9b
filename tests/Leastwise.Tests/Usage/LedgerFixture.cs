using System.Globalization;
using System.IO.Compression;
using System.Text;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>Makes logs and reads a ledger's answers as text that can be compared.</summary>
internal static class LedgerFixture
{
    /// <summary>Records of a small company: users, chained sessions, cross-account pairs, denials, data events; always the same for a seed.</summary>
    public static string[] Records(int count, int seed)
    {
        var random = new Random(seed);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var records = new string[count];
        for (int i = 0; i < count; i++)
        {
            string time = start.AddMinutes(random.Next(60 * 24 * 20)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            string account = random.Next(3) == 0 ? "222222222222" : "111111111111";
            string id = new Guid(random.Next(), (short)i, 0, 0, 0, 0, 0, 0, 0, 0, 0).ToString();
            int session = random.Next(6);
            string user = $$"""{"type":"IAMUser","principalId":"AIDAEXAMPLE{{session}}","arn":"arn:aws:iam::111111111111:user/u{{session}}","accountId":"111111111111","userName":"u{{session}}"}""";
            string role = $$"""{"type":"AssumedRole","principalId":"AROAEXAMPLE:s{{session}}","arn":"arn:aws:sts::111111111111:assumed-role/r/s{{session}}","accountId":"111111111111","accessKeyId":"ASIAEXAMPLE{{session}}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE","arn":"arn:aws:iam::111111111111:role/p/r","accountId":"111111111111","userName":"r"} } }""";
            string common = $"\"eventTime\":\"{time}\",\"awsRegion\":\"eu-west-{random.Next(1, 3)}\",\"eventID\":\"{id}\",\"eventType\":\"AwsApiCall\",\"recipientAccountId\":\"{account}\"";
            records[i] = random.Next(6) switch
            {
                0 => $$"""{"userIdentity":{{user}},"eventSource":"sts.amazonaws.com","eventName":"AssumeRole",{{common}},"requestParameters":{"roleArn":"arn:aws:iam::111111111111:role/p/r","roleSessionName":"s{{session}}"},"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLE{{session}}"},"assumedRoleUser":{"assumedRoleId":"AROAEXAMPLE:s{{session}}","arn":"arn:aws:sts::111111111111:assumed-role/r/s{{session}}"} } }""",
                1 => $$"""{"userIdentity":{{role}},"eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances",{{common}},"sharedEventID":"00000000-0000-0000-0000-0000000000{{random.Next(10, 40)}}"}""",
                2 => $$"""{"userIdentity":{{role}},"eventSource":"s3.amazonaws.com","eventName":"GetObject",{{common}},"eventCategory":"Data","readOnly":true,"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::b{{random.Next(2)}}/k"}]}""",
                3 => $$"""{"userIdentity":{{user}},"eventSource":"iam.amazonaws.com","eventName":"ListUsers",{{common}},"errorCode":"AccessDenied","errorMessage":"User: x is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::111111111111:user/ because no identity-based policy allows the iam:ListUsers action"}""",
                4 => $$"""{"userIdentity":{{role}},"eventSource":"lambda.amazonaws.com","eventName":"CreateFunction20150331",{{common}},"requestParameters":{"role":"arn:aws:iam::111111111111:role/service/x"} }""",
                _ => $$"""{"userIdentity":{{user}},"eventSource":"nowhere.amazonaws.com","eventName":"Dance{{random.Next(3)}}",{{common}}}""",
            };
        }

        return records;
    }

    /// <summary>Reads of many objects by one role, more than are kept apart, and denials that name as many resources.</summary>
    public static string[] Objects(int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                string arn = $"arn:aws:s3:::objects-{random.Next(2)}/{(random.Next(3) == 0 ? "deep/er/" : "")}{i % 400}";
                string time = new DateTimeOffset(2026, 1, 1 + (i % 20), random.Next(24), 0, 0, TimeSpan.Zero).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                string error = i % 7 == 0 ? $$""","errorCode":"AccessDenied","errorMessage":"User: x is not authorized to perform: s3:GetObject on resource: \"{{arn}}\" because no identity-based policy allows the s3:GetObject action" """ : "";
                return $$$"""{"userIdentity":{"type":"AssumedRole","principalId":"AROAOBJECTS:s","arn":"arn:aws:sts::111111111111:assumed-role/objects/s","accountId":"111111111111","sessionContext":{"sessionIssuer":{"principalId":"AROAOBJECTS","arn":"arn:aws:iam::111111111111:role/objects"},"attributes":{"mfaAuthenticated":"true"} } },"eventSource":"s3.amazonaws.com","eventName":"{{{(i % 3 == 0 ? "GetObject" : "HeadObject")}}}","eventTime":"{{{time}}}","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.{{{i % 250}}}","eventID":"{{{new Guid(seed, (short)i, 7, 0, 0, 0, 0, 0, 0, 0, 0)}}}","eventType":"AwsApiCall","recipientAccountId":"111111111111","eventCategory":"Data","readOnly":true,"resources":[{"type":"AWS::S3::Object","ARN":"{{{arn}}}"}]{{{error}}} }""";
            }),
        ];
    }

    /// <summary>Everything of the ledger but where it came from.</summary>
    public static string Events(Ledger ledger)
    {
        using var output = new MemoryStream();
        ledger.ExportLines(output, [.. Ledger.ExportTables.Where(table => table is not ("files" or "slices"))]);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Runs a statement on a ledger's database.</summary>
    public static void Execute(string path, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Writes records as one log file, gzipped or plain.</summary>
    public static string WriteLog(TemporaryFolder folder, string name, IEnumerable<string> records, bool packed)
    {
        string path = folder.PathOf(name);
        byte[] text = Encoding.UTF8.GetBytes($"{{\"Records\":[{string.Join(",", records)}]}}");
        if (!packed)
        {
            File.WriteAllBytes(path, text);
            return path;
        }

        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(text);
        return path;
    }

    /// <summary>Everything that the ledger answers, in a fixed order.</summary>
    public static string AnswersOf(Ledger ledger)
    {
        UsageWindow window = UsageWindow.Of(ledger.Coverage, null, null);
        if (window.IsNone)
        {
            return "empty";
        }

        LedgerView view = ledger.Read(window);
        IEnumerable<string> lines = view.Observations.Select(one => one.ToString())
            .Concat(view.Issued.Select(one => one.ToString()))
            .Concat(view.Coverage.Days.Select(one => one.ToString()))
            .Concat(view.Coverage.Data.Select(one => one.ToString()));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
