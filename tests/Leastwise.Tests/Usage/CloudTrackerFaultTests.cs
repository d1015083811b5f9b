using System.Text.Json.Nodes;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>What CloudTracker gets wrong, each fault a case: accounts, events, and the lines that must be there. Faults of its command line are cases of UsageCliTests.</summary>
public sealed class CloudTrackerFaultTests
{
    public static TheoryData<string> Names => [.. MadeAccount.Cases("usage", "cloudtracker-faults.json").Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_of_cloudtracker_is_not_ours(string name)
    {
        JsonNode one = MadeAccount.Cases("usage", "cloudtracker-faults.json").Single(candidate => (string?)candidate["name"] == name);
        DateOnly first = DateOnly.Parse((string?)one["start"] ?? "2026-01-01"), last = new(2026, 1, 10);
        JsonNode[] events = [.. (one["events"] as JsonArray ?? []).OfType<JsonNode>()];
        IEnumerable<string> records = MadeAccount.Days(first, last, "111111111111", "us-east-1").Concat(events.Select(call => MadeAccount.Call(
            Text(call, "call"), Text(call, "user"), Text(call, "id"), Text(call, "account"), Text(call, "region"), Text(call, "partition"), $"{(string?)call["day"] ?? "2026-01-05"}T10:00:00Z")));
        using var made = new MadeAccount((one["accounts"] as JsonArray ?? []).OfType<JsonNode>(), records);
        UsageAnalysis analysis = made.Analyse(UsageWindow.Days(first, last, asked: true));
        IamPrincipal actor = made.Actors.First(candidate => candidate.Name == Text(one, "actor"));

        string text = UsageText.Write(analysis.Of(actor), analysis.Window, new UsageStyle());

        string[] lines = text.Split('\n');
        foreach (JsonNode? line in one["lines"] as JsonArray ?? [])
        {
            lines.ShouldContain((string?)line, text);
        }

        foreach (JsonNode? absent in one["absent"] as JsonArray ?? [])
        {
            lines.ShouldNotContain(line => line.EndsWith($" {(string?)absent}", StringComparison.Ordinal), text);
        }

        text.ShouldContain((string?)one["text"] ?? "");
    }

    private static string Text(JsonNode node, string name) => (string?)node[name] ?? "";
}
