using System.Text.Json.Nodes;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Tests.Usage;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Tests.Trimming;

/// <summary>Runs tests/cases/trimming/replay.json.</summary>
public sealed class ReplayTests
{
    public static TheoryData<string> Names => [.. Cases().Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_replay_holds(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        using var history = new MadeHistory(one);
        JsonNode? proposed = one["proposal"];
        ReplayResult result = history.Replay(new Proposal
        {
            Identity = proposed?["identity"] is null ? null : Policies(proposed["identity"]),
            Boundary = proposed?["boundary"] is null ? null : Policies(proposed["boundary"]),
            ServiceControl = Policies(proposed?["scp"]),
            ResourceControl = Policies(proposed?["rcp"]),
        });
        string[] expected = [.. (one["calls that differ"] as JsonArray ?? []).Select(item => (string?)item ?? "")];
        result.Calls.Select(call => $"{call.Outcome} {call.Action} {call.Resource} x{call.Count}{(call.Missing.IsEmpty ? "" : $": {string.Join(", ", call.Missing)}")}").ShouldBe(expected);
        result.CountOf(ReplayOutcome.AsBefore).ShouldBe((int?)one["asBefore"] ?? 0);
        result.Breaks.ShouldBe(expected.Any(line => line.StartsWith("WouldBreak", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Replaying_what_is_in_force_breaks_nothing(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        using var history = new MadeHistory(one);
        ReplayResult result = history.Replay(new Proposal());
        result.Calls.ShouldNotContain(call => call.Outcome == ReplayOutcome.WouldBreak || call.Outcome == ReplayOutcome.NewlyAllowed || (call.Outcome == ReplayOutcome.CannotBeDecided && call.Proposed != null));
    }

    private static IEnumerable<JsonNode> Cases() => MadeAccount.Cases("trimming", "replay.json");

    private static System.Collections.Immutable.ImmutableArray<NamedPolicy> Policies(JsonNode? documents) =>
    [
        .. (documents as JsonArray ?? []).Select((document, index) => new NamedPolicy
        {
            Name = $"proposed-{index}", Kind = PolicyKind.CustomerManaged, Document = PolicyParser.Parse(document!.ToJsonString(), "case"),
        }),
    ];
}
