using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Reporting;

/// <summary>A replay for people: the answer first, then what would break, what cannot be decided, and what would be allowed that is denied.</summary>
public static class ReplayText
{
    private const int MostCalls = 40;
    private const int MostPeople = 4;

    /// <summary>Writes it.</summary>
    public static string Write(ReplayResult result, int width, bool colour)
    {
        var ink = new Ink(colour);
        var lines = new TextLines(width);
        lines.Wrap(Answer(result), paint: result.Breaks ? ink.Alarm : result.CountOf(ReplayOutcome.CannotBeDecided) > 0 ? ink.Unused : ink.Used);
        lines.Wrap(Scope(result), paint: ink.Faint, most: 6);
        Section(lines, ink, result, ReplayOutcome.WouldBreak, "Would break");
        Section(lines, ink, result, ReplayOutcome.CannotBeDecided, "Cannot be decided from the records");
        Section(lines, ink, result, ReplayOutcome.DeniedToday, "Let through then, and denied by today's policies already");
        Section(lines, ink, result, ReplayOutcome.NewlyAllowed, "Denied today, and would be allowed");
        if (!result.Remarks.IsEmpty)
        {
            lines.Add();
            lines.Add(ink.Bold("What this rests on"));
            foreach (string remark in result.Remarks)
            {
                lines.Wrap(Legible.Plain(remark), indent: 2, hang: 2, most: 6);
            }
        }

        return lines.ToString();
    }

    /// <summary>The answer in one sentence.</summary>
    public static string Answer(ReplayResult result)
    {
        long breaks = result.CountOf(ReplayOutcome.WouldBreak), open = result.CountOf(ReplayOutcome.CannotBeDecided), same = result.CountOf(ReplayOutcome.AsBefore);
        string rest = open > 0 ? $", {Legible.Count(open, "event")} cannot be decided" : "";
        return breaks > 0 ? $"{Legible.Count(breaks, "event")} would break{rest}; {Legible.Number(same)} are allowed as before."
            : same + open == 0 ? "There is no history to replay: nothing would break, and nothing is proved."
            : $"No event would break{rest}; {Legible.Number(same)} {(same == 1 ? "is" : "are")} allowed as before.";
    }

    /// <summary>What a call is, who made it, and why it fares so; the parts of a sentence.</summary>
    internal static (string Call, string Who, string Why) Describe(ReplayedCall call)
    {
        string resource = call.Resource == "*" ? "" : $" on {Legible.Plain(call.Resource)}";
        string people = string.Join(", ", call.People.Take(MostPeople).Select(Legible.Plain)) + (call.People.Length > MostPeople ? $" and {call.People.Length - MostPeople} more" : "");
        string times = call.Count == 1 ? $"once, on {Legible.Day(call.Last)}" : $"{Legible.Number(call.Count)} times, last on {Legible.Day(call.Last)}";
        return ($"{Legible.Plain(call.Action)}{resource}", $"{Legible.Plain(call.Principal.Arn)}{(people.Length > 0 && people != call.Principal.Arn ? $", behind it {people}" : "")}: {times}", Why(call));
    }

    private static string Why(ReplayedCall call) => call switch
    {
        { Outcome: ReplayOutcome.CannotBeDecided } => $"hangs on {string.Join(", ", call.Missing.Select(Legible.Plain))}",
        { Proposed: { Kind: DecisionKind.ExplicitDeny, Statements: [var deny, ..] } } => $"denied by {LayerWords.Statement(deny.Layer, deny.Policy, deny.Statement)}",
        { Outcome: ReplayOutcome.NewlyAllowed, Proposed.Statements: [var allow, ..] } => $"allowed by {LayerWords.Statement(allow.Layer, allow.Policy, allow.Statement)}",
        { Proposed: { } decision } => $"no statement {Of(decision.DecidedBy)} allows it",
        _ => "",
    };

    private static string Of(DecisionLayer layer) => layer switch
    {
        DecisionLayer.Identity => "of the identity policies",
        DecisionLayer.Boundary => "of the permissions boundary",
        DecisionLayer.ServiceControl => "of a service control policy",
        DecisionLayer.ResourceControl => "of a resource control policy",
        DecisionLayer.Resource => "of the resource's policy",
        _ => "of the session or endpoint policy",
    };

    private static string Scope(ReplayResult result)
    {
        string window = result.Window.IsNone ? "no logs" : Legible.Days(result.Window.FirstDay, result.Window.LastDay);
        string silent = result.Silent.IsEmpty ? "" : $", {Legible.Number(result.Silent.Length)} of them without any call";
        string others = string.Join("; ", new[]
        {
            result.CountOf(ReplayOutcome.StillDenied) is > 0 and long denied ? $"{Legible.Count(denied, "event")} {(denied == 1 ? "was" : "were")} denied and would be again" : null,
            result.WithoutPrivilege > 0 ? $"{Legible.Count(result.WithoutPrivilege, "event")} need no privilege or prove none" : null,
        }.OfType<string>());
        return $"{window}; {Legible.Count(result.Principals, "user or role", "users and roles")}{silent}.{(others.Length > 0 ? $" {char.ToUpperInvariant(others[0])}{others[1..]}." : "")}";
    }

    private static void Section(TextLines lines, Ink ink, ReplayResult result, ReplayOutcome outcome, string title)
    {
        ImmutableArray<ReplayedCall> calls = [.. result.Calls.Where(call => call.Outcome == outcome)];
        if (calls.IsEmpty)
        {
            return;
        }

        lines.Add();
        lines.Add(ink.Bold($"{title} ({Legible.Number(calls.Length)})"));
        foreach (ReplayedCall call in calls.Take(MostCalls))
        {
            (string what, string who, string why) = Describe(call);
            lines.Wrap(what, indent: 2, hang: 4, most: 6);
            lines.Wrap(who, indent: 4, hang: 2, most: 6);
            lines.Wrap(why, indent: 4, hang: 2, most: 6, paint: ink.Faint);
        }

        if (calls.Length > MostCalls)
        {
            lines.Add($"  and {Legible.Number(calls.Length - MostCalls)} more; --format json names them all");
        }
    }
}
