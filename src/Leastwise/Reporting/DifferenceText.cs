using System.Text;

namespace Leastwise.Reporting;

/// <summary>What changed between two assessments, for a terminal and as Markdown.</summary>
public static class DifferenceText
{
    private const int MostListed = 200;
    private static readonly (ChangeKind Kind, string Title)[] Kinds = [(ChangeKind.New, "New"), (ChangeKind.Worse, "Worse"), (ChangeKind.Better, "Better"), (ChangeKind.Gone, "Gone")];

    /// <summary>For people at a terminal.</summary>
    public static string Write(ReportDifference difference, int width, bool colour = false)
    {
        var ink = new Ink(colour);
        var text = new StringBuilder();
        var head = new TextLines(width);
        head.Wrap(Headline(difference), most: int.MaxValue);
        head.Wrap(Counts(difference), most: int.MaxValue);
        foreach (string caution in difference.Cautions)
        {
            head.Wrap(Legible.Plain(caution), most: int.MaxValue);
        }

        text.Append(head);
        foreach ((ChangeKind kind, string title) in Kinds)
        {
            List<ReportChange> changes = [.. difference.Changes.Where(change => change.Kind == kind)];
            if (changes.Count == 0)
            {
                continue;
            }

            text.Append('\n').Append(ink.Bold($"{title} ({Legible.Number(changes.Count)})")).Append('\n');
            foreach (ReportChange change in changes.Take(MostListed))
            {
                var lines = new TextLines(width);
                lines.Wrap(Legible.Plain(Line(change)), indent: 2, hang: 2, most: int.MaxValue);
                text.Append(lines);
            }

            if (changes.Count > MostListed)
            {
                text.Append($"  and {Legible.Number(changes.Count - MostListed)} more; --format markdown lists all.\n");
            }
        }

        return text.ToString();
    }

    /// <summary>For a page, a ticket, a pull request.</summary>
    public static string WriteMarkdown(ReportDifference difference)
    {
        var text = new StringBuilder("# What changed\n\n").Append(MarkdownText(Headline(difference))).Append('\n').Append(MarkdownText(Counts(difference))).Append('\n');
        foreach (string caution in difference.Cautions)
        {
            text.Append("\n> ").Append(MarkdownText(caution)).Append('\n');
        }

        foreach ((ChangeKind kind, string title) in Kinds)
        {
            List<ReportChange> changes = [.. difference.Changes.Where(change => change.Kind == kind)];
            if (changes.Count > 0)
            {
                text.Append($"\n## {title}\n\n| What | Severity | | Id |\n|---|---|---|---|\n");
                foreach (ReportChange change in changes)
                {
                    text.Append($"| {MarkdownText(change.Title)} | {(change.Severity is { } severity ? JsonText.Word(severity) : "")} | {MarkdownText(change.Detail ?? "")} | {MarkdownText(change.Id)} |\n");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>One sentence with the numbers and both names.</summary>
    internal static string Headline(ReportDifference difference) => difference.Changes.IsEmpty
        ? "Nothing changed in findings, principals and ways to administrator."
        : $"{string.Join(", ", Kinds.Select(kind => $"{Legible.Number(difference.Changes.Count(change => change.Kind == kind.Kind))} {kind.Title.ToLowerInvariant()}"))}: from {Span(difference.Old)} to {Span(difference.New)}.";

    private static string Span(Assessment assessment) => assessment.Window.IsNone
        ? $"{assessment.Name} (no logs)"
        : $"{assessment.Name} ({Legible.Days(assessment.Window.FirstDay, assessment.Window.LastDay)})";

    private static string Counts(ReportDifference difference)
    {
        (Assessment old, Assessment now) = (difference.Old, difference.New);
        return $"Findings {Legible.Number(old.Findings.Length)} before, {Legible.Number(now.Findings.Length)} now; privileges granted {Legible.Number(old.Counts.Granted)} before, {Legible.Number(now.Counts.Granted)} now"
            + (old.Paths is { NotComputed: null } before && now.Paths is { NotComputed: null } after ? $"; can become administrator {Legible.Number(before.Reaching)} before, {Legible.Number(after.Reaching)} now." : ".");
    }

    private static string Line(ReportChange change) => (change.Severity is { } severity ? $"{JsonText.Word(severity)}: " : "")
        + change.Title
        + (change.Detail is { } detail ? $", {detail}" : "")
        + $" ({change.Id})";

    // Names are for anybody to choose; what Markdown or HTML could take for more than text is written as a character's number.
    private static string MarkdownText(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (char c in Legible.Plain(text))
        {
            _ = c is '|' or '<' or '>' or '&' or '`' or '*' or '_' or '[' or ']' or '\\' or '#' or '!' or '~' or '@' ? safe.Append($"&#{(int)c};") : safe.Append(c is '\n' or '\r' ? ' ' : c);
        }

        return safe.ToString();
    }
}
