using System.Text.Json;
using Leastwise.Tests.Reporting;

namespace Leastwise.Tests.Cli;

/// <summary><c>scan</c> and <c>create-exclusions-file</c> as a user runs them.</summary>
public sealed class ScanTests : IDisposable
{
    private const string Script = "<script>alert(1)</script>";

    private const string Account = """
        {
          "UserDetailList": [
            { "UserName": "ann", "UserId": "AIDAEXAMPLEANN0000001", "Arn": "arn:aws:iam::111111111111:user/ann", "Path": "/", "GroupList": [], "AttachedManagedPolicies": [{ "PolicyName": "AdministratorAccess", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess" }] },
            { "UserName": "bob", "UserId": "AIDAEXAMPLEBOB0000001", "Arn": "arn:aws:iam::111111111111:user/bob", "Path": "/", "GroupList": [], "AttachedManagedPolicies": [{ "PolicyName": "data", "PolicyArn": "arn:aws:iam::111111111111:policy/data" }] },
            { "UserName": "cy", "UserId": "AIDAEXAMPLECY00000001", "Arn": "arn:aws:iam::111111111111:user/cy", "Path": "/", "GroupList": [], "AttachedManagedPolicies": [{ "PolicyName": "data", "PolicyArn": "arn:aws:iam::111111111111:policy/data" }],
              "UserPolicyList": [{ "PolicyName": "none", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Action": "*", "Resource": "*" }] } }] }
          ],
          "GroupDetailList": [], "RoleDetailList": [],
          "Policies": [
            { "PolicyName": "AdministratorAccess", "PolicyId": "ANPAEXAMPLE0000000001", "Arn": "arn:aws:iam::aws:policy/AdministratorAccess", "Path": "/", "DefaultVersionId": "v1", "PolicyVersionList": [{ "VersionId": "v1", "IsDefaultVersion": true, "Document": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] } }] },
            { "PolicyName": "data", "PolicyId": "ANPAEXAMPLE0000000002", "Arn": "arn:aws:iam::111111111111:policy/data", "Path": "/", "DefaultVersionId": "v2", "PolicyVersionList": [
              { "VersionId": "v1", "IsDefaultVersion": false, "Document": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }] } },
              { "VersionId": "v2", "IsDefaultVersion": true, "Document": { "Version": "2012-10-17", "Statement": [
                { "Sid": "Read", "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*" }] } }] },
            { "PolicyName": "idle", "PolicyId": "ANPAEXAMPLE0000000003", "Arn": "arn:aws:iam::111111111111:policy/idle", "Path": "/", "DefaultVersionId": "v1", "PolicyVersionList": [{ "VersionId": "v1", "IsDefaultVersion": true, "Document": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }] } }] }
          ]
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly string account;

    public ScanTests() => account = folder.Write("account.json", Account);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Findings_stand_by_policy_and_by_principal_with_file_and_line_and_the_files_are_written()
    {
        string output = Path.Combine(folder.Root, "out");
        ProgramResult result = LeastwiseProgram.Run("scan", "-i", account, "-o", output);
        result.ExitCode.ShouldBe(0, result.Error);
        result.Out.ShouldContain("By policy: what to fix");
        result.Out.ShouldContain("By principal: what it means");
        result.Out.ShouldContain("User ann is a full administrator");
        result.Out.ShouldContain("1 policy with findings attached to nobody, not counted: idle");
        File.Exists(Path.Combine(output, "account.html")).ShouldBeTrue();
        JsonElement report = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "account.json"))).RootElement;
        JsonSchema.Read("scan.schema.json").ErrorsOf(report).ShouldBeEmpty();
        JsonElement secrets = report.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("kind").GetString() == "SecretsInReach");
        secrets.GetProperty("principals")[0].GetString().ShouldBe("arn:aws:iam::111111111111:user/bob");
        JsonElement statement = secrets.GetProperty("statements")[0];
        (statement.GetProperty("file").GetString(), statement.GetProperty("line").GetInt32(), statement.GetProperty("sid").GetString()).ShouldBe((account, 14, "Read"));
        JsonElement ofPolicy = report.GetProperty("policies").EnumerateArray().Single(policy => policy.GetProperty("policy").GetString() == "data");
        ofPolicy.GetProperty("attachedTo").GetArrayLength().ShouldBe(2);
        ofPolicy.GetProperty("findings")[0].GetProperty("principals").EnumerateArray().Select(one => one.GetString())
            .ShouldBe(["arn:aws:iam::111111111111:user/bob"], "cy holds the policy and a Deny of everything");
        report.GetProperty("unattachedPolicies")[0].GetProperty("policy").GetString().ShouldBe("idle");
    }

    [Fact]
    public void The_account_file_is_never_overwritten()
    {
        LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["scan", "-i", "account.json"], folder: folder.Root).ExitCode.ShouldBe(0);
        File.ReadAllText(account).ShouldBe(Account);
        File.Exists(Path.Combine(folder.Root, "account-findings.json")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("critical", 0)]
    [InlineData("high", 1)]
    [InlineData("low", 1)]
    public void Findings_change_the_exit_code_where_that_is_asked_for(string severity, int expected) =>
        LeastwiseProgram.Run("scan", "-i", account, "--format", "json", "--fail-on", severity).ExitCode.ShouldBe(expected);

    [Fact]
    public void What_the_baseline_has_does_not_fail_and_what_is_new_does()
    {
        string baseline = folder.Write("baseline.json", LeastwiseProgram.Run("scan", "-i", account, "--format", "json").Out);
        LeastwiseProgram.Run("scan", "-i", account, "--format", "json", "--fail-on", "low", "--baseline", baseline).ExitCode.ShouldBe(0);
        string wider = folder.Write("wider.json", Account.Replace("secretsmanager:GetSecretValue", "secretsmanager:*", StringComparison.Ordinal));
        LeastwiseProgram.Run("scan", "-i", wider, "--format", "json", "--fail-on", "low", "--baseline", baseline).ExitCode.ShouldBe(1);
        LeastwiseProgram.Run("scan", "-i", account, "--baseline", account).ExitCode.ShouldBe(2);
    }

    [Fact]
    public void The_page_marks_what_is_excluded_also_with_logs()
    {
        string file = folder.Write("exclusions.yml", "exclusions:\n  - principal: frank.dev\n    reason: Known and accepted\n");
        foreach (string[] logs in new string[][] { [], ["--trail", "samples/acme/AWSLogs"] })
        {
            LeastwiseProgram.Run(["scan", "-i", "samples/acme", "-e", file, "-o", folder.PathOf("out"), "-f", "high", .. logs]).ExitCode.ShouldBe(0);
            (string Severity, string Principal, string Title)[] findings = [.. PageParts.Findings(File.ReadAllText(folder.PathOf("out/acme.html")))];
            findings.ShouldAllBe(finding => finding.Severity == "high");
            (string Severity, string Principal, string Title)[] ofFrank = [.. findings.Where(finding => finding.Principal.EndsWith("/frank.dev", StringComparison.Ordinal))];
            ofFrank.ShouldNotBeEmpty();
            ofFrank.ShouldAllBe(finding => finding.Title.StartsWith("Excluded: ", StringComparison.Ordinal));
            findings.Length.ShouldBeGreaterThan(ofFrank.Length);
        }
    }

    [Fact]
    public void An_exclusions_file_of_Cloudsplaining_works_and_what_it_excludes_is_shown()
    {
        string file = folder.Write("exclusions.yml", "policies:\n  - 'administratoraccess'\n  - \"aws-service-role*\"\nroles:\n  - ''\nusers:\n  - BO*\ngroups:\n  - \"\"\ninclude-actions:\n  - 's3:GetObject'\nexclude-actions:\n  - ''\n");
        ProgramResult result = LeastwiseProgram.Run("scan", "-i", account, "-e", file, "--format", "json", "--fail-on", "low");
        result.ExitCode.ShouldBe(1, result.Error);
        JsonElement[] findings = [.. JsonDocument.Parse(result.Out).RootElement.GetProperty("findings").EnumerateArray()];
        findings.ShouldNotBeEmpty();
        findings.ShouldAllBe(finding => finding.GetProperty("excluded").ValueKind == JsonValueKind.Object);
        findings.ShouldContain(finding => finding.GetProperty("kind").GetString() == "FullAdministrator");
    }

    [Fact]
    public void A_rule_has_reason_owner_and_expiry_and_one_that_has_expired_excludes_nothing()
    {
        string Rule(string expires) => $"exclusions:\n  - principal: bob\n    policy: data\n    sid: Read\n    action: 'secretsmanager:*'\n    reason: Backup reads all\n    owner: team@example.com\n    expires: {expires}\n";
        string text = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["scan", "-i", account, "-o", "out", "-e", folder.Write("a.yml", Rule("2999-12-31"))], folder: folder.Root).Out;
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain("Backup reads all (team@example.com until 2999-12-31)");
        ProgramResult old = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["scan", "-i", account, "-o", "out", "-e", folder.Write("b.yml", Rule("2020-01-01"))], folder: folder.Root);
        old.Out.ShouldNotContain("Excluded");
        old.Error.ShouldContain("b.yml:2:5: The rule expired on 2020-01-01");
    }

    [Theory]
    [InlineData("exclusions:\n  - principle: bob\n", "x.yml:2:5: \"principle\" is no key of an exclusions file; did you mean principal?")]
    [InlineData("polices: []\n", "x.yml:1:1: \"polices\" is no key of an exclusions file; did you mean policies?")]
    [InlineData("exclusions:\n  - reason: all of it\n", "would exclude everything")]
    [InlineData("policies: [\n", "The YAML is broken")]
    public void An_exclusions_file_that_is_not_understood_is_refused(string yaml, string says)
    {
        ProgramResult result = LeastwiseProgram.Run("scan", "-i", account, "-e", folder.Write("x.yml", yaml));
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(says);
    }

    [Fact]
    public void The_starting_file_is_written_once_and_works()
    {
        string file = Path.Combine(folder.Root, "exclusions.yml");
        LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["create-exclusions-file"], folder: folder.Root).ExitCode.ShouldBe(0);
        LeastwiseProgram.Run("create-exclusions-file", "-o", file).ExitCode.ShouldBe(2);
        ProgramResult result = LeastwiseProgram.Run("scan", "-i", account, "-e", file, "--format", "json");
        result.ExitCode.ShouldBe(0, result.Error);
        JsonDocument.Parse(result.Out).RootElement.GetProperty("counts").GetProperty("excluded").GetInt32().ShouldBe(0);
    }

    [Fact]
    public void A_folder_is_read_and_flags_of_Cloudsplaining_are_taken()
    {
        ProgramResult result = LeastwiseProgram.RunProgram(
            LeastwiseProgram.Path, ["scan", "--input-file", folder.Root, "-o", "out", "-s", "-m", "-t", "-aR", "-f", "high", "-f", "CRITICAL"], folder: folder.Root);
        result.ExitCode.ShouldBe(0, result.Error);
        result.Out.ShouldContain("HIGH User ann");
        result.Out.ShouldNotContain("MEDIUM");
    }

    [Fact]
    public void A_missing_default_version_a_missing_effect_and_an_action_without_a_colon_do_not_stop_the_run()
    {
        string broken = Account.Replace("\"IsDefaultVersion\": true, \"Document\": { \"Version\": \"2012-10-17\", \"Statement\": [\n", "\"IsDefaultVersion\": false, \"Document\": { \"Version\": \"2012-10-17\", \"Statement\": [\n", StringComparison.Ordinal)
            .Replace("{ \"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\" }", "{ \"Action\": \"*\", \"Resource\": \"*\" }, { \"Effect\": \"Allow\", \"Resource\": \"*\" }, { \"Effect\": \"Allow\", \"Action\": \"ListBuckets\", \"Resource\": \"*\" }", StringComparison.Ordinal);
        ProgramResult result = LeastwiseProgram.Run("scan", "-i", folder.Write("broken.json", broken), "--format", "json");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldContain("Effect");
        JsonDocument.Parse(result.Out).RootElement.GetProperty("findings").EnumerateArray().ShouldContain(finding => finding.GetProperty("kind").GetString() == "FullAdministrator");
    }

    [Theory]
    [InlineData("{\"Buckets\": []}")]
    [InlineData("{\"UserDetailList\": [{\"UserName\": \"a")]
    [InlineData("")]
    public void Other_JSON_and_half_a_file_end_with_3_and_a_sentence(string content)
    {
        ProgramResult result = LeastwiseProgram.Run("scan", "-i", folder.Write("other.json", content));
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldNotContain(" at Leastwise");
        result.Error.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("markdown")]
    [InlineData("sarif")]
    public void Script_and_formulas_in_names_come_out_inert(string format)
    {
        string hostile = folder.Write("hostile.json", Account.Replace("\"ann\"", $"\"{Script}\"", StringComparison.Ordinal).Replace("\"Read\"", "\"=cmd|' /C calc'!A0\"", StringComparison.Ordinal)
            .Replace("user/ann", "user/[x](javascript:alert)", StringComparison.Ordinal));
        string output = Path.Combine(folder.Root, "hostile");
        ProgramResult result = LeastwiseProgram.Run("scan", "-i", hostile, "-o", output, "--format", format);
        result.ExitCode.ShouldBe(0, result.Error);
        File.ReadAllText(Path.Combine(output, "hostile.html")).ShouldNotContain(Script);
        if (format is "json" or "sarif" or "markdown")
        {
            result.Out.ShouldNotContain("<script");
        }

        if (format == "csv")
        {
            result.Out.ShouldContain(",'=cmd|");
            result.Out.ShouldNotContain(",=cmd");
        }

        if (format == "markdown")
        {
            result.Out.ShouldNotContain("[x](");
        }
    }

    [Fact]
    public void With_logs_each_finding_says_what_was_used_by_whom_and_what_could_go()
    {
        ProgramResult result = LeastwiseProgram.Run("scan", "-i", "samples/acme", "--trail", "samples/acme/AWSLogs", "--format", "json");
        result.ExitCode.ShouldBe(0, result.Error);
        JsonElement report = JsonDocument.Parse(result.Out).RootElement;
        report.GetProperty("days").GetInt32().ShouldBeGreaterThan(80);
        JsonElement[] findings = [.. report.GetProperty("findings").EnumerateArray()];
        findings.ShouldContain(finding => finding.GetProperty("usage").GetProperty("used").GetArrayLength() > 0);
        findings.ShouldContain(finding => finding.GetProperty("usage").GetProperty("canGo").GetArrayLength() > 0);
        string[] costs = [.. findings.Select(finding => finding.GetProperty("usage").ValueKind == JsonValueKind.Null ? "" : finding.GetProperty("usage").GetProperty("removalCost").GetString()!)];
        Array.LastIndexOf(costs, "nothing").ShouldBeLessThan(Array.FindIndex(costs, cost => cost is not ("nothing" or "part")), "what can go at no cost comes first");
    }
}
