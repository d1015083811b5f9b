using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Leastwise.Remote;
using Leastwise.Remote.Athena;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.Athena;

/// <summary>A run against moto's Athena, whose answers are scripted and whose queries go through their states, and its S3.</summary>
public sealed class AthenaMotoTests(MotoServer moto) : IClassFixture<MotoServer>
{
    [SkippableFact]
    public async Task An_ingest_goes_through_from_the_trails_folders_to_the_ledger()
    {
        Skip.IfNot(moto.Answers, "moto_server is not installed.");
        using var objects = new AmazonS3Client(new BasicAWSCredentials("AKIAEXAMPLE", "secret"), new AmazonS3Config { ServiceURL = moto.Address, AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        await objects.PutBucketAsync("athena-logs");
        await objects.PutBucketAsync("athena-results");
        await objects.PutObjectAsync(new PutObjectRequest { BucketName = "athena-logs", Key = "AWSLogs/111111111111/CloudTrail/eu-west-1/2026/06/01/x.json.gz", ContentBody = "x" });
        await ScriptAsync();

        using var network = new AwsNetwork(TimeProvider.System);
        using var ledger = Ledger.InMemory();
        AthenaIngest done = await new AthenaTrail(moto.Session(network), new AthenaOptions { Location = "s3://athena-logs/AWSLogs/", Output = "s3://athena-results/here/" })
            .IngestAsync(ledger, new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 2), new IngestOptions(), null, CancellationToken.None);
        (done.Summary.Events, done.Summary.BadRecords, done.DaysAsked).ShouldBe((5, 0, 2));
        ledger.Coverage.Days.ShouldHaveSingleItem().AccountId.ShouldBe("111111111111");
        (await objects.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "athena-results", Prefix = "here/" })).S3Objects.Count.ShouldBe(3);
    }

    /// <summary>Each statement takes one of the scripted results: two for what defines database and table, one for the question.</summary>
    private async Task ScriptAsync()
    {
        var cells = new Dictionary<string, string>
        {
            ["day"] = "2026-06-01",
            ["source"] = "iam.amazonaws.com",
            ["call_name"] = "ListUsers",
            ["recipient"] = "111111111111",
            ["call_region"] = "us-east-1",
            ["caller_type"] = "IAMUser",
            ["caller_arn"] = "arn:aws:iam::111111111111:user/alice",
            ["caller_account"] = "111111111111",
            ["first_time"] = "2026-06-01T01:00:00Z",
            ["last_time"] = "2026-06-01T02:00:00Z",
            ["events"] = "5",
        };
        string[] names = [.. TrailQuery.Groups, "first_time", "last_time", "events"];
        JsonObject Row(IEnumerable<string?> values) => new() { ["Data"] = new JsonArray([.. values.Select(value => value is null ? new JsonObject() : new JsonObject { ["VarCharValue"] = value })]) };
        JsonObject Result(params JsonNode[] rows) => new() { ["rows"] = new JsonArray(rows), ["column_info"] = new JsonArray() };
        var script = new JsonObject
        {
            ["account_id"] = "123456789012",
            ["region"] = "eu-west-1",
            ["results"] = new JsonArray(Result(), Result(), Result(Row(names), Row(names.Select(name => cells.GetValueOrDefault(name))))),
        };
        using var http = new HttpClient();
        using var body = new StringContent(script.ToJsonString(), Encoding.UTF8, "application/json");
        (await http.PostAsync(new Uri($"{moto.Address}/moto-api/static/athena/query-results"), body)).EnsureSuccessStatusCode();
    }
}
