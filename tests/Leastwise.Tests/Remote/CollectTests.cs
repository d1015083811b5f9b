using System.Text.Json;
using Leastwise.Principals;
using Leastwise.Remote;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary>Everything of one account or many, into a folder that the other verbs take.</summary>
public sealed class CollectTests : IDisposable
{
    // A day of the sample organization: with no logs at all, assess says that it cannot judge use.
    private static readonly string Logs = Repository.PathOf("samples", "acme", "AWSLogs", "111111111111", "CloudTrail", "eu-west-1", "2026", "06", "01");

    private readonly TemporaryFolder folder = new();
    private readonly FakeAws aws = new();
    private readonly LoopbackServer server;

    public CollectTests() => server = new LoopbackServer(aws.Answer);

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void One_account_is_one_folder()
    {
        ProgramResult run = Run("collect", "-o", folder.PathOf("acme"), "--region", "eu-west-1");
        run.Error.ShouldBe("");
        run.ExitCode.ShouldBe(0);
        server.Faults.ShouldBeEmpty();
        Files("acme").ShouldBe(
        [
            "account/111111111111.json", "credential-report/111111111111.csv", "iam/111111111111.json",
            "last-accessed/111111111111/AIDAANN.json", "last-accessed/111111111111/AIDABOB.json", "last-accessed/111111111111/AROADEPLOY.json",
            "organization.json", "permission-sets.json", "trails/111111111111.json",
        ]);
        string[] allowed = [.. VerbPolicies.Find("collect").ShouldNotBeNull().Statements.SelectMany(statement => statement.Actions)];
        aws.Used.Keys.Order(StringComparer.Ordinal).ShouldBe(allowed.Except(["iam:GetAccountAuthorizationDetails", "iam:GetPolicy", "iam:GetPolicyVersion"])
            .Append("iam:GetAccountAuthorizationDetails").Append("sts:GetCallerIdentity").Order(StringComparer.Ordinal));
        NothingTellsSecrets(run);
    }

