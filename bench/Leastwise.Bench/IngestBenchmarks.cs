using System.Globalization;
using System.IO.Compression;
using System.Text;
using BenchmarkDotNet.Attributes;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Bench;

/// <summary>Reading logs into a ledger, beside only unzipping the same bytes. The data is generated, always the same.</summary>
[MemoryDiagnoser]
public class IngestBenchmarks
{
    private string folder = "";
    private string[] files = [];

    /// <summary>Events in a file: CloudTrail's small files hold about ten, its large ones thousands.</summary>
    [Params(10, 2500)]
    public int EventsPerFile { get; set; }

    [GlobalSetup]
    public void WriteLogs()
    {
        folder = Directory.CreateTempSubdirectory("leastwise-bench-").FullName;
        files = [.. Enumerable.Range(0, 25_000 / EventsPerFile).Select(WriteLog)];
    }

    [GlobalCleanup]
    public void RemoveLogs() => Directory.Delete(folder, recursive: true);

    [Benchmark(Baseline = true)]
    public long OnlyUnzip()
    {
        long bytes = 0;
        var buffer = new byte[1 << 16];
        foreach (string file in files)
        {
            using var unzipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            for (int read; (read = unzipped.Read(buffer)) > 0; bytes += read)
            {
            }
        }

        return bytes;
    }

    [Benchmark]
    public long Read()
    {
        var reader = new TrailFileReader();
        return files.Sum(file => reader.Read(file, _ => false)?.Events.Length ?? 0);
    }

    [Benchmark]
    public long ReadIntoLedger()
    {
        using var ledger = Ledger.InMemory();
        return ledger.Ingest(files).Events;
    }

    private string WriteLog(int number)
    {
        string path = Path.Combine(folder, $"{number:000000}.json.gz");
        using var packed = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Optimal), new UTF8Encoding(false));
        packed.Write("{\"Records\":[");
        for (int i = 0; i < EventsPerFile; i++)
        {
            packed.Write(i == 0 ? "" : ",");
            packed.Write(Record((number * EventsPerFile) + i));
        }

        packed.Write("]}");
        return path;
    }

    /// <summary>A call of one of a thousand sessions of fifty roles, with the bulk that real records have.</summary>
    private static string Record(int number)
    {
        string time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number * 7L).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        int role = number % 50, session = number % 1000;
        (string source, string name) = (number % 4) switch
        {
            0 => ("ec2", "DescribeInstances"),
            1 => ("s3", "GetBucketPolicy"),
            2 => ("lambda", "ListFunctions20150331"),
            _ => ("kms", "Decrypt"),
        };
        return $$$"""
            {"eventVersion":"1.10","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE{{{role:000}}}:session-{{{session}}}","arn":"arn:aws:sts::111111111111:assumed-role/role-{{{role}}}/session-{{{session}}}","accountId":"111111111111","accessKeyId":"ASIAEXAMPLE{{{session:0000}}}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE{{{role:000}}}","arn":"arn:aws:iam::111111111111:role/team/role-{{{role}}}","accountId":"111111111111","userName":"role-{{{role}}}"},"attributes":{"creationDate":"2026-01-01T00:00:00Z","mfaAuthenticated":"false"} } },"eventTime":"{{{time}}}","eventSource":"{{{source}}}.amazonaws.com","eventName":"{{{name}}}","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.{{{number % 250}}}","userAgent":"aws-sdk-java/2.20.0 Linux/5.10 OpenJDK_64-Bit_Server_VM/17","requestParameters":{"filter":{"items":[{"name":"tag:Name","valueSet":{"items":[{"value":"machine-{{{number}}}"}]}}]}},"responseElements":null,"requestID":"{{{new Guid(number, 1, 0, new byte[8])}}}","eventID":"{{{new Guid(number, 2, 0, new byte[8])}}}","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111111111111","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{{{source}}}.eu-west-1.amazonaws.com"}}
            """;
    }
}
