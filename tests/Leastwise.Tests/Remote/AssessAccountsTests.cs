using System.Text.Json;
using Leastwise.Remote;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary><c>assess</c> over accounts that are fetched for it, each entered through a role.</summary>
public sealed class AssessAccountsTests : IDisposable
{
    private static readonly string Logs = Repository.PathOf("samples", "acme", "AWSLogs", "111111111111", "CloudTrail", "eu-west-1", "2026", "06", "01");

    private readonly TemporaryFolder folder = new();
    private readonly FakeAws aws = new();
    private readonly LoopbackServer server;

    public AssessAccountsTests() => server = new LoopbackServer(aws.Answer);

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Each_account_has_its_report_and_all_have_one()
    {
        ProgramResult run = Run("--accounts", Config(), "-r", "audit", "--output-directory", folder.PathOf("out"), "--trail", Logs);
        run.Error.ShouldBe("2 of 2 accounts fetched.\n");
        run.ExitCode.ShouldBe(0);
        Names().ShouldBe(["all-accounts.html", "all-accounts.json", "main.html", "main.json", "shop.html", "shop.json"]);
        run.Out.ShouldContain(folder.PathOf("out", "all-accounts.html"));
        using JsonDocument all = Report("all-accounts"), shop = Report("shop"), main = Report("main");
        Arns(all).ShouldBe([.. Arns(main), .. Arns(shop)]);
        Arns(shop).ShouldAllBe(arn => arn.Contains(":222222222222:", StringComparison.Ordinal));
        Arns(shop).ShouldNotBeEmpty();
        shop.RootElement.GetProperty("name").GetString().ShouldBe("shop");
        shop.RootElement.GetProperty("findings").GetArrayLength().ShouldBe(
            all.RootElement.GetProperty("findings").EnumerateArray().Count(finding => finding.GetProperty("account").GetString() == FakeAws.Member));
        // The day's logs are of the other account: there use is known, here it is not.
        Verdicts(main).ShouldContain("unknown");
        Verdicts(shop).ShouldNotContain("used");
        File.ReadAllText(folder.PathOf("out", "shop.json")).ShouldNotContain("leastwise-scan-");
        File.ReadAllText(folder.PathOf("out", "shop.json")).ShouldContain("shop/iam/222222222222.json");
        foreach (string file in Directory.GetFiles(folder.PathOf("out")))
        {
            File.ReadAllText(file).ShouldNotContain("sentinel");
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            }
        }
    }

    [Fact]
    public void Without_logs_use_is_unknown_which_is_said_and_no_error()
    {
        ProgramResult run = Run("--organization", "-r", "audit", "-o", folder.PathOf("out"));
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("no logs");
        run.Error.ShouldContain("every verdict is unknown. Name the AWSLogs folder of the trail's bucket with --trail.");
        run.Error.ShouldContain("closed (333333333333): passed over, it is suspended or closed.");
        Names().ShouldBe(["all-accounts.html", "all-accounts.json", "management.html", "management.json", "shop.html", "shop.json"]);
        // It would take IAM minutes, and settle nothing.
        aws.Used.Keys.ShouldNotContain("iam:GenerateServiceLastAccessedDetails");
        string[] allowed = [.. VerbPolicies.Find("assess").ShouldNotBeNull().Statements.SelectMany(statement => statement.Actions)];
        aws.Used.Keys.Except(allowed).ShouldBe(["sts:GetCallerIdentity"]);
    }

    [Fact]
    public void One_account_that_refuses_is_named_and_the_others_are_judged()
    {
        aws.Closed.Add(FakeAws.Member);
        ProgramResult run = Run("--accounts", Config(), "-r", "audit", "-o", folder.PathOf("out"), "--trail", Logs);
        run.ExitCode.ShouldBe(4);
        run.Error.ShouldContain("shop (222222222222): STS refused AssumeRole");
        run.Error.ShouldContain("1 of 2 accounts fetched; 1 failed, see above.");
        Names().ShouldBe(["all-accounts.html", "all-accounts.json", "main.html", "main.json"]);
    }

    [Fact]
    public void What_may_not_be_fetched_besides_the_details_is_named_and_left_out()
    {
        aws.Refused.UnionWith(["iam:GenerateCredentialReport", "organizations:ListPolicies"]);
        ProgramResult run = Run("--accounts", Config(), "-r", "audit", "-o", folder.PathOf("out"), "--trail", Logs);
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldContain("shop (222222222222): credential report: left out");
        run.Error.ShouldContain("organizations:ListPolicies is missing");
        run.Error.ShouldContain("'leastwise init policy assess'");
    }

    [Fact]
    public void Where_no_account_gives_its_details_there_is_no_report()
    {
        aws.Refused.Add("iam:GetAccountAuthorizationDetails");
        ProgramResult run = Run("--accounts", Config(), "-r", "audit", "-o", folder.PathOf("out"));
        run.ExitCode.ShouldBe(4);
        run.Error.ShouldContain("No account could be fetched");
        Directory.GetFiles(folder.PathOf("out")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("FOLDER and --iam hold accounts", "samples", "--accounts", "x.yml", "-r", "audit")]
    [InlineData("Say which role", "--organization")]
    [InlineData("not both", "--organization", "--accounts", "x.yml", "-r", "audit")]
    [InlineData("are for accounts that are fetched", "samples", "--output-bucket", "reports")]
    [InlineData("are for accounts that are fetched", "samples", "--profile", "audit")]
    [InlineData("or --accounts FILE or --organization to fetch them", "--start", "2026-06-01")]
    [InlineData("there is no such file", "--accounts", "nowhere.yml", "-r", "audit")]
    public void What_does_not_fit_together_is_refused(string said, params string[] arguments)
    {
        ProgramResult run = Run(arguments);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void A_ledger_that_is_not_there_is_said_before_anything_is_fetched()
    {
        ProgramResult run = Run("--accounts", Config(), "-r", "audit", "-o", folder.PathOf("out"), "--ledger", folder.PathOf("none.ledger"));
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("there is no such ledger");
        server.Requests.ShouldBeEmpty();
    }

    private string Config() => folder.Write("accounts.yml", "accounts:\n  main: 111111111111\n  shop: '222222222222'\n");

    private string[] Names() => [.. Directory.GetFiles(folder.PathOf("out")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private JsonDocument Report(string name) => JsonDocument.Parse(File.ReadAllBytes(folder.PathOf("out", name + ".json")));

    private static string[] Arns(JsonDocument report) => [.. report.RootElement.GetProperty("actors").EnumerateArray().Select(actor => actor.GetProperty("arn").GetString()!)];

    private static string[] Verdicts(JsonDocument report) =>
        [.. report.RootElement.GetProperty("actors").EnumerateArray().SelectMany(actor => actor.GetProperty("privileges").EnumerateArray()).Select(one => one.GetProperty("verdict").GetString()!)];

    private ProgramResult Run(params string[] arguments) => LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["assess", .. arguments], environment: DownloadTests.Environment(server));
}
