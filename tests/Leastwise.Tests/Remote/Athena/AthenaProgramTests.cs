using System.Diagnostics;
using System.Text.Json.Nodes;
using Leastwise.Remote.Athena;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote.Athena;

/// <summary>The verbs as they are typed, against Athena on a loopback port.</summary>
public sealed class AthenaProgramTests : IDisposable
{
    private readonly FakeAthena athena = new();
    private readonly TemporaryFolder folder = new();

    public AthenaProgramTests() => athena.Answer = _ => Csv("2026-06-01");

    public void Dispose()
    {
        athena.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void An_ingest_tells_what_it_scanned_and_what_that_costs()
    {
        athena.Objects["bucket/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/06/01/x.json.gz"] = [1];
        string ledger = folder.PathOf("ledger");
        string[] ingest = ["ingest", "athena", "--location", "s3://bucket", "--since", "2026-06-01", "--until", "2026-06-02", "--ledger", ledger, "--price-per-tb", "9", "--aws-region", "eu-west-1"];
        ProgramResult done = Run(ingest);
        done.Error.ShouldContain("Athena scanned 20.0 MB of leastwise.trail_");
        done.Error.ShouldContain(" for 2 days, about $0.0002 at $9 a TB. 'leastwise athena teardown' removes results and table.\n");
        done.Out.ShouldContain("events           7 new\n");
        done.ExitCode.ShouldBe(0);

        ProgramResult again = Run([.. ingest, "--format", "json"]);
        again.Error.ShouldContain("Athena was not asked: the ledger has all days from 2026-06-01 to 2026-06-02 (--again asks all the same).");
        JsonNode.Parse(again.Out)!["events"]!.GetValue<long>().ShouldBe(0);
        athena.Wrong.ShouldBeEmpty();

        ProgramResult gone = Run(["athena", "teardown", "--aws-region", "eu-west-1"]);
        gone.Out.ShouldContain("removed result s3://results/");
        gone.Out.ShouldContain("removed database leastwise\n");
        gone.ExitCode.ShouldBe(0, gone.Error);
        athena.Objects.Keys.ShouldHaveSingleItem().ShouldStartWith("bucket/AWSLogs/");
    }

    [Fact]
    public void A_dry_run_prints_the_statements_and_asks_nobody()
    {
        ProgramResult done = Run(["ingest", "athena", "--location", "s3://bucket", "--since", "2026-06-01", "--until", "2026-06-02", "--dry-run"]);
        done.ExitCode.ShouldBe(0);
        done.Out.ShouldContain("CREATE EXTERNAL TABLE IF NOT EXISTS `leastwise`.`trail_");
        done.Out.ShouldContain("\nWITH calls AS (\n");
        done.Error.ShouldContain("A run lists the bucket's folders");
        Run(["ingest", "athena", "--table", "logs.trail", "--dry-run"]).Out.ShouldContain("FROM \"logs\".\"trail\"");
        athena.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Name where the trail writes with --location", "")]
    [InlineData("give one of them", "--location", "s3://bucket", "--table", "x")]
    [InlineData("'s3://bucket/AWSLogs/111111111111/' is no place of CloudTrail's logs", "--location", "s3://bucket/AWSLogs/111111111111/")]
    [InlineData("'a;b' is no name of a table", "--table", "a;b")]
    [InlineData("'x y' is no name of a database", "--table", "t", "--database", "x y")]
    [InlineData("'lots' is no size", "--table", "t", "--max-bytes", "lots")]
    [InlineData("--kms-key belong together", "--table", "t", "--encryption", "SSE_KMS")]
    [InlineData("'CSE_KMS' is no way", "--table", "t", "--encryption", "CSE_KMS", "--kms-key", "k")]
    [InlineData("'results' is no place for results", "--table", "t", "--output", "results")]
    [InlineData("'42' is no account", "--table", "t", "--account", "42")]
    [InlineData("'Paris' is no region", "--table", "t", "--region", "Paris")]
    [InlineData("'soon' is no date", "--table", "t", "--since", "soon")]
    [InlineData("--since 2026-06-02 is after --until 2026-06-01.", "--table", "t", "--since", "2026-06-02", "--until", "2026-06-01")]
    public void What_cannot_be_meant_is_refused(string said, params string[] arguments)
    {
        ProgramResult refused = Run(["ingest", "athena", .. arguments.Where(one => one.Length > 0)]);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain(said);
        athena.Asked.ShouldBeEmpty();
    }

    [Fact]
    public void Help_shows_the_verb_without_the_paths_of_the_verb_above()
    {
        string help = Run(["ingest", "athena", "--help"]).Out;
        help.ShouldContain("Usage:\n  leastwise ingest athena [options]\n");
        help.ShouldNotContain("PATH");
        help.ShouldContain("Example:\n  leastwise ingest athena --location s3://");
        Run(["ingest", "athena", "--table", "t", "--since", "9999-01-01"]).Error.ShouldContain("there are no days to ask for");
    }

    [Fact]
    public void A_failure_ends_with_its_own_code()
    {
        athena.Objects["bucket/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/06/01/x.json.gz"] = [1];
        athena.States = [("FAILED", 0, "GENERIC_INTERNAL_ERROR: no")];
        ProgramResult failed = Run(["ingest", "athena", "--location", "s3://bucket", "--since", "2026-06-01", "--ledger", folder.PathOf("ledger")]);
        failed.ExitCode.ShouldBe(4);
        failed.Error.ShouldContain("failed: GENERIC_INTERNAL_ERROR: no.");
    }

    [SkippableFact]
    public void Control_c_cancels_the_query()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no SIGINT to send here.");
        using var looked = new ManualResetEventSlim();
        athena.Objects["bucket/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/06/01/x.json.gz"] = [1];
        athena.States = [("RUNNING", 1, "")];
        athena.Looked = looked.Set;
        using Process process = LeastwiseProgram.Start(
            LeastwiseProgram.Path, ["ingest", "athena", "--location", "s3://bucket", "--since", "2026-06-01", "--ledger", folder.PathOf("ledger")], environment: Environment());
        looked.Wait(TimeSpan.FromSeconds(180)).ShouldBeTrue();
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }

        process.WaitForExit(TimeSpan.FromSeconds(180)).ShouldBeTrue();
        process.ExitCode.ShouldBe(130);
        athena.Stopped.Count.ShouldBe(1);
    }

