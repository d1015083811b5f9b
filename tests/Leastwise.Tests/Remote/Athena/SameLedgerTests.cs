using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Remote;
using Leastwise.Remote.Athena;
using Leastwise.Tests.Usage;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.Athena;

/// <summary>The same logs through files and through Athena give the same ledger; the statement that is sent is run, by another engine.</summary>
public sealed class SameLedgerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly AwsNetwork network = new(new ImpatientTime(Now)) { Patience = ImpatientTime.Long };
    private readonly IngestOptions ingest = new() { Time = new ImpatientTime(Now) };

    public void Dispose()
    {
        network.Dispose();
        folder.Dispose();
    }

    [SkippableFact]
    public async Task Logs_in_folders_of_accounts_and_regions_give_the_same_by_a_table_of_our_own()
    {
        Skip.IfNot(DuckDb.IsThere, DuckDb.Absent);
        string logs = Repository.PathOf("samples", "acme", "AWSLogs");
        LoggedRow[] rows = [.. LoggedRow.Of(logs)];
        using var files = Ledger.InMemory();
        files.Ingest([logs], ingest);

        using var athena = new FakeAthena();
        foreach (LoggedRow row in rows)
        {
            athena.Objects[$"logs/AWSLogs/{row.Account}/CloudTrail/{row.Region}/{row.Day:yyyy'/'MM'/'dd}/log.json.gz"] = [1];
        }

        LogLocation location = LogLocation.Parse("s3://logs/AWSLogs/")!;
        var own = new OwnTable("leastwise", location, [.. rows.Select(row => row.Account).Distinct().Order(StringComparer.Ordinal)], [.. rows.Select(row => row.Region).Distinct().Order(StringComparer.Ordinal)]);
        var engine = new DuckDb(folder);
        athena.Answer = statement => engine.Run(statement, own.Shape, rows.Concat(rows.Take(50)));

        using var ledger = Ledger.InMemory();
        AthenaIngest done = await new AthenaTrail(athena.Session(network), new AthenaOptions { Location = "s3://logs" })
            .IngestAsync(ledger, files.Coverage.FirstDay!.Value, files.Coverage.LastDay!.Value, ingest, null, CancellationToken.None);

        athena.Wrong.ShouldBeEmpty();
        done.Summary.BadRecords.ShouldBe(0, string.Join('\n', done.Summary.FirstBadRecords));
        athena.Statements.ShouldContain(statement => statement.Contains($"`{own.Name}`", StringComparison.Ordinal));
        ShouldHoldTheSame(ledger, files);
    }

    [SkippableTheory]
    [InlineData(false, "timestamp")]
    [InlineData(false, "region", "year", "month")]
    [InlineData(true, "timestamp")]
    public async Task Records_of_every_kind_give_the_same_by_a_table_that_is_there(bool isOther, params string[] partitions)
    {
        Skip.IfNot(DuckDb.IsThere, DuckDb.Absent);
        string[] records = [.. LedgerFixture.Records(300, seed: 31), .. LedgerFixture.Objects(700, seed: 32), .. Odd()];
        using var files = Ledger.InMemory();
        files.Ingest([LedgerFixture.WriteLog(folder, "all.json", records, packed: false)], ingest);

        TrailTable table = isOther ? Other(partitions) : Documented(partitions);
        using var athena = new FakeAthena();
        athena.Tables["logs"] = [Metadata(table)];
        var engine = new DuckDb(folder);
        LoggedRow[] rows = [.. records.Concat(records.Take(40)).Select(RowOf)];
        athena.Answer = statement => engine.Run(statement, table, rows);
        using var ledger = Ledger.InMemory();
        AthenaIngest done = await new AthenaTrail(athena.Session(network), new AthenaOptions { Database = "logs", Table = "trail" })
            .IngestAsync(ledger, files.Coverage.FirstDay!.Value, files.Coverage.LastDay!.Value, ingest, null, CancellationToken.None);

        athena.Wrong.ShouldBeEmpty();
        done.Notes.ShouldHaveSingleItem().ShouldContain("useridentity.sessioncontext.sourceidentity");
        done.Summary.BadRecords.ShouldBe(0, string.Join('\n', done.Summary.FirstBadRecords));
        ShouldHoldTheSame(ledger, files);
    }

    /// <summary>Records whose texts could be taken for something else on their way through SQL and CSV.</summary>
    private static IEnumerable<string> Odd()
    {
        const string User = """{"type":"IAMUser","principalId":"AIDAODD","arn":"arn:aws:iam::111111111111:user/odd","accountId":"111111111111","userName":"odd"}""";
        const string Sso = """{"type":"AssumedRole","principalId":"AROAODD:o, \"d\" {x=1}","arn":"arn:aws:sts::111111111111:assumed-role/odd/o","accountId":"111111111111","accessKeyId":"ASIAODD","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAODD","arn":"arn:aws:iam::111111111111:role/odd","accountId":"111111111111","userName":"odd"},"attributes":{"creationDate":"2026-01-02T00:00:00Z","mfaAuthenticated":"true"},"webIdFederationData":{"federatedProvider":"arn:aws:iam::111111111111:oidc-provider/x","attributes":{}}} }""";
        string[] rests = [.. File.ReadLines(Repository.PathOf("tests", "cases", "remote", "odd-records.jsonl")).Select(line => line[1..^1])];
        string[] addresses = ["203.0.113.77", "2001:db8:12:34::1", "2001:db8::1", "::ffff:192.0.2.9", "cloudformation.amazonaws.com", "AWS Internal"];
        for (int i = 0; i < rests.Length * 2; i++)
        {
            string rest = rests[i % rests.Length];
            string endpoint = i % 3 == 0 ? ",\"vpcEndpointId\":\"vpce-1\"" : "";
            yield return $$"""{"userIdentity":{{(i % 2 == 0 ? User : Sso)}},{{rest}},"eventTime":"2026-01-0{{(i % 5) + 1}}T0{{i % 10}}:00:00Z","awsRegion":"{{(i % 4 == 0 ? "us-east-1" : "eu-west-1")}}","sourceIPAddress":"{{addresses[i % addresses.Length]}}","eventID":"{{new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)}}","requestID":"r{{i}}","recipientAccountId":"{{(i % 7 == 0 ? "" : "111111111111")}}"{{endpoint}}}""";
        }
    }

    /// <summary>The columns of AWS's own example, which have no source identity and no prefix of ARNs.</summary>
    private static TrailTable Documented(string[] partitions) => new()
    {
        Database = "logs",
        Name = "trail",
        Columns = OwnTable.Columns
            .SetItem("useridentity", HiveType.Parse("struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,onbehalfof:struct<userid:string,identitystorearn:string>,sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>,ec2roledelivery:string,webidfederationdata:struct<federatedprovider:string>>>")!)
            .SetItem("resources", HiveType.Parse("array<struct<arn:string,accountid:string,type:string>>")!),
        Partitions = [.. partitions.Select(name => new PartitionColumn(name, HiveType.Text))],
        Properties = new Dictionary<string, string> { ["projection.enabled"] = "true", ["projection.timestamp.type"] = "date", ["projection.timestamp.format"] = "yyyy/MM/dd" }.ToImmutableDictionary(),
    };

    /// <summary>The same with times as such and what is known of web identities in a map, as other people's tables have them.</summary>
    private static TrailTable Other(string[] partitions)
    {
        TrailTable documented = Documented(partitions);
        string identity = DuckDb.Written(documented.Columns["useridentity"]).Replace("webidfederationdata:struct<federatedprovider:string>", "webidfederationdata:map<string,string>", StringComparison.Ordinal);
        identity.ShouldContain("map<");
        return documented with { Columns = documented.Columns.SetItem("useridentity", HiveType.Parse(identity)!).SetItem("eventtime", HiveType.Parse("timestamp")!) };
    }

    private static JsonObject Metadata(TrailTable table) => new()
    {
        ["Name"] = table.Name,
        ["Columns"] = new JsonArray([.. table.Columns.Select(column => new JsonObject { ["Name"] = column.Key, ["Type"] = DuckDb.Written(column.Value) })]),
        ["PartitionKeys"] = new JsonArray([.. table.Partitions.Select(column => new JsonObject { ["Name"] = column.Name, ["Type"] = "string" })]),
        ["Parameters"] = new JsonObject([.. table.Properties.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))]),
    };

    private static LoggedRow RowOf(string record)
    {
        JsonNode read = JsonNode.Parse(record)!;
        return new LoggedRow(record, "111111111111", read["awsRegion"]!.GetValue<string>(), DateOnly.ParseExact(read["eventTime"]!.GetValue<string>()[..10], "yyyy-MM-dd"));
    }

    private static void ShouldHoldTheSame(Ledger ledger, Ledger files)
    {
        string[] got = LedgerFixture.Events(ledger).Split('\n'), wanted = LedgerFixture.Events(files).Split('\n');
        got.Length.ShouldBeGreaterThan(100);

        // Only lines that differ: all of them would be megabytes.
        string.Join('\n', wanted.Except(got).Take(5)).ShouldBe(string.Join('\n', got.Except(wanted).Take(5)));
        (got.Length, wanted.SequenceEqual(got)).ShouldBe((wanted.Length, true));
        (LedgerFixture.AnswersOf(ledger) == LedgerFixture.AnswersOf(files)).ShouldBeTrue();
        ledger.Verify().ShouldBeEmpty();
    }
}
