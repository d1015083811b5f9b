using System.Text.Json;

namespace Leastwise.Tests.Cli;

/// <summary><c>simulate</c> as a user runs it.</summary>
public sealed class SimulateTests : IDisposable
{
    private const string Ann = "arn:aws:iam::111111111111:user/ann";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_answer_reads_as_sentences_with_policy_statement_file_and_line()
    {
        string policy = folder.Write("reads.json", "{\n \"Version\": \"2012-10-17\",\n \"Statement\": [\n  {\"Sid\": \"Read\", \"Effect\": \"Allow\", \"Action\": \"s3:Get*\", \"Resource\": \"arn:aws:s3:::b/*\"}]}");
        ProgramResult result = LeastwiseProgram.Run(
            "simulate", "--principal", Ann, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::b/a.txt", "--resource-account", "111111111111", "--identity-policy", policy);
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        result.Out.ShouldBe(
            $"Allowed: {Ann} may call s3:GetObject on arn:aws:s3:::b/a.txt.\n" +
            $"Statement \"Read\" of the policy reads ({policy}, line 4) allows it.\n" +
            "No statement of any policy given denies it.\n");
    }

    [Fact]
    public void The_principal_of_an_account_file_is_decided_on_by_all_its_layers()
    {
        ProgramResult result = LeastwiseProgram.Run("simulate", "samples/acme", "--principal", "alice.admin", "--action", "cloudtrail:StopLogging", "--format", "json");
        result.ExitCode.ShouldBe(0);
        JsonElement answer = JsonDocument.Parse(result.Out).RootElement;
        answer.GetProperty("schemaVersion").GetInt32().ShouldBe(1);
        answer.GetProperty("decision").GetString().ShouldBe("explicitDeny");
        answer.GetProperty("decidedBy").GetString().ShouldBe("scp");
        JsonElement statement = answer.GetProperty("statements")[0];
        statement.GetProperty("policy").GetString().ShouldBe("DenyLeavingAndLogTampering");
        statement.GetProperty("line").GetInt32().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_key_that_is_not_given_is_absent_or_unknown_as_asked_and_named_both_times()
    {
        string policy = folder.Write("p.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":["eu-central-1","eu-west-1"]}}}}""");
        string[] asked = ["simulate", "--principal", Ann, "--action", "ec2:RunInstances", "--identity-policy", policy];

        LeastwiseProgram.Run(asked).Out.ShouldBe(
            $"Not allowed: {Ann} may not call ec2:RunInstances.\n" +
            "None of its 1 identity policy allows it for this resource without any context key.\n" +
            "It hangs on aws:RequestedRegion, not given and so taken as absent; give it with --context.\n");
        LeastwiseProgram.Run([.. asked, "--unknown-context"]).Out.ShouldStartWith("Undetermined: ");
        LeastwiseProgram.Run([.. asked, "--unknown-context"]).Out.ShouldContain("Give aws:RequestedRegion with --context.");
        LeastwiseProgram.Run([.. asked, "--context", "aws:requestedregion=eu-west-1"]).Out.ShouldStartWith("Allowed: ");
    }

    [Theory]
    [InlineData("--scp", "Not allowed")]
    [InlineData("--permission-boundary", "Not allowed")]
    [InlineData("--session-policy", "Not allowed")]
    [InlineData("--endpoint-policy", "Not allowed")]
    [InlineData("--rcp", "Allowed")]
    [InlineData("--resource-policy", "Allowed")]
    public void Every_layer_can_be_given_as_a_file(string option, string answer)
    {
        string all = folder.Write("all.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""");
        string sqs = folder.Write("sqs.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*","Principal":"*"}}""");
        string[] asked = ["simulate", "--principal", Ann, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::b/a", "--identity-policy", all];
        LeastwiseProgram.Run([.. asked, option, sqs]).Out.ShouldStartWith(answer);
        LeastwiseProgram.Run([.. asked, option, all]).Out.ShouldStartWith("Allowed");
    }

    [Fact]
    public void A_level_of_service_control_policies_may_hold_several_files()
    {
        string all = folder.Write("all.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""");
        string sqs = folder.Write("sqs.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}""");
        string[] asked = ["simulate", "--principal", Ann, "--action", "s3:GetObject", "--identity-policy", all];
        LeastwiseProgram.Run([.. asked, "--scp", $"{all},{sqs}", "--scp", all]).Out.ShouldStartWith("Allowed");
        LeastwiseProgram.Run([.. asked, "--scp", all, "--scp", sqs]).Out.ShouldContain("at least one of 2 does not");
    }

    [Fact]
    public void A_resource_policy_of_a_folder_decides_on_the_objects_of_its_bucket()
    {
        string file = folder.Write("resource-policies.json", """{"arn:aws:s3:::acme-open": {"Version":"2012-10-17","Statement":{"Sid":"All","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-open/*"}}}""");
        string[] asked = ["simulate", "--principal", "anonymous", "--action", "s3:GetObject", "--resource", "arn:aws:s3:::acme-open/a", "--resource-policies"];
        foreach (string place in new[] { file, folder.Root })
        {
            ProgramResult result = LeastwiseProgram.Run([.. asked, place]);
            result.ExitCode.ShouldBe(0, result.Error);
            result.Out.ShouldContain($"Statement \"All\" of the policy of arn:aws:s3:::acme-open ({file}, line 1) allows it.");
        }
    }

    [Fact]
    public void Cases_are_answered_line_by_line_and_a_bad_line_is_named()
    {
        const string Case = """{"id":"x","principal":"arn:aws:iam::111111111111:user/a","action":"s3:GetObject","identityPolicies":[{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}]}""";
        string cases = folder.Write("cases.jsonl", $"{Case}\nnonsense\n{Case}\n");
        ProgramResult result = LeastwiseProgram.Run("simulate", "--cases", cases);
        string[] lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(3);
        lines[0].ShouldBe("""{"id":"x","decision":"allowed","decidedBy":"identity","statements":[{"layer":"identity","policy":"identityPolicies[0]","sid":null,"index":0}],"missingContext":[]}""");
        lines[1].ShouldBe("""{"id":null,"errors":["Line 2: This line is not JSON: it breaks at column 2, or is nested deeper than 1000 levels."]}""");
        result.Error.ShouldContain("1 of 3 lines");
        result.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("nonsense\n[]\n")]
    [InlineData("")]
    public void Where_no_case_can_be_answered_it_ends_with_3(string input)
    {
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["simulate", "--cases", "-"], input);
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_answer_comes_before_the_next_line_is_asked()
    {
        using var process = LeastwiseProgram.Start(LeastwiseProgram.Path, ["simulate", "--cases", "-"]);
        await process.StandardInput.WriteLineAsync("""{"id":1,"principal":"*","action":"s3:GetObject"}""");
        await process.StandardInput.FlushAsync();
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        line.ShouldNotBeNull().ShouldStartWith("""{"id":1,"decision":"implicitDeny","decidedBy":"resource",""");
        process.StandardInput.Close();
        process.WaitForExit(30_000).ShouldBeTrue();
        process.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(2, "--principal", "simulate")]
    [InlineData(2, "not both", "simulate", "--cases", "-", "--action", "s3:GetObject")]
    [InlineData(2, "key=value", "simulate", "--principal", Ann, "--action", "s3:GetObject", "--context", "region")]
    [InlineData(3, "nowhere.json", "simulate", "--cases", "nowhere.json")]
    [InlineData(3, "nowhere.json", "simulate", "--principal", Ann, "--action", "s3:GetObject", "--identity-policy", "nowhere.json")]
    [InlineData(3, "alice.admin", "simulate", "samples/acme", "--principal", "alice.admn", "--action", "s3:GetObject")]
    public void What_cannot_be_asked_is_said_in_a_sentence(int exitCode, string said, params string[] arguments)
    {
        ProgramResult result = LeastwiseProgram.Run(arguments);
        result.ExitCode.ShouldBe(exitCode);
        result.Error.ShouldContain(said);
        result.Error.ShouldNotContain("   at ");
        result.Out.ShouldBeEmpty();
    }
}
