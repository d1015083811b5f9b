using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Leastwise.Bench;

/// <summary>
/// Writes CloudTrail log files as an account of some size has them, always the same for the same numbers: people who open sessions of a role, and from there of
/// another; services that call on; reads, writes, data events, denials, failures. Records have the fields and the bulk of real ones, about 1.5 kB each.
/// </summary>
internal sealed class TrailGenerator(int eventsOfSession)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly StringBuilder text = new();

    /// <summary>Writes a file of a folder laid out as CloudTrail's bucket.</summary>
    public string Write(string folder, int number, int eventsOfFile)
    {
        DateTimeOffset at = Start.AddMinutes(number * 15L % (60 * 24 * 300));
        string directory = Path.Combine(folder, "AWSLogs", "111111111111", "CloudTrail", "eu-west-1", at.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, $"111111111111_CloudTrail_eu-west-1_{at:yyyyMMdd'T'HHmm}Z_{number:0000000000000000}.json.gz");
        using var packed = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Optimal), new UTF8Encoding(false), 1 << 16);
        packed.Write("{\"Records\":[");
        for (int i = 0; i < eventsOfFile; i++)
        {
            packed.Write(i == 0 ? "" : ",");
            text.Clear();
            Add(((long)number * eventsOfFile) + i, at.AddSeconds(i * 800L / eventsOfFile));
            packed.Write(text);
        }

        packed.Write("]}");
        return path;
    }

    private void Add(long number, DateTimeOffset at)
    {
        // Twenty-five sessions at once, so that their events lie mixed.
        long session = (number / (25L * eventsOfSession) * 25) + (number % 25), turn = number / 25 % eventsOfSession;
        long random = (long)(Mix(number, 1) >> 20);
        string time = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string ids = $"\"requestID\":\"{Id(number, 1)}\",\"eventID\":\"{Id(number, 2)}\"";
        string address = $"198.51.{session % 100}.{session % 250}";
        if (turn == 0)
        {
            string caller = session % 2 == 0
                ? $$$"""{"type":"IAMUser","principalId":"AIDAEXAMPLEUSER{{{session % 400:0000}}}","arn":"arn:aws:iam::111111111111:user/people/user-{{{session % 400}}}","accountId":"111111111111","accessKeyId":"AKIAEXAMPLEUSER{{{session % 400:0000}}}","userName":"user-{{{session % 400}}}"}"""
                : Session(session - 1);
            text.Append(CultureInfo.InvariantCulture, $$$"""{"eventVersion":"1.10","userIdentity":{{{caller}}},"eventTime":"{{{time}}}","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","awsRegion":"eu-west-1","sourceIPAddress":"{{{address}}}","userAgent":"aws-cli/2.15.30 Python/3.11.8 Linux/5.10.0 exe/x86_64.amzn.2 prompt/off command/sts.assume-role","requestParameters":{"roleArn":"arn:aws:iam::111111111111:role/team/role-{{{session % 300}}}","roleSessionName":"session-{{{session}}}","durationSeconds":3600},"responseElements":{"credentials":{"accessKeyId":"ASIAEX{{{session:00000000000000}}}","sessionToken":"IQoJb3JpZ2luX2VjEXAMPLETOKEN{{{Token(number, 640)}}}","expiration":"Jan 1, 2026, 1:00:00 AM"},"assumedRoleUser":{"assumedRoleId":"AROAEXAMPLEROLE{{{session % 300:0000}}}:session-{{{session}}}","arn":"arn:aws:sts::111111111111:assumed-role/role-{{{session % 300}}}/session-{{{session}}}"}},{{{ids}}},"readOnly":true,"resources":[{"accountId":"111111111111","type":"AWS::IAM::Role","ARN":"arn:aws:iam::111111111111:role/team/role-{{{session % 300}}}"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111111111111","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"sts.eu-west-1.amazonaws.com"}}""");
            return;
        }

        (string source, string name, string request, string rest) = (random % 10) switch
        {
            0 or 1 or 2 => ("ec2", "DescribeInstances", $$"""{"maxResults":1000,"instancesSet":{},"filterSet":{"items":[{"name":"tag:Name","valueSet":{"items":[{"value":"machine-{{random % 5000}}"}]} },{"name":"instance-state-name","valueSet":{"items":[{"value":"running"}]} }]} }""", "\"readOnly\":true,\"eventCategory\":\"Management\""),
            3 or 4 => ("s3", "GetObject", $$"""{"bucketName":"data-{{random % 20}}","Host":"data-{{random % 20}}.s3.eu-west-1.amazonaws.com","key":"team/{{random % 50}}/part-{{random % 100000}}.parquet"}""", $$"""
                "additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"{{Token(number, 76)}}","bytesTransferredOut":{{random % 900000}}},"readOnly":true,"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::data-{{random % 20}}/team/{{random % 50}}/part-{{random % 100000}}.parquet"},{"accountId":"111111111111","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::data-{{random % 20}}"}],"eventCategory":"Data"
                """.Trim()),
            5 or 6 => ("kms", "Decrypt", """{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::data"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}""", $$"""
                "readOnly":true,"resources":[{"accountId":"111111111111","type":"AWS::KMS::Key","ARN":"arn:aws:kms:eu-west-1:111111111111:key/{{Id(random % 30, 5)}}"}],"eventCategory":"Management"
                """.Trim()),
            7 => ("lambda", "UpdateFunctionCode20150331v2", $$"""{"functionName":"function-{{random % 200}}","publish":true,"dryRun":false}""", "\"readOnly\":false,\"eventCategory\":\"Management\""),
            8 => ("dynamodb", "DescribeTable", $$"""{"tableName":"table-{{random % 80}}"}""", "\"readOnly\":true,\"eventCategory\":\"Management\""),
            _ => ("iam", "GetRole", $$"""{"roleName":"role-{{random % 300}}"}""", random % 30 == 9
                ? $$"""
                "errorCode":"AccessDenied","errorMessage":"User: arn:aws:sts::111111111111:assumed-role/role-{{session % 300}}/session-{{session}} is not authorized to perform: iam:GetRole on resource: role role-{{random % 300}} because no identity-based policy allows the iam:GetRole action","readOnly":true,"eventCategory":"Management"
                """.Trim()
                : "\"readOnly\":true,\"eventCategory\":\"Management\""),
        };
        text.Append(CultureInfo.InvariantCulture, $$$"""{"eventVersion":"1.10","userIdentity":{{{Session(session)}}},"eventTime":"{{{time}}}","eventSource":"{{{source}}}.amazonaws.com","eventName":"{{{name}}}","awsRegion":"eu-west-1","sourceIPAddress":"{{{address}}}","userAgent":"aws-sdk-java/2.25.{{{session % 40}}} Linux/5.10.210-201.852.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.10+7-LTS Java/17.0.10 vendor/Amazon.com_Inc. io/sync http/Apache cfg/retry-mode/legacy","requestParameters":{{{request}}},"responseElements":null,{{{ids}}},{{{rest}}},"eventType":"AwsApiCall","managementEvent":{{{(source == "s3" ? "false" : "true")}}},"recipientAccountId":"111111111111","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{{{source}}}.eu-west-1.amazonaws.com"}}""");
    }

    private static string Session(long session) =>
        $$$"""{"type":"AssumedRole","principalId":"AROAEXAMPLEROLE{{{session % 300:0000}}}:session-{{{session}}}","arn":"arn:aws:sts::111111111111:assumed-role/role-{{{session % 300}}}/session-{{{session}}}","accountId":"111111111111","accessKeyId":"ASIAEX{{{session:00000000000000}}}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLEROLE{{{session % 300:0000}}}","arn":"arn:aws:iam::111111111111:role/team/role-{{{session % 300}}}","accountId":"111111111111","userName":"role-{{{session % 300}}}"},"attributes":{"creationDate":"{{{Start.AddSeconds(session / 25 * 400):yyyy-MM-dd'T'HH:mm:ss'Z'}}}","mfaAuthenticated":"false"} } }""";

    /// <summary>An id as AWS makes them: every digit is random.</summary>
    private static string Id(long number, short kind) => new Guid((int)Mix(number, kind), (short)Mix(number, kind + 100), (short)(Mix(number, kind + 100) >> 16), BitConverter.GetBytes(Mix(number, kind + 200))).ToString();

    /// <summary>Random text, as tokens and request ids of services are.</summary>
    private static string Token(long number, int length)
    {
        Span<byte> bytes = stackalloc byte[length / 4 * 3];
        for (int i = 0; i + 8 <= bytes.Length; i += 8)
        {
            BitConverter.TryWriteBytes(bytes[i..], Mix(number, i + 300));
        }

        return Convert.ToBase64String(bytes);
    }

    private static ulong Mix(long number, int kind)
    {
        ulong z = ((ulong)number * 1000) + (ulong)kind + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
