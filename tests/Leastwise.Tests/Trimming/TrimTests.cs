using System.Text.Json.Nodes;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Tests.Usage;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Tests.Trimming;

/// <summary>Runs tests/cases/trimming/trim.json, and holds every case of it to what must hold of every trim.</summary>
public sealed class TrimTests
{
    public static TheoryData<string> Names => [.. Cases().Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_trimming_holds(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        using var history = new MadeHistory(one);
        TrimResult result = history.Trim((string?)one["trim"] ?? "role/app", MadeHistory.OptionsOf(one["options"]));
        if ((string?)one["untouched"] is { } reason)
        {
            result.Untouched.ShouldNotBeNull().ShouldContain(reason);
            result.Policies.ShouldBe(result.Subject.Sources);
            return;
        }

        result.Untouched.ShouldBeNull();
        if (one["policy"] is { } policy)
        {
            Text(result.Policies).ShouldBe(Text([.. (policy as JsonArray ?? [policy.DeepClone()]).Select(document => document!.ToJsonString())]));
        }

        foreach ((string fate, JsonNode? actions) in one["fates"] as JsonObject ?? [])
        {
            result.Privileges.Where(privilege => privilege.Fate == Enum.Parse<Fate>(fate)).Select(privilege => privilege.Action).ShouldBe(Strings(actions), fate);
        }

        if (one["suggestions"] is { } suggestions)
        {
            result.Suggestions.Select(suggestion => $"{suggestion.Operator} {suggestion.Key} {string.Join(',', suggestion.Values)}").ShouldBe(Strings(suggestions));
        }

        if (one["remark"] is { } remark)
        {
            result.Remarks.ShouldContain(sentence => sentence.Contains((string?)remark ?? "", StringComparison.Ordinal));
        }

        result.Replay.ShouldNotBeNull().CountOf(ReplayOutcome.CannotBeDecided).ShouldBe((int?)one["undecided"] ?? 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Replaying_a_trim_on_its_own_history_breaks_nothing_and_allows_nothing_new(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        using var history = new MadeHistory(one);
        TrimResult result = history.Trim((string?)one["trim"] ?? "role/app", MadeHistory.OptionsOf(one["options"]));
        ReplayResult replay = result.Replay ?? history.Replay(new Proposal());
        replay.Calls.ShouldNotContain(call => call.Outcome == ReplayOutcome.WouldBreak || call.Outcome == ReplayOutcome.NewlyAllowed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Trimming_twice_changes_nothing(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        if (one["untouched"] is not null || ((string?)one["trim"] is { } other && !other.StartsWith("role/", StringComparison.Ordinal)))
        {
            return;
        }

        using var history = new MadeHistory(one);
        TrimResult first = history.Trim("role/app", MadeHistory.OptionsOf(one["options"]));
        using var after = new MadeHistory(one, MadeHistory.AccountOf(one, "app", first.Policies.Select(policy => PolicyWriter.Write(policy.Document))));
        TrimResult second = after.Trim("role/app", MadeHistory.OptionsOf(one["options"]));
        Text(second.Policies).ShouldBe(Text(first.Policies));
    }

    [Fact]
    public void The_same_trim_gives_the_same_bytes()
    {
        JsonNode one = Cases().First();
        using MadeHistory a = new(one), b = new(one);
        Text(a.Trim("role/app", TrimOptions.Default).Policies).ShouldBe(Text(b.Trim("role/app", TrimOptions.Default).Policies));
    }

    private static IEnumerable<JsonNode> Cases() => MadeAccount.Cases("trimming", "trim.json");

    private static string[] Text(IEnumerable<NamedPolicy> policies) => [.. policies.Select(policy => PolicyWriter.Write(policy.Document))];

    private static string[] Text(IEnumerable<string> documents) => [.. documents.Select(document => PolicyWriter.Write(PolicyParser.Parse(document, "case")))];

    private static string[] Strings(JsonNode? list) => [.. (list as JsonArray ?? []).Select(item => (string?)item ?? "")];
}
