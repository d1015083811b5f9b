using System.Text.Json;

namespace Leastwise.Tests.Cli;

/// <summary><c>scan-policy-file</c> as a user runs it, on everything that holds policies.</summary>
public sealed class ScanPolicyFileTests : IDisposable
{
    private const string Template = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
          Worker:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Principal: { AWS: "*" }
                    Action: sts:AssumeRole
              Policies:
                - PolicyName: own
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Action: s3:GetObject
                        Resource: !Sub "${Bucket.Arn}/*"
                      - Effect: Allow
                        Action: secretsmanager:GetSecretValue
                        Resource: !Sub "arn:${AWS::Partition}:secretsmanager:*:${AWS::AccountId}:secret:*"
                      - !If [Wide, { Effect: Allow, Action: "*", Resource: "*" }, !Ref "AWS::NoValue"]

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_policy_is_judged_and_what_AWS_reads_otherwise_is_said()
    {
        string file = folder.Write("p.json", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Allow","Action":"s3:Foo","Resource":"*"}]}""");
        ProgramResult result = LeastwiseProgram.Run("scan-policy-file", "-i", file, "--fail-on", "high");
        result.ExitCode.ShouldBe(1);
        result.Out.ShouldContain("A holder of the policy p is a full administrator");
        result.Out.ShouldContain("names s3:Foo, which is no action");
        LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["scan-policy-file"], input: File.ReadAllText(file)).Out.ShouldContain("is a full administrator");
    }

    [Fact]
    public void A_broken_policy_of_a_plan_is_said()
    {
        string plan = """{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"aws_iam_policy.a","mode":"managed","type":"aws_iam_policy","values":{"policy":"{broken"}}]}}}""";
        LeastwiseProgram.Run("scan-policy-file", "-i", folder.Write("plan.json", plan)).Error.ShouldContain("The JSON is broken here");
    }

    [Fact]
    public void A_template_in_YAML_is_judged_by_resource_and_what_deployment_tells_widens_nothing()
    {
        ProgramResult result = LeastwiseProgram.Run("scan-policy-file", "-i", folder.Write("t.yaml", Template), "--format", "json");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldContain("t.yaml:25:17: Whether this statement is there, Fn::If tells");
        JsonElement report = JsonDocument.Parse(result.Out).RootElement;
        JsonSchema.Read("scan.schema.json").ErrorsOf(report).ShouldBeEmpty();
        (string Policy, string Kind, int Line)[] found = [.. report.GetProperty("policies").EnumerateArray().SelectMany(policy => policy.GetProperty("findings").EnumerateArray()
            .Select(finding => (policy.GetProperty("policy").GetString()!, finding.GetProperty("kind").GetString()!, finding.GetProperty("statements")[0].GetProperty("line").GetInt32())))];
        found.ShouldContain(("Worker", "TrustOpenToAnyone", 11));
        found.ShouldContain(("Worker.own", "SecretsInReach", 22));
        found.ShouldNotContain(one => one.Kind == "FullAdministrator");
        result.Out.ShouldNotContain("s3:GetObject", Case.Sensitive, "one bucket of the template is not every bucket");
    }

    [Fact]
    public void A_template_in_JSON_and_a_plan_of_Terraform_are_judged_by_resource()
    {
        string template = """
            {"Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement":
              [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}}}}
            """;
        LeastwiseProgram.Run("scan-policy-file", "-i", folder.Write("t.json", template)).Out.ShouldContain("A holder of the policy P is a full administrator");
        string plan = """
            {"format_version": "1.2", "planned_values": {"root_module": {"resources": [], "child_modules": [{"resources": [
              {"address": "module.a.aws_iam_policy.deploy", "mode": "managed", "type": "aws_iam_policy", "values":
                {"policy": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"}}]}]}},
             "resource_changes": [{"address": "aws_iam_policy.later", "type": "aws_iam_policy", "change": {"after": {}, "after_unknown": {"policy": true}}}]}
            """;
        ProgramResult result = LeastwiseProgram.Run("scan-policy-file", "-i", folder.Write("plan.json", plan));
        result.Out.ShouldContain("A holder of the policy module.a.aws_iam_policy.deploy is a full administrator");
        result.Out.ShouldContain("plan.json, line 3");
        result.Error.ShouldContain("aws_iam_policy.later: policy is known only after apply; it was not judged.");
    }

    [Theory]
    [InlineData("""[{"Effect":"Allow","Action":"*","Resource":"*"}]""")]
    [InlineData("""[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}]""")]
    [InlineData("""{"PolicyVersion":{"Document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}}""")]
    public void Bare_lists_and_answers_of_AWS_are_read(string content) =>
        LeastwiseProgram.Run("scan-policy-file", "-i", folder.Write("x.json", content), "--high-priority-only").Out.ShouldContain("is a full administrator");

    [Theory]
    [InlineData("{\"Buckets\": []}", 3)]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Al", 3)]
    [InlineData("hello", 3)]
    [InlineData("a: [", 3)]
    [InlineData("", 3)]
    public void What_holds_no_policy_ends_with_3_and_a_sentence(string content, int exit)
    {
        ProgramResult result = LeastwiseProgram.Run("scan-policy-file", "-i", folder.Write("x.json", content));
        result.ExitCode.ShouldBe(exit, result.Out + result.Error);
        result.Error.ShouldNotContain(" at Leastwise");
    }

    [Fact]
    public void SARIF_has_what_its_schema_asks_for_with_file_and_line()
    {
        string file = folder.Write("p a.json", "{\"Version\":\"2012-10-17\",\n\"Statement\":[\n{\"Sid\":\"A[x](y)\",\"Effect\":\"Allow\",\"Action\":[\"iam:PassRole\",\"s3:*\"],\"Resource\":\"*\"}]}");
        JsonElement root = JsonDocument.Parse(LeastwiseProgram.Run("scan-policy-file", "-i", file, "--format", "sarif").Out).RootElement;
        (root.GetProperty("version").GetString(), root.GetProperty("runs").GetArrayLength()).ShouldBe(("2.1.0", 1));
        JsonElement run = root.GetProperty("runs")[0];
        JsonElement[] rules = [.. run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()];
        rules.Select(rule => rule.GetProperty("id").GetString()).Distinct().Count().ShouldBe(rules.Length);
        JsonElement[] results = [.. run.GetProperty("results").EnumerateArray()];
        results.ShouldNotBeEmpty();
        foreach (JsonElement result in results)
        {
            rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString().ShouldBe(result.GetProperty("ruleId").GetString());
            new[] { "none", "note", "warning", "error" }.ShouldContain(result.GetProperty("level").GetString());
            result.GetProperty("message").GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
            JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            string uri = place.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
            Uri.IsWellFormedUriString(uri, UriKind.RelativeOrAbsolute).ShouldBeTrue(uri);
            uri.ShouldEndWith("p%20a.json");
            place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(3);
            place.GetProperty("region").GetProperty("startColumn").GetInt32().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void Very_many_statements_are_judged_to_the_end()
    {
        string statements = string.Join(",\n", Enumerable.Range(0, 20_000).Select(i => $"{{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b{i}/*\"}}"));
        ProgramResult result = LeastwiseProgram.Run("scan-policy-file", "-i", folder.Write("many.json", $"{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}"));
        result.ExitCode.ShouldBe(0, result.Error);
    }
}