    [Fact]
    public void The_other_verbs_take_the_folder()
    {
        Run("collect", "-o", folder.PathOf("acme")).ExitCode.ShouldBe(0);
        OrganizationSnapshot organization = OrganizationReader.Read(folder.PathOf("acme", "organization.json"));
        organization.Diagnostics.ShouldBeEmpty();
        organization.ManagementAccountId.ShouldBe(FakeAws.Management);
        organization.LevelsOf(FakeAws.Member).Select(level => string.Join(',', level.Select(policy => policy.Name))).ShouldBe(["FullAWSAccess", "FullAWSAccess,guard", "FullAWSAccess"]);
        organization.AccountNames[FakeAws.Member].ShouldBe("shop");

        ProgramResult assess = LeastwiseProgram.Run("assess", folder.PathOf("acme"), "--trail", Logs, "-o", folder.PathOf("report"));
        assess.ExitCode.ShouldBe(0);
        assess.Out.ShouldContain("alias acme-111111111111 (111111111111)");
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(folder.PathOf("report", "report.json")));
        report.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()).ShouldContain("UserWithoutMfa");
        report.RootElement.GetRawText().ShouldContain("last-accessed data");

        // The account's alias stands beside its name.
        assess.Out.ShouldContain("management, alias acme-111111111111 (111111111111)");
        ProgramResult without = LeastwiseProgram.Run("assess", folder.PathOf("acme"), "-o", folder.PathOf("report"));
        without.ExitCode.ShouldBe(0);
        without.Out.ShouldContain("no logs");

        ProgramResult scan = LeastwiseProgram.Run("scan", "-i", folder.PathOf("acme"), "--format", "json");
        scan.Error.ShouldBe("");
        scan.Out.ShouldContain("UserWithoutMfa");
        // What the day's logs leave open, IAM's last-accessed data of a service that was never used settles.
        ProgramResult usage = LeastwiseProgram.Run("usage", folder.PathOf("acme"), "--trail", Logs, "--user", "ann", "--format", "json");
        usage.ExitCode.ShouldBe(0);
        usage.Error.ShouldBe("");
    }

    [Fact]
    public void What_is_not_permitted_is_named_and_left_out()
    {
        aws.Refused.UnionWith(["organizations:ListPolicies", "iam:GenerateCredentialReport", "sso:ListPermissionSets", "iam:GenerateServiceLastAccessedDetails", "cloudtrail:GetEventSelectors"]);
        ProgramResult run = Run("collect", "-o", folder.PathOf("acme"));
        run.ExitCode.ShouldBe(0);
        Files("acme").ShouldBe(["account/111111111111.json", "iam/111111111111.json", "trails/111111111111.json"]);
        foreach (string privilege in aws.Refused)
        {
            run.Error.ShouldContain($"{privilege} is missing");
        }

        run.Error.ShouldContain("'leastwise init policy collect'");
        LeastwiseProgram.Run("scan", "-i", folder.PathOf("acme"), "--format", "json").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Where_nothing_is_permitted_the_program_ends_with_4()
    {
        aws.Refused.UnionWith(VerbPolicies.Find("collect").ShouldNotBeNull().Statements.SelectMany(statement => statement.Actions));
        ProgramResult run = Run("collect", "-o", folder.PathOf("acme"));
        run.ExitCode.ShouldBe(4);
        run.Out.ShouldContain("Nothing could be fetched.");
        NothingTellsSecrets(run);
    }

    [Fact]
    public void Many_accounts_go_into_one_folder_and_one_that_fails_does_not_stop_the_others()
    {
        string config = folder.Write("accounts.yml", "accounts:\n  main: 111111111111\n  shop: 222222222222\n  gone: 444444444444\n");
        ProgramResult run = Run("collect", "-o", folder.PathOf("acme"), "--accounts", config, "--role-name", "audit", "--external-id", "sentinel-id");
        run.ExitCode.ShouldBe(4);
        run.Error.ShouldBe("gone (444444444444): STS refused AssumeRole to the credentials of the environment (arn:aws:iam::111111111111:user/ann): sts:AssumeRole on arn:aws:iam::444444444444:role/audit is missing.\n");
        Files("acme").ShouldContain("iam/222222222222.json");
        Files("acme").ShouldContain("iam/111111111111.json");
        server.Requests.Where(request => request.Body.Contains("AssumeRole", StringComparison.Ordinal)).ShouldAllBe(request => request.Body.Contains("ExternalId=sentinel-id", StringComparison.Ordinal));
        ProgramResult assess = LeastwiseProgram.Run("assess", folder.PathOf("acme"), "--trail", Logs, "-o", folder.PathOf("report"));
        assess.ExitCode.ShouldBe(0);
        assess.Out.ShouldContain("shop, alias acme-222222222222 (222222222222)");
        NothingTellsSecrets(run);
    }

    [Fact]
    public void The_accounts_of_the_organization_are_those_that_can_be_entered()
    {
        ProgramResult run = Run("collect", "-o", folder.PathOf("acme"), "--organization", "--role-name", "audit");
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBe("closed (333333333333): passed over, it is suspended or closed.\n");
        Directory.GetFiles(folder.PathOf("acme", "iam")).Select(Path.GetFileName).Order().ShouldBe(["111111111111.json", "222222222222.json"]);
    }

    [Fact]
    public void The_partition_of_the_region_is_that_of_the_roles()
    {
        string config = folder.Write("accounts.yml", "accounts:\n  shop: 222222222222\n");
        Run("collect", "-o", folder.PathOf("acme"), "--accounts", config, "--role-name", "team/audit", "--region", "cn-north-1").ExitCode.ShouldBe(0);
        server.Requests.Where(request => request.Body.Contains("Action=AssumeRole", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .Body.ShouldContain("RoleArn=arn%3Aaws-cn%3Aiam%3A%3A222222222222%3Arole%2Fteam%2Faudit");
        // A trail is asked about in its own region, which the fake one says is in Europe.
        server.Requests.Where(request => !request.Body.Contains("trail/main", StringComparison.Ordinal)).ShouldAllBe(request => request.Headers["Authorization"].Contains("/cn-north", StringComparison.Ordinal));
        File.ReadAllText(folder.PathOf("acme", "account", "222222222222.json")).ShouldContain("\"aws-cn\"");
    }

    [Theory]
    [InlineData("--accounts", "x.yml", "Say which role")]
    [InlineData("--role-name", "audit", "for several accounts")]
    [InlineData("--parallel", "0", "from 1 to 64")]
    [InlineData("--role-arn", "audit", "is no role")]
    public void What_does_not_fit_together_is_refused(string option, string value, string said)
    {
        ProgramResult run = Run("collect", "-o", folder.PathOf("acme"), option, value);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
    }

    private ProgramResult Run(params string[] arguments) => LeastwiseProgram.RunProgram(LeastwiseProgram.Path, arguments, environment: DownloadTests.Environment(server));

    private string[] Files(string name) => [.. Directory.GetFiles(folder.PathOf(name), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder.PathOf(name), file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private void NothingTellsSecrets(ProgramResult run)
    {
        (run.Out + run.Error).ShouldNotContain("sentinel");
        foreach (string file in Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".yml", StringComparison.Ordinal)))
        {
            File.ReadAllText(file).ShouldNotContain("sentinel", customMessage: file);
            if (!OperatingSystem.IsWindows() && file.StartsWith(folder.PathOf("acme"), StringComparison.Ordinal))
            {
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            }
        }
    }
}
