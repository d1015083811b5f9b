using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

/// <summary>Whole accounts with what must be found in them and what must not: the faults of others, and labelled false negatives and positives.</summary>
public sealed class LabelledCaseTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach ((string file, JsonNode one) in All())
        {
            data.Add(file, (string)one["name"]!);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_there_is_found_and_what_is_not_is_not(string file, string name)
    {
        JsonNode one = All().Single(candidate => candidate.File == file && (string?)candidate.Content["name"] == name).Content;
        ((string?)one["source"]).ShouldStartWith("https://docs.aws.amazon.com/");
        ImmutableArray<Finding> found = RiskCase.Scan(one);
        string seen = $"{name}\n" + string.Join("\n", found.Select(finding => $"{finding.Severity} {finding.Kind} {finding.PathId} {finding.Title}"));
        foreach (JsonNode wanted in one["finds"]!.AsArray().OfType<JsonNode>())
        {
            found.ShouldContain(finding => Is(finding, wanted), $"{wanted.ToJsonString()}\n{seen}");
        }

        foreach (JsonNode unwanted in (one["not"]?.AsArray() ?? []).OfType<JsonNode>())
        {
            found.ShouldNotContain(finding => Is(finding, unwanted), $"{unwanted.ToJsonString()}\n{seen}");
        }
    }

    [Fact]
    public void Each_of_the_faults_that_accounts_show_has_a_case() =>
        Enumerable.Range(1, 9).ShouldAllBe(fault => All().Any(one => ((string)one.Content["name"]!).StartsWith($"Fault {fault}:", StringComparison.Ordinal)));

    private static bool Is(Finding finding, JsonNode wanted) =>
        finding.Kind == (string?)wanted["kind"]
        && finding.Principal.EndsWith($"/{(string?)wanted["of"]}", StringComparison.Ordinal)
        && (wanted["path"] is null || finding.PathId == (string?)wanted["path"])
        && (wanted["severity"] is null || finding.Severity.ToString() == (string?)wanted["severity"]);

    private static IEnumerable<(string File, JsonNode Content)> All() =>
        Directory.EnumerateFiles(Repository.PathOf("tests", "cases", "scans"), "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(one => (Path.GetFileName(file), one!)));
}