    [Fact]
    public void Cloudtrackers_athena_section_is_asked_for_the_accounts_and_days_of_the_run()
    {
        athena.Objects["my-log-bucket/my_prefix/AWSLogs/o-a1b2c3d4e5/111111111111/CloudTrail/eu-west-1/2026/06/01/x.json.gz"] = [1];
        string config = folder.Write("config.yaml", $$"""
            athena:
              s3_bucket: my-log-bucket
              path: my_prefix
              org_id: o-a1b2c3d4e5
              output_s3_bucket: s3://my-results
              workgroup: audit
            accounts:
              - name: demo
                id: 111111111111
                iam: {{Repository.PathOf("samples", "acme", "iam", "111111111111.json")}}
              - name: tools
                id: 222222222222
                iam: {{Repository.PathOf("samples", "acme", "iam", "222222222222.json")}}
            """);
        ProgramResult used = Run(["usage", "--config", config, "--account", "demo", "--user", "alice.admin", "--start", "2026-06-01", "--end", "2026-06-03", "--show-used"]);
        used.ExitCode.ShouldBe(0, used.Error);
        used.Out.ShouldContain("  iam:ListUsers\n");
        used.Error.ShouldContain("With --ledger FILE the answer is kept");
        string query = athena.Statements.Last();
        query.ShouldContain("\"account\" IN ('111111111111')");
        query.ShouldContain("eventtime >= '2026-06-01' AND eventtime < '2026-06-04'");
        JsonObject started = athena.Asked.Last(one => one.Operation == "StartQueryExecution").Body;
        started["WorkGroup"]!.GetValue<string>().ShouldBe("audit");
        started["ResultConfiguration"]!["OutputLocation"]!.GetValue<string>().ShouldBe("s3://my-results/");

        Run(["usage", "--config", config, "--account", "demo", "--user", "alice.admni"]).ExitCode.ShouldBe(3);
        athena.Statements.Count().ShouldBe(3, "a name that is mistyped costs nothing");

        string wrong = folder.Write("wrong.yaml", "athena: {path: x}\naccounts: [{name: demo, id: 111111111111, iam: x.json}]");
        ProgramResult refused = Run(["usage", "--config", wrong, "--account", "demo", "--user", "x"]);
        (refused.ExitCode, refused.Error).ShouldBe((3, $"{wrong}:1: the section 'athena' cannot be used: it has no 's3_bucket', the bucket of the logs.\n"));
    }

    private ProgramResult Run(string[] arguments) => LeastwiseProgram.RunProgram(LeastwiseProgram.Path, arguments, environment: Environment());

    private (string Name, string Value)[] Environment() =>
    [
        ("AWS_ENDPOINT_URL", athena.Address.AbsoluteUri.TrimEnd('/')), ("AWS_ACCESS_KEY_ID", "ASIAFAKE"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_SESSION_TOKEN", "token"), ("AWS_REGION", "eu-west-1"),
        ("AWS_CONFIG_FILE", folder.PathOf("none")), ("AWS_SHARED_CREDENTIALS_FILE", folder.PathOf("none")), ("AWS_EC2_METADATA_DISABLED", "true"),
    ];

    private static string Csv(string day)
    {
        var cells = new Dictionary<string, string>
        {
            ["day"] = day,
            ["source"] = "iam.amazonaws.com",
            ["call_name"] = "ListUsers",
            ["call_type"] = "AwsApiCall",
            ["recipient"] = "111111111111",
            ["call_region"] = "us-east-1",
            ["caller_type"] = "IAMUser",
            ["caller_arn"] = "arn:aws:iam::111111111111:user/alice.admin",
            ["caller_account"] = "111111111111",
        };
        string header = string.Join(',', TrailQuery.Groups.Concat(["first_time", "last_time", "events"]).Select(name => $"\"{name}\""));
        return $"{header}\n{string.Join(',', TrailQuery.Groups.Select(name => cells.TryGetValue(name, out string? cell) ? $"\"{cell}\"" : ""))},\"{day}T01:00:00Z\",\"{day}T02:00:00Z\",\"7\"\n";
    }
}
