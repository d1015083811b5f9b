using System.Text.Json.Nodes;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

public sealed class RiskCaseTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (RiskCase one in RiskCase.All())
        {
            data.Add(one.File, one.Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_case_holds(string file, string name)
    {
        RiskCase one = RiskCase.All().Single(candidate => candidate.File == file && candidate.Name == name);
        Finding[] found = [.. one.Run().OrderBy(finding => finding.PathId, StringComparer.Ordinal).ThenBy(finding => finding.Title, StringComparer.Ordinal)];
        string seen = $"{name}\n" + string.Join("\n", found.Select(Show));
        JsonNode[] expected = [.. (one.Content["finds"]?.AsArray() ?? throw new InvalidOperationException($"{name} has no \"finds\".")).OfType<JsonNode>()];
        found.Length.ShouldBe(expected.Length, seen);
        foreach ((Finding finding, JsonNode wanted) in found.Zip(expected))
        {
            finding.Severity.ToString().ShouldBe((string?)wanted["severity"], seen);
            finding.PathId.ShouldBe((string?)wanted["path"], seen);
            foreach (string word in Words(wanted, "says"))
            {
                $"{finding.Title}\n{finding.Explanation}".ShouldContain(word, Case.Sensitive, customMessage: seen);
            }

            string[] conditions = Words(wanted, "conditions");
            finding.Conditions.Length.ShouldBe(conditions.Length, seen);
            foreach ((string condition, string part) in finding.Conditions.Zip(conditions))
            {
                condition.ShouldContain(part, Case.Sensitive, customMessage: seen);
            }

            if (wanted["actions"] is not null)
            {
                finding.Actions.ShouldBe(Words(wanted, "actions"), ignoreOrder: false, customMessage: seen);
            }
        }
    }

    [Fact]
    public void Every_case_has_a_name_of_its_own_and_cites_a_page_or_a_known_path()
    {
        RiskCase[] all = [.. RiskCase.All()];
        all.Select(one => (one.File, one.Name)).Distinct().Count().ShouldBe(all.Length);
        foreach (RiskCase one in all)
        {
            bool cites = one.Source.StartsWith("https://", StringComparison.Ordinal) || EscalationPath.Known.Any(path => path.Id == one.Source);
            cites.ShouldBeTrue($"{one.File}: {one.Name}");
        }
    }

    private static string Show(Finding finding) =>
        $"{finding.Severity} {finding.PathId} {finding.Title}\n  {finding.Explanation}\n  {string.Join("\n  ", finding.Conditions.Select(condition => $"- {condition}"))}\n  {string.Join(" ", finding.Actions)}";

    private static string[] Words(JsonNode node, string name) => [.. (node[name]?.AsArray() ?? []).Select(value => (string?)value ?? "")];
}
