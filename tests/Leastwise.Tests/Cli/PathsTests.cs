using System.Text.Json;

namespace Leastwise.Tests.Cli;

/// <summary><c>paths</c> as a user runs it.</summary>
public sealed class PathsTests : IDisposable
{
    // A name that tries to end a label in every format, to colour a terminal and to run a script.
    private const string Hostile = "x\\\"];n9[\\\"|<script>alert(1)</script>\\u001b[31m#quot;";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_sample_has_the_paths_that_its_story_tells()
    {
        ProgramResult result = LeastwiseProgram.Run("paths", "samples/acme");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Out.ShouldStartWith("7 of 47 users and roles can become administrator within 5 hops; the shortest way of each, the shortest first. 5 are administrators already.\n");
        foreach (string name in new[] { "user dave.gone", "user frank.dev", "role power-builder", "user erin.dev" })
        {
            result.Out.ShouldContain($"\n{name}  arn:aws:iam::111111111111:");
        }

        // Denied everything, kept within a boundary, or able to hand on only what it has.
        foreach (string name in new[] { "carol.frozen", "batch-runner", "svc-portal" })
        {
            result.Out.ShouldNotContain(name);
        }
    }

    [Fact]
    public void A_route_is_a_tree_with_its_statements()
    {
        ProgramResult result = LeastwiseProgram.Run("paths", "samples/acme", "--from", "frank.dev");
        result.Out.ShouldStartWith("arn:aws:iam::111111111111:user/frank.dev can become administrator within 5 hops in ");
        result.Out.ShouldContain("""
            user frank.dev  arn:aws:iam::111111111111:user/frank.dev  1 hop, sure
            └─ administrator of 111111111111
                  iam-001: write a new default version of a policy and put any right into it; here policy
                  team-robots
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_json_keeps_to_its_schema_with_and_without_a_cut()
    {
        foreach (string[] more in new string[][] { [], ["--from", "erin.dev"], ["--to", "power-builder"], ["--cut", "--confidence", "medium"] })
        {
            ProgramResult result = LeastwiseProgram.Run(["paths", "samples/acme", "--format", "json", .. more]);
            result.ExitCode.ShouldBe(0, result.Error);
            using var document = JsonDocument.Parse(result.Out);
            JsonSchema.Read("paths.schema.json").ErrorsOf(document.RootElement).ShouldBeEmpty();
            document.RootElement.EnumerateObject().First().Name.ShouldBe("schemaVersion");
        }
    }

    [Fact]
    public void Policies_of_resources_are_refused_and_not_ignored()
    {
        ProgramResult result = LeastwiseProgram.Run("paths", "samples/acme", "--resource-policies", "samples/acme");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("paths does not look at policies of resources");
    }

    [Fact]
    public void Administrators_of_one_account_are_asked_for_by_its_number()
    {
        ProgramResult one = LeastwiseProgram.Run("paths", "samples/acme", "--to", "admin:111111111111", "--format", "json");
        one.ExitCode.ShouldBe(0);
        JsonElement root = JsonDocument.Parse(one.Out).RootElement;
        root.GetProperty("administrators").EnumerateArray().ShouldAllBe(administrator => administrator.GetString()!.Contains(":111111111111:"));
        root.GetProperty("paths").GetArrayLength().ShouldBeGreaterThan(0);
        root.GetProperty("paths").EnumerateArray().ShouldAllBe(path => path.GetProperty("to").GetString()!.Contains("111111111111"));
        root.GetProperty("reaching").GetInt32().ShouldBe(root.GetProperty("paths").GetArrayLength());

        ProgramResult unknown = LeastwiseProgram.Run("paths", "samples/acme", "--to", "admin:333333333333");
        unknown.ExitCode.ShouldNotBe(0);
        unknown.Error.ShouldContain("111111111111");
    }

    [Fact]
    public void What_cannot_be_used_is_said_once_also_with_logs()
    {
        string file = folder.Write("broken.json", """
            {"UserDetailList":[{"UserName":"a","UserId":"AIDA","Path":"/","Arn":"arn:aws:iam::111111111111:user/a","GroupList":[],
            "AttachedManagedPolicies":[{"PolicyName":"gone","PolicyArn":"arn:aws:iam::111111111111:policy/gone"}]}],"GroupDetailList":[],"RoleDetailList":[],"Policies":[]}
            """);
        ProgramResult result = LeastwiseProgram.Run("paths", "--iam", file, "--cut", "--trail", "samples/acme/AWSLogs");
        string[] lines = [.. result.Error.Split('\n').Where(line => line.Contains("policy/gone", StringComparison.Ordinal))];
        lines.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_log_that_is_not_there_ends_with_3()
    {
        LeastwiseProgram.Run("paths", "samples/acme", "--cut", "--trail", folder.PathOf("nowhere")).ExitCode.ShouldBe(3);
    }

    [Fact]
    public void The_cut_says_what_goes_and_proves_that_nothing_is_left()
    {
        ProgramResult result = LeastwiseProgram.Run("paths", "samples/acme", "--cut", "--confidence", "medium");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Out.ShouldStartWith("7 users and roles can become administrator. Taking away 3 grants breaks every path:\n");
        result.Out.ShouldContain("Take iam:CreateAccessKey out of statement #1 of the inline policy keys-and-buckets of");
        result.Out.ShouldContain("No cheaper set breaks these paths");
        result.Out.ShouldEndWith("Proof: evaluated again without these grants, 0 of the 7 can still become administrator.\n");
    }

    [Fact]
    public void Names_that_would_break_a_drawing_are_written_harmlessly()
    {
        string file = folder.Write("account.json", $$$$$$"""
            {"UserDetailList": [{"UserName": "{{{{{{Hostile}}}}}}", "UserId": "AIDAEXAMPLE0000000001", "Arn": "arn:aws:iam::111111111111:user/{{{{{{Hostile}}}}}}", "Path": "/", "GroupList": [], "AttachedManagedPolicies": [],
              "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "*"}]}}]}],
             "GroupDetailList": [], "RoleDetailList": [], "Policies": []}
            """);
        string dot = LeastwiseProgram.Run("paths", "--iam", file, "--format", "dot").Out;
        dot.ShouldContain("n0 [label=\"user x\\\"];n9[\\\"|<script>alert(1)</script>\\\\u001B[31m#quot; (111111111111)\"];");
        string mermaid = LeastwiseProgram.Run("paths", "--iam", file, "--format", "mermaid").Out;
        mermaid.Split('\n')[1].ShouldBe("  n0[\"user x#34;#93;#59;n9#91;#34;#124;#60;script#62;alert(1)#60;/script#62;#92;u001B#91;31m#35;quot#59; (111111111111)\"]");
        foreach (string format in new[] { "text", "dot", "mermaid", "json" })
        {
            LeastwiseProgram.Run("paths", "--iam", file, "--format", format).Out.ShouldNotContain("\u001b");
        }
    }

    [Fact]
    public void What_exists_makes_a_takeover_sure()
    {
        string account = folder.Write("account.json", """
            {"UserDetailList": [{"UserName": "ann", "UserId": "AIDAEXAMPLE0000000001", "Arn": "arn:aws:iam::111111111111:user/ann", "Path": "/", "GroupList": [], "AttachedManagedPolicies": [],
              "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "lambda:*", "Resource": "*"}]}}]}],
             "RoleDetailList": [{"RoleName": "worker", "RoleId": "AROAEXAMPLE0000000001", "Arn": "arn:aws:iam::111111111111:role/worker", "Path": "/", "InstanceProfileList": [], "AttachedManagedPolicies": [],
              "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
              "RolePolicyList": [{"PolicyName": "all", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}]}],
             "GroupDetailList": [], "Policies": []}
            """);
        LeastwiseProgram.Run("paths", "--iam", account).Out.ShouldContain("1 hop, only if more exists than was given");
        LeastwiseProgram.Run("paths", "--iam", account, "--confidence", "high", "--fail-if-any").ExitCode.ShouldBe(0);

        string existing = folder.Write("existing.txt", """{"resources": [{"arn": "arn:aws:lambda:eu-west-1:111111111111:function:orders", "role": "arn:aws:iam::111111111111:role/worker"}]}""");
        ProgramResult known = LeastwiseProgram.Run("paths", "--iam", account, "--existing", existing, "--fail-if-any");
        known.ExitCode.ShouldBe(1, known.Error);
        known.Out.ShouldContain("1 hop, sure");
        known.Out.ShouldContain("arn:aws:lambda:eu-west-1:111111111111:function:orders");

        string report = folder.PathOf("report");
        LeastwiseProgram.Run("assess", "--iam", account, "--existing", existing, "-o", report).ExitCode.ShouldBe(0);
        using var assessed = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(report, "report.json")));
        assessed.RootElement.GetProperty("paths").GetProperty("hops")[0].GetProperty("confidence").GetString().ShouldBe("high");
    }

    [Theory]
    [InlineData(3, "frank.dev", "samples/acme", "--from", "frank.dve")]
    [InlineData(3, "power-builder", "samples/acme", "--to", "power-bilder")]
    [InlineData(2, "FOLDER")]
    [InlineData(3, "nowhere", "nowhere")]
    [InlineData(2, "at least 1", "samples/acme", "--max-hops", "0")]
    [InlineData(2, "leave out --from", "samples/acme", "--cut", "--from", "frank.dev")]
    [InlineData(2, "without --cut", "samples/acme", "--ledger", "x.db")]
    public void What_cannot_be_asked_is_said_in_a_sentence(int exitCode, string said, params string[] arguments)
    {
        ProgramResult result = LeastwiseProgram.Run(["paths", .. arguments]);
        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Error.ShouldContain(said);
        result.Error.ShouldNotContain("   at ");
        result.Out.ShouldBeEmpty();
    }

    [Fact]
    public void Existing_resources_that_cannot_be_read_are_named_and_the_run_goes_on()
    {
        string broken = folder.Write("existing.txt", "{\"resources\": [");
        ProgramResult result = LeastwiseProgram.Run("paths", "samples/acme", "--existing", broken);
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("existing.txt: This is no JSON");
        result.Out.ShouldContain("7 of 47");
        ProgramResult assessed = LeastwiseProgram.Run("assess", "--iam", "samples/acme/iam/222222222222.json", "--existing", broken, "-o", folder.PathOf("report"));
        assessed.ExitCode.ShouldBe(3);
        assessed.Error.ShouldContain("existing.txt: This is no JSON");
    }
}
