using System.Text.Json;
using Leastwise.Remote;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary>The risks of many accounts, each entered through a role.</summary>
public sealed class ScanMultiAccountTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeAws aws = new();
    private readonly LoopbackServer server;

    public ScanMultiAccountTests() => server = new LoopbackServer(aws.Answer);

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Each_account_has_its_report_and_all_have_one()
    {
        ProgramResult run = Run("-c", Config(), "-r", "audit", "-o", folder.PathOf("out"), "-w");
        run.Error.ShouldBe("2 of 2 accounts fetched.\n");
        run.ExitCode.ShouldBe(0);
        Names().ShouldBe(["all-accounts.html", "all-accounts.json", "main-details.json", "main.html", "main.json", "shop-details.json", "shop.html", "shop.json"]);
        run.Out.ShouldContain(folder.PathOf("out", "all-accounts.html"));
        using JsonDocument all = JsonDocument.Parse(File.ReadAllBytes(folder.PathOf("out", "all-accounts.json")));
        all.RootElement.GetProperty("findings").EnumerateArray().SelectMany(finding => finding.GetProperty("principals").EnumerateArray()).Select(principal => principal.ToString())
            .ShouldContain(principal => principal.Contains("222222222222", StringComparison.Ordinal));
        // What is said of a place names a file that is there, and no other machine's temporary folder.
        File.ReadAllText(folder.PathOf("out", "shop.json")).ShouldNotContain("leastwise-scan-");
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
    public void One_account_that_refuses_is_named_and_the_others_are_judged()
    {
        aws.Closed.Add(FakeAws.Member);
        ProgramResult run = Run("-c", Config(), "-r", "audit", "-o", folder.PathOf("out"));
        run.ExitCode.ShouldBe(4);
        run.Error.ShouldContain("shop (222222222222): STS refused AssumeRole to the credentials of the environment (arn:aws:iam::111111111111:user/ann): sts:AssumeRole on arn:aws:iam::222222222222:role/audit is missing.");
        run.Error.ShouldContain("1 of 2 accounts fetched; 1 failed, see above.");
        Names().ShouldBe(["all-accounts.html", "all-accounts.json", "main.html", "main.json"]);
    }

    [Fact]
    public void The_organization_names_accounts_and_its_policies_limit_them()
    {
        ProgramResult run = Run("--organization", "--role-name", "audit", "--output-directory", folder.PathOf("out"), "--format", "json");
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBe("closed (333333333333): passed over, it is suspended or closed.\n2 of 2 accounts fetched.\n");
        Names().ShouldContain("management.json");
        string[] allowed = [.. VerbPolicies.Find("scan-multi-account").ShouldNotBeNull().Statements.Concat(VerbPolicies.Find("download").ShouldNotBeNull().Statements).SelectMany(statement => statement.Actions)];
        aws.Used.Keys.Except(allowed).ShouldBe(["sts:GetCallerIdentity"]);
    }

    [Fact]
    public void Policies_of_the_organization_that_may_not_be_read_are_named()
    {
        aws.Refused.Add("organizations:ListRoots");
        ProgramResult run = Run("--organization", "--role-name", "audit", "--output-directory", folder.PathOf("out"), "--format", "json");
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldContain("The organization's policies are not taken into account, so accounts may seem to hold more than they do: Organizations refused ListRoots");
    }

    [Fact]
    public void Exclusions_and_fail_on_work_as_in_scan()
    {
        string exclusions = folder.Write("exclusions.yml", "users: [ann, bob, carol]\nroles: [deploy, audit]\npolicies: ['*']\n");
        Run("-c", Config(), "-r", "audit", "-o", folder.PathOf("out"), "--fail-on", "low").ExitCode.ShouldBe(1);
        Run("-c", Config(), "-r", "audit", "-o", folder.PathOf("out"), "--fail-on", "low", "-e", exclusions).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("accounts:\n  main: 12345\n", "accounts.yml:2: the account 'main' has the number '12345'")]
    [InlineData("accounts:\n  a: 111111111111\n  b: 111111111111\n", "is here twice")]
    [InlineData("accounts: [\n", "this is not YAML")]
    [InlineData("other: 1\n", "no accounts in it")]
    public void A_file_that_cannot_be_used_is_refused_before_anything_is_asked(string yaml, string said)
    {
        ProgramResult run = Run("-c", folder.Write("accounts.yml", yaml), "-r", "audit", "-o", folder.PathOf("out"));
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
        aws.Used.Keys.ShouldNotContain("sts:AssumeRole");
    }

    [Fact]
    public void The_file_to_start_from_is_one_that_works()
    {
        string file = folder.PathOf("start.yml");
        ProgramResult made = LeastwiseProgram.Run("create-multi-account-config-file", "-o", file);
        made.ExitCode.ShouldBe(0);
        Run("-c", file, "-r", "audit", "-o", folder.PathOf("out")).ExitCode.ShouldBe(0);
        LeastwiseProgram.Run("create-multi-account-config-file", "-o", file).ExitCode.ShouldBe(2);
    }

    [Fact]
    public void Where_to_is_asked_for() => Run("-c", Config(), "-r", "audit").Error.ShouldContain("-o DIR, --output-bucket BUCKET, or both");

    private string Config() => folder.Write("accounts.yml", "accounts:\n  main: 111111111111\n  shop: '222222222222'\n");

    private string[] Names() => [.. Directory.GetFiles(folder.PathOf("out")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private ProgramResult Run(params string[] arguments) =>
        LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["scan-multi-account", .. arguments], environment: DownloadTests.Environment(server));
}
