using System.Text.Json.Nodes;
using Leastwise.Trail;

namespace Leastwise.Tests.Trail;

public sealed class ErrorOutcomeTests
{
    public static TheoryData<string> Names => [.. Cases().Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_error_says_whether_the_privilege_was_exercised(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        ErrorOutcome.Of((string?)one["source"] ?? "", (string?)one["code"], (string?)one["message"]).ToString().ShouldBe((string?)one["outcome"]);
    }

    private static IEnumerable<JsonNode> Cases() =>
        (JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "trail", "outcomes.json")))?["cases"] as JsonArray ?? []).OfType<JsonNode>();
}
