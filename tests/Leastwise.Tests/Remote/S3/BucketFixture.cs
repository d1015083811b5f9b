using System.IO.Compression;
using System.Text;
using Amazon.Runtime;
using Leastwise.Remote;
using Leastwise.Remote.S3;
using Leastwise.Tests.Usage;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.S3;

/// <summary>A bucket with the logs of a small company, laid out as CloudTrail does, and a ledger read from it.</summary>
internal sealed class BucketFixture : IDisposable
{
    public const string Secret = "wJalrXUtnFEMI/SECRET";
    public const string Token = "FwoGZXIvYXdzTOKEN";

    private readonly AwsNetwork network;

    public BucketFixture(int pageSize = 1000, DateTimeOffset? now = null)
    {
        Time = new ImpatientTime(now ?? DateTimeOffset.UtcNow);
        network = new AwsNetwork(Time) { Patience = ImpatientTime.Long };
        Bucket = new FakeBucket { PageSize = pageSize };
    }

    public ImpatientTime Time { get; }

    public FakeBucket Bucket { get; }

    /// <summary>All records of the objects of <see cref="Fill"/>.</summary>
    public static string[] Records { get; } = [.. LedgerFixture.Records(300, seed: 21), .. LedgerFixture.Objects(300, seed: 22)];

    public void Dispose()
    {
        Bucket.Dispose();
        network.Dispose();
    }

    /// <summary>Puts all records in files of ten, by account and region as the records say.</summary>
    public void Fill(string prefix = "")
    {
        int number = 0;
        foreach (IGrouping<(string Account, string Region, string Day), string> group in Records.GroupBy(Place))
        {
            foreach (string[] file in group.Chunk(10))
            {
                (string account, string region, string day) = group.Key;
                Bucket.Objects[$"{prefix}AWSLogs/{account}/CloudTrail/{region}/{day.Replace('-', '/')}/{account}_CloudTrail_{region}_{day.Replace("-", "", StringComparison.Ordinal)}T0005Z_{number++:x16}.json.gz"] = Pack(file);
            }
        }
    }

    public static byte[] Pack(params string[] records)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"{{\"Records\":[{string.Join(",", records)}]}}"));
        }

        return packed.ToArray();
    }

    /// <summary>What a ledger of the same records answers that were read from a file.</summary>
    public static string Expected(Func<string, bool>? take = null, IngestFilter? filter = null)
    {
        using var folder = new TemporaryFolder();
        using var ledger = Ledger.InMemory();
        ledger.Ingest([LedgerFixture.WriteLog(folder, "all.json", Records.Where(take ?? (_ => true)), packed: false)], new IngestOptions { Filter = filter ?? new IngestFilter() });
        return LedgerFixture.Events(ledger);
    }

    public S3TrailSource Source(string path = "s3://logs/", IngestFilter? filter = null, S3Options? options = null, AWSCredentials? credentials = null) =>
        new(S3Location.Parse(path)!, Session(credentials), filter ?? new IngestFilter(), options ?? new S3Options { Requests = 8 });

    public AwsSession Session(AWSCredentials? credentials = null) => AwsSession.Of(
        credentials ?? new SessionAWSCredentials("AKIAEXAMPLE", Secret, Token), "eu-west-1", "test", network, name => name == "AWS_ENDPOINT_URL" ? Bucket.Server.Address.AbsoluteUri : null);

    public IngestSummary Ingest(Ledger ledger, string path = "s3://logs/", IngestFilter? filter = null, S3Options? options = null, AWSCredentials? credentials = null) =>
        ledger.Ingest(Source(path, filter, options, credentials), new IngestOptions { Filter = filter ?? new IngestFilter() });

    private static (string Account, string Region, string Day) Place(string record)
    {
        using var document = System.Text.Json.JsonDocument.Parse(record);
        string Text(string name) => document.RootElement.GetProperty(name).GetString() ?? "";
        return (Text("recipientAccountId"), Text("awsRegion"), Text("eventTime")[..10]);
    }
}
