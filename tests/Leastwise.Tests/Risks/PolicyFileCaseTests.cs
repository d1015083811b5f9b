using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Policies.Templates;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

/// <summary>Escalation by policies that stand in files by themselves. <c>methods</c> are the combinations of privileges that Cloudsplaining's users know.</summary>
public sealed class PolicyFileCaseTests
{
    private static readonly JsonNode File =
        JsonNode.Parse(System.IO.File.ReadAllText(Repository.PathOf("tests", "cases", "risks", "policies", "policy-file.json"))) ?? throw new InvalidOperationException("The file is empty.");

    public static TheoryData<string> Names() => [.. Nodes("cases").Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_it_opens_is_found_and_nothing_else(string name)
    {
        JsonNode one = Nodes("cases").Single(candidate => (string?)candidate["name"] == name);
        ((string?)one["source"]).ShouldStartWith("https://docs.aws.amazon.com/");
        Finding[] found = [.. Escalations(one["statements"]!.ToJsonString())];
        found.Select(finding => $"{finding.PathId} {finding.Severity}").ShouldBe(
            one["finds"]!.AsArray().OfType<JsonNode>().Select(wanted => $"{wanted["path"]} {wanted["severity"]}"), string.Join("\n", found.Select(finding => finding.Title)));
    }

    [Fact]
    public void Every_known_combination_of_privileges_is_found()
    {
        foreach (JsonNode method in Nodes("methods"))
        {
            Finding[] found = [.. Escalations($$"""{"Effect": "Allow", "Action": {{method.ToJsonString()}}, "Resource": "*"}""")];
            found.ShouldNotBeEmpty(method.ToJsonString());
            found.ShouldAllBe(finding => finding.Severity >= Severity.Medium, method.ToJsonString());
        }
    }

    [Fact]
    public void Nothing_is_said_of_an_account_that_was_not_given() =>
        Escalations("""{"Effect": "Allow", "Action": ["iam:PassRole", "batch:*", "iam:PutRolePolicy"], "Resource": "*"}""").SelectMany(finding => finding.Conditions.Append(finding.Explanation))
            .ShouldAllBe(sentence => !sentence.Contains("file"));

    private static IEnumerable<Finding> Escalations(string statements)
    {
        ImmutableArray<FoundPolicy> policies = PolicyFileReader.Read(Encoding.UTF8.GetBytes($$"""{"Version": "2012-10-17", "Statement": {{statements}}}"""), "policy.json").Policies;
        return PolicyFileScan.Run(ActionCatalog.Default, policies, request => request).Single().Findings
            .Where(finding => finding.Kind == "PrivilegeEscalation").OrderBy(finding => finding.PathId, StringComparer.Ordinal);
    }

    private static IEnumerable<JsonNode> Nodes(string name) => (File[name]?.AsArray() ?? []).OfType<JsonNode>();
}
