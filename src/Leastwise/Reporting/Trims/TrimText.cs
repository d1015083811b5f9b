using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Reporting.Trims;

/// <summary>A trim for people: what goes and what stays, why, the policy, and the proof.</summary>
public static class TrimText
{
    private const int MostNames = 12;
    private const int MostPatterns = 20;

    /// <summary>Writes it.</summary>
    /// <param name="result">The trim.</param>
    /// <param name="withPolicies">Whether the policies are written out.</param>
    /// <param name="width">Columns.</param>
    /// <param name="colour">Whether colour is wanted.</param>
    public static string Write(TrimResult result, bool withPolicies, int width, bool colour)
    {
        var ink = new Ink(colour);
        var lines = new TextLines(width);
        lines.Wrap($"{Legible.Plain(result.Subject.Label)}  {Legible.Plain(result.Subject.Arn)}", paint: ink.Bold);
        if (result.Untouched is { } reason)
        {
            lines.Wrap($"Nothing is trimmed. {Legible.Plain(reason)}", indent: 2, most: 8);
            return lines.ToString();
        }

        lines.Wrap(TrimWords.Summary(result), indent: 2);
        foreach (IGrouping<Fate, TrimmedPrivilege> group in result.Privileges.GroupBy(one => one.Fate))
        {
            Func<string, string> paint = group.First().Stays ? ink.Used : ink.Unused;
            string names = string.Join(", ", group.Take(MostNames).Select(one => Legible.Plain(one.Action))) + (group.Count() > MostNames ? $" and {Legible.Number(group.Count() - MostNames)} more" : "");
            lines.Wrap($"{(group.First().Stays ? "stays" : "goes")}, {TrimWords.Heading(group.Key)} ({Legible.Number(group.Count())}): {names}", indent: 2, hang: 4, most: 6, paint: paint);
        }

        Patterns(lines, ink, result.Patterns);
        foreach (SuggestedCondition suggestion in result.Suggestions)
        {
            lines.Wrap($"could be added: {suggestion.Operator} {suggestion.Key} {Legible.Plain(string.Join(", ", suggestion.Values))}. {Legible.Plain(suggestion.Because)}", indent: 2, hang: 4, most: 6);
        }

        foreach (string remark in result.Remarks.Concat(new[] { result.Problem }.OfType<string>()))
        {
            lines.Wrap(Legible.Plain(remark), indent: 2, hang: 2, most: 6, paint: remark == result.Problem ? ink.Alarm : ink.Faint);
        }

        if (result.Replay is { } replay)
        {
            lines.Wrap($"replayed: {ReplayText.Answer(replay)}", indent: 2, hang: 2, paint: result.Breaks ? ink.Alarm : ink.Used);
        }

        foreach (NamedPolicy policy in withPolicies ? result.Policies : [])
        {
            lines.Add();
            lines.Add(PolicyWriter.Write(policy.Document));
        }

        return lines.ToString();
    }

    /// <summary>Writes what came of all trims together, for users whose policies and groups' policies were trimmed.</summary>
    public static string Together(ReplayResult replay, int width, bool colour)
    {
        var ink = new Ink(colour);
        var lines = new TextLines(width);
        lines.Add();
        lines.Wrap($"All trims together, replayed for {Legible.Count(replay.Principals, "user of a group", "users of groups")}: {ReplayText.Answer(replay)}", hang: 2, paint: replay.Breaks ? ink.Alarm : ink.Used);
        return lines.ToString();
    }

    private static void Patterns(TextLines lines, Ink ink, ImmutableArray<PatternEvidence> patterns)
    {
        foreach (PatternEvidence pattern in patterns.Take(MostPatterns))
        {
            lines.Wrap(
                $"on {Legible.Plain(pattern.Pattern)}: {pattern.Rule}; {Legible.Count(pattern.Seen, "resource")}, {Legible.Count(pattern.Count, "event")}, last on {Legible.Day(pattern.Last)} ({Legible.Plain(string.Join(", ", pattern.Events))})",
                indent: 2, hang: 4, most: 4, paint: ink.Faint);
        }

        if (patterns.Length > MostPatterns)
        {
            lines.Add($"  and {Legible.Number(patterns.Length - MostPatterns)} more patterns; --format json names them all");
        }
    }
}
