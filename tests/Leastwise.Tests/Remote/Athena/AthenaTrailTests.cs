using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Leastwise.Remote;
using Leastwise.Remote.Athena;
using Leastwise.Tests.Usage;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.Athena;

/// <summary>What a run does where Athena answers in pages, fails, is slow, costs too much or is stopped.</summary>
public sealed class AthenaTrailTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly First = new(2026, 6, 1), Last = new(2026, 6, 3);
    private static readonly AthenaOptions Existing = new() { Database = "logs", Table = "trail", Output = "s3://results/here/" };

    private readonly FakeAthena athena = new();
    private readonly ImpatientTime time = new(Now);
    private readonly AwsNetwork network;
    private readonly Ledger ledger = Ledger.InMemory();

    public AthenaTrailTests()
    {
        network = new AwsNetwork(time) { Patience = ImpatientTime.Long };
        athena.Tables["logs"] = [Metadata("trail")];
        athena.Answer = _ => Csv(Row("2026-06-01", "ListUsers", 3), Row("2026-06-01", "GetUser", 1), Row("2026-06-03", "ListUsers", 2));
    }

    public void Dispose()
    {
        ledger.Dispose();
        network.Dispose();
        athena.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_enter_the_ledger_from_the_result_object_and_from_pages(bool managed)
    {
        athena.Managed = managed;
        athena.RowsOfPage = 2;
        AthenaIngest done = await IngestAsync();
        athena.Wrong.ShouldBeEmpty();
        (done.Summary.Events, done.Summary.BadRecords, done.DaysAsked, done.BytesScanned).ShouldBe((6, 0, 3, 20_000_000));
        done.Cost.ShouldBe("about $0.0001 at $5 a TB");
        ledger.Coverage.Days.Sum(day => day.Events).ShouldBe(6);
        athena.Asked.Count(one => one.Operation == "GetQueryResults").ShouldBe(managed ? 2 : 0);
        JsonObject started = athena.Asked.Single(one => one.Operation == "StartQueryExecution").Body;
        started["ResultConfiguration"]!["OutputLocation"]!.GetValue<string>().ShouldBe("s3://results/here/");
        started["WorkGroup"]!.GetValue<string>().ShouldBe("primary");
    }

    [Fact]
    public async Task Days_that_are_complete_are_not_asked_for_again_unless_that_is_wanted()
    {
        await IngestAsync();
        AthenaIngest second = await IngestAsync();
        (second.DaysAsked, second.BytesScanned, athena.Statements.Count()).ShouldBe((0, 0, 1));
        AthenaIngest third = await IngestAsync(Existing with { Again = true });
        (third.DaysAsked, athena.Statements.Count()).ShouldBe((3, 2));
        ledger.Coverage.Days.Sum(day => day.Events).ShouldBe(6);
    }

    [Fact]
    public async Task Waits_grow_between_looks_at_the_query()
    {
        athena.States = [.. Enumerable.Repeat(("RUNNING", 0L, ""), 12), ("SUCCEEDED", 1, "")];
        await IngestAsync();
        time.Waits.Count.ShouldBe(12);
        time.Waits[0].ShouldBe(TimeSpan.FromMilliseconds(250));
        time.Waits[^1].ShouldBe(TimeSpan.FromSeconds(5));
        time.Waits.ShouldBe(time.Waits.Order());
    }

    [Theory]
    [InlineData("FAILED", "COLUMN_NOT_FOUND: line 4:5: Column 'x' cannot be resolved", "failed: COLUMN_NOT_FOUND")]
    [InlineData("FAILED", "Access Denied (Service: Amazon S3; Status Code: 403)", "s3:GetObject and s3:ListBucket on the logs")]
    [InlineData("FAILED", "Query exhausted resources at this scale factor", "Ask for fewer days at once")]
    [InlineData("CANCELLED", "Bytes scanned limit was exceeded", "was cancelled: Bytes scanned limit was exceeded")]
    public async Task A_query_that_fails_says_why_and_what_to_do(string state, string reason, string said)
    {
        athena.States = [("RUNNING", 5, ""), (state, 7_000_000, reason)];
        (await Should.ThrowAsync<RemoteException>(IngestAsync())).Message.ShouldContain(said);
        ledger.Coverage.Days.ShouldBeEmpty();
        athena.Stopped.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_passes_is_asked_again_and_starts_nothing_twice()
    {
        athena.Faults["StartQueryExecution"] = new([(400, """{"__type":"TooManyRequestsException","message":"slow down"}"""), (500, "")]);
        athena.Faults["GetQueryExecution"] = new([(503, "<html>busy</html>"), (400, """{"__type":"ThrottlingException","message":"Rate exceeded"}""")]);
        athena.Faults["S3"] = new([(503, "<Error><Code>SlowDown</Code></Error>")]);
        (await IngestAsync()).Summary.Events.ShouldBe(6);
        athena.Statements.Count().ShouldBe(1);
    }

    [Fact]
    public async Task Credentials_that_expire_in_the_middle_are_said_and_the_query_is_stopped_where_it_can_be()
    {
        athena.States = [("RUNNING", 0, "")];
        athena.Faults["GetQueryExecution"] = new(Enumerable.Repeat((400, """{"__type":"ExpiredTokenException","message":"The security token included in the request is expired"}"""), 4));
        (await Should.ThrowAsync<RemoteException>(IngestAsync())).Message.ShouldContain("credentials of profile 'test' have expired");
        athena.Stopped.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_names_the_privilege()
    {
        athena.Faults["StartQueryExecution"] = new([(400, """{"__type":"AccessDeniedException","message":"User: arn:aws:iam::111111111111:user/x is not authorized to perform: athena:StartQueryExecution on resource: arn:aws:athena:eu-west-1:111111111111:workgroup/primary because no identity-based policy allows the athena:StartQueryExecution action"}""")]);
        RemoteException refused = await Should.ThrowAsync<RemoteException>(IngestAsync());
        refused.MissingPrivilege.ShouldBe("athena:StartQueryExecution");
        refused.Message.ShouldContain("init policy ingest athena");
    }

    [Fact]
    public async Task A_result_that_may_not_be_read_names_the_privilege()
    {
        athena.Faults["S3"] = new([(403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")]);
        RemoteException refused = await Should.ThrowAsync<RemoteException>(IngestAsync());
        refused.MissingPrivilege.ShouldBe("s3:GetObject");
        ledger.Coverage.Days.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workgroup_without_a_place_for_results_is_told_with_what_to_do()
    {
        athena.Faults["StartQueryExecution"] = new([(400, """{"__type":"InvalidRequestException","message":"No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input."}""")]);
        (await Should.ThrowAsync<RemoteException>(IngestAsync(Existing with { Output = null }))).Message.ShouldContain("--output s3://BUCKET/PREFIX/");
    }

    [Fact]
    public async Task A_query_that_scans_more_than_it_may_is_stopped()
    {
        athena.States = [("RUNNING", 400_000_000, ""), ("RUNNING", 700_000_000_000, ""), ("RUNNING", 900_000_000_000, "")];
        RemoteException stopped = await Should.ThrowAsync<RemoteException>(IngestAsync(Existing with { MaxBytes = 500_000_000_000 }));
        stopped.Message.ShouldStartWith("Stopped: the query had scanned 700.00 GB, more than --max-bytes 500.00 GB. What it scanned is billed, about $3.50 at $5 a TB.");
        athena.Stopped.Count.ShouldBe(1);
        ledger.Coverage.Days.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workgroup_that_cancels_sooner_is_told()
    {
        athena.Cutoff = 1_000_000_000;
        (await IngestAsync(Existing with { MaxBytes = 5_000_000_000 })).Notes.ShouldContain("The workgroup 'primary' cancels queries at 1.00 GB, before --max-bytes does.");
    }

    [Fact]
    public async Task Who_stops_the_run_stops_the_query()
    {
        using var stop = new CancellationTokenSource();
        athena.States = [("RUNNING", 5_000_000, "")];
        var bytes = new SynchronousReport(text =>
        {
            if (text.Contains("5.0 MB", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });
        await Should.ThrowAsync<OperationCanceledException>(IngestAsync(progress: bytes, cancellation: stop.Token));
        athena.Stopped.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_result_that_is_cut_off_keeps_the_days_before_and_no_half_day()
    {
        string whole = Csv(Row("2026-06-01", "ListUsers", 3), Row("2026-06-02", "ListUsers", 3), Row("2026-06-02", "GetUser", 3));
        athena.Answer = _ => whole[..^30];
        (await Should.ThrowAsync<RemoteException>(IngestAsync())).Message.ShouldContain("ends within a value");
        ledger.Coverage.Days.Select(day => day.Day).ShouldBe([new DateOnly(2026, 6, 1)]);
        athena.Answer = _ => Csv(Row("2026-06-02", "ListUsers", 3), Row("2026-06-02", "GetUser", 3));
        (await IngestAsync()).DaysAsked.ShouldBe(2);
        athena.Statements.Last().ShouldContain("eventtime >= '2026-06-02' AND eventtime < '2026-06-04'");
        ledger.Coverage.Days.Sum(day => day.Events).ShouldBe(9);
    }

    [Fact]
    public async Task An_answer_with_other_columns_is_not_taken()
    {
        athena.Answer = _ => "\"a\",\"b\"\n\"1\",\"2\"\n";
        (await Should.ThrowAsync<RemoteException>(IngestAsync())).Message.ShouldContain("other columns");
    }

    [Fact]
    public async Task A_table_that_is_not_there_or_is_no_trail_is_said()
    {
        (await Should.ThrowAsync<RemoteException>(IngestAsync(Existing with { Table = "tail" }))).Message.ShouldBe(
            "There is no table 'tail' in the database 'logs' of AwsDataCatalog in eu-west-1; check --table, --database and --aws-region.");
        athena.Tables["logs"].Add(new JsonObject { ["Name"] = "costs", ["Columns"] = new JsonArray(new JsonObject { ["Name"] = "line", ["Type"] = "string" }) });
        (await Should.ThrowAsync<RemoteException>(IngestAsync(Existing with { Table = "costs" }))).Message.ShouldContain("has no column 'eventtime' of text");
        athena.Statements.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trail_of_an_organization_is_found_below_its_id()
    {
        athena.Objects["bucket/AWSLogs/o-a1b2c3d4e5/111111111111/CloudTrail/eu-west-1/2026/06/01/x.json.gz"] = [1];
        athena.Objects["bucket/AWSLogs/o-a1b2c3d4e5/222222222222/CloudTrail/us-east-1/2026/06/01/x.json.gz"] = [1];
        athena.Objects["bucket/AWSLogs/o-a1b2c3d4e5/222222222222/CloudTrail-Digest/us-east-2/2026/06/01/x.json.gz"] = [1];
        (await Should.ThrowAsync<RemoteException>(IngestAsync(new AthenaOptions { Location = "s3://bucket" }))).Message.ShouldContain("name s3://bucket/AWSLogs/o-a1b2c3d4e5/ with --location");
        AthenaIngest done = await IngestAsync(new AthenaOptions { Location = "s3://bucket", OrganizationId = "o-a1b2c3d4e5" });
        done.Summary.Events.ShouldBe(6);
        string table = athena.Statements.Single(statement => statement.StartsWith("CREATE EXTERNAL TABLE", StringComparison.Ordinal));
        table.ShouldContain("'projection.account.values' = '111111111111,222222222222'");
        table.ShouldContain("'projection.region.values' = 'eu-west-1,us-east-1'");
        table.ShouldContain("'storage.location.template' = 's3://bucket/AWSLogs/o-a1b2c3d4e5/${account}/CloudTrail/${region}/${day}'");
    }

    [Fact]
    public async Task A_teardown_removes_what_is_ours_and_nothing_else()
    {
        athena.Objects["bucket/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/06/01/x.json.gz"] = [1];
        await IngestAsync(new AthenaOptions { Location = "s3://bucket/AWSLogs/", Output = "s3://results/here/" });
        string name = athena.Statements.Single(statement => statement.StartsWith("CREATE EXTERNAL TABLE", StringComparison.Ordinal)).Split('`')[3];
        JsonObject made = Metadata(name);
        made["Parameters"] = new JsonObject { [OwnTable.Mark] = "1" };
        athena.Tables["leastwise"] = [made, Metadata("somebody_elses")];
        AwsSession session = athena.Session(network);
        await new AthenaClient(new AwsCaller(session), new AthenaOptions { Output = "s3://results/theirs/" }).StartAsync("SELECT 1 -- somebody else's", null, CancellationToken.None);

        AthenaRemoved would = await new AthenaTeardown(session, new AthenaOptions()).RunAsync(dryRun: true, CancellationToken.None);
        (would.Results.Count, would.Tables.ShouldHaveSingleItem(), would.Database).ShouldBe((3, $"leastwise.{name}", null));
        would.Stays.ShouldBe("the database 'leastwise' holds tables that were not made by Leastwise");
        athena.Objects.Keys.Count(key => key.StartsWith("results/here/", StringComparison.Ordinal)).ShouldBe(6);

        athena.Tables["leastwise"].RemoveAt(1);
        AthenaRemoved gone = await new AthenaTeardown(session, new AthenaOptions { Output = "s3://results/here/" }).RunAsync(dryRun: false, CancellationToken.None);
        athena.Wrong.ShouldBeEmpty();
        gone.Database.ShouldBe("leastwise");
        athena.Statements.ShouldContain($"DROP TABLE IF EXISTS `leastwise`.`{name}`");
        athena.Statements.ShouldContain("DROP DATABASE IF EXISTS `leastwise`");
        athena.Objects.Keys.Order(StringComparer.Ordinal).ShouldBe(
            ["bucket/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/06/01/x.json.gz", "results/theirs/00000000-0000-4000-8000-000000000004.csv", "results/theirs/00000000-0000-4000-8000-000000000004.csv.metadata"]);
    }

    private Task<AthenaIngest> IngestAsync(AthenaOptions? options = null, IProgress<string>? progress = null, CancellationToken cancellation = default) =>
        new AthenaTrail(athena.Session(network), options ?? Existing).IngestAsync(ledger, First, Last, new IngestOptions { Time = new ImpatientTime(Now) }, progress, cancellation);

    private static JsonObject Metadata(string name) => new()
    {
        ["Name"] = name,
        ["Columns"] = new JsonArray([.. OwnTable.Columns.OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => new JsonObject
        {
            ["Name"] = column.Key,
            ["Type"] = column.Key switch
            {
                "useridentity" => "struct<type:string,principalid:string,arn:string,accountid:string,sessioncontext:struct<attributes:struct<mfaauthenticated:string>>>",
                "resources" => "array<struct<arn:string,accountid:string,type:string>>",
                _ => "string",
            },
        })]),
        ["PartitionKeys"] = new JsonArray(),
    };

    private static string Csv(params string[] rows) => string.Join(',', TrailQuery.Groups.Concat(["first_time", "last_time", "events"]).Select(name => $"\"{name}\"")) + "\n" + string.Concat(rows.Select(row => row + "\n"));

    private static string Row(string day, string call, int count)
    {
        var cells = new Dictionary<string, string>
        {
            ["day"] = day,
            ["source"] = "iam.amazonaws.com",
            ["call_name"] = call,
            ["call_type"] = "AwsApiCall",
            ["recipient"] = "111111111111",
            ["call_region"] = "us-east-1",
            ["caller_type"] = "IAMUser",
            ["caller_id"] = "AIDAEXAMPLE",
            ["caller_arn"] = "arn:aws:iam::111111111111:user/\"\"quoted, and with a comma",
            ["caller_account"] = "111111111111",
        };
        return string.Join(',', TrailQuery.Groups.Select(name => cells.TryGetValue(name, out string? cell) ? $"\"{cell}\"" : "").Concat([$"\"{day}T01:00:00Z\"", $"\"{day}T02:00:00Z\"", $"\"{count}\""]));
    }

    private sealed class SynchronousReport(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell(value);
    }
}
