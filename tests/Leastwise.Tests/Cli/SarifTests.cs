using System.Text.Json;

namespace Leastwise.Tests.Cli;

/// <summary>
/// SARIF against the standard's text, as tests/schemas/sarif.schema.json writes it down for the objects that are used: OASIS's own schema file is not part of the repository.
/// </summary>
public sealed class SarifTests : IDisposable
{
    private const string Policy = """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Pass {0} [on](x)", "Effect": "Allow", "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*"},
          {"Effect": "Allow", "Action": "iam:NoSuchAction", "Resource": "*"}
        ]}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("scan", "samples/acme/iam")]
    [InlineData("scan-policy-file", null)]
    public void Sarif_is_what_the_standard_asks_for(string verb, string? input) =>
        Check(verb, "-i", input ?? folder.Write("a policy#1.json", Policy), "--format", "sarif");

    [Fact]
    public void Excluded_and_known_findings_are_too()
    {
        string baseline = folder.Write("baseline.json", LeastwiseProgram.Run("scan", "-i", "samples/acme/iam", "--format", "json").Out);
        string exclusions = folder.Write("exclusions.yml", "exclusions:\n  - kind: PrivilegeEscalation\n    reason: Known.\n    owner: platform@example.com\n");
        JsonElement results = Check("scan", "-i", "samples/acme/iam", "--format", "sarif", "--baseline", baseline, "-e", exclusions).GetProperty("runs")[0].GetProperty("results");
        results.EnumerateArray().Any(result => result.TryGetProperty("suppressions", out _)).ShouldBeTrue();
        results.EnumerateArray().Any(result => result.TryGetProperty("baselineState", out _)).ShouldBeTrue();
    }

    [Fact]
    public void Every_result_points_at_its_rule()
    {
        JsonElement run = Check("scan", "-i", "samples/acme/iam", "--format", "sarif").GetProperty("runs")[0];
        string?[] rules = [.. run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString())];
        rules.Distinct().Count().ShouldBe(rules.Length);
        run.GetProperty("results").EnumerateArray().ShouldAllBe(result => rules[result.GetProperty("ruleIndex").GetInt32()] == result.GetProperty("ruleId").GetString());
    }

    private static JsonElement Check(params string[] arguments)
    {
        ProgramResult result = LeastwiseProgram.Run(arguments);
        JsonElement root = JsonDocument.Parse(result.Out).RootElement;
        JsonSchema.Foreign("sarif.schema.json").ErrorsOf(root).ShouldBeEmpty();
        return root;
    }
}
