using System.Text;
using Leastwise.Evaluation;
using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>A scan as Markdown, for a pull request or a ticket.</summary>
public static class ScanMarkdown
{
    private const int MostRows = 500;

    /// <summary>Writes the findings as tables, then what each of the worst ones says.</summary>
    public static void Write(ScanReport report, TextWriter output)
    {
        output.Write($"# Risks of {Inert(report.Name)}\n\n{ScanCounts.Sentence(report)}\n");
        Table(output, "By principal: what it means", [.. report.Findings.Where(finding => finding.IsOpen)]);
        Table(output, "By policy: what to fix", [.. report.Policies.SelectMany(policy => policy.Findings).Where(finding => finding.IsOpen)]);
        Table(output, "Policies attached to nobody", [.. report.Unattached.SelectMany(policy => policy.Findings).Where(finding => finding.IsOpen)]);
        Table(output, "Excluded", [.. report.All.Where(finding => !finding.IsOpen)]);
        Remarks(report, output);
    }

    private static void Table(TextWriter output, string title, ScannedFinding[] findings)
    {
        if (findings.Length == 0)
        {
            return;
        }

        output.Write($"\n## {title}\n\n| Severity | Finding | Where | What to do |\n|---|---|---|---|\n");
        foreach (ScannedFinding scanned in findings.Take(MostRows))
        {
            Finding finding = scanned.Finding;
            StatementSource? place = FindingFacts.Place(finding);
            string where = place is null ? "" : $"{Inert(place.Policy.Name)} {Inert(place.Statement.Label)}, {Inert(place.Statement.Position.File)}:{place.Statement.Position.Line}";
            string known = scanned.InBaseline ? " (known)" : "";
            string use = scanned.Use is { } used ? $" {Inert(used.Sentence)}" : "";
            string last = scanned.Excluded is { } excluded ? $"Excluded: {Inert(excluded.Reason)}{(excluded.Owner is { } owner ? $" ({Inert(owner)})" : "")}" : Inert(finding.Recommendation);
            output.Write($"| {finding.Severity}{known} | **{finding.Kind}** {Inert(finding.Title)}.{use} | {where} | {last} |\n");
        }

        if (findings.Length > MostRows)
        {
            output.Write($"\n{Legible.Count(findings.Length - MostRows, "more finding")} in the JSON.\n");
        }
    }

    private static void Remarks(ScanReport report, TextWriter output)
    {
        string[] remarks = [.. report.Policies.SelectMany(policy => policy.Remarks).Select(remark => remark.ToString()).Distinct(StringComparer.Ordinal)];
        if (remarks.Length > 0)
        {
            output.Write($"\n## What the policies say and AWS reads otherwise\n\n{string.Concat(remarks.Take(MostRows).Select(remark => $"- {Inert(remark)}\n"))}");
        }
    }

    /// <summary>The text with everything escaped that Markdown or HTML could take for markup; links, images, tables and tags among it.</summary>
    private static string Inert(string text)
    {
        var inert = new StringBuilder(text.Length + 16);
        foreach (char c in Legible.Plain(text))
        {
            _ = c switch
            {
                '<' => inert.Append("&lt;"),
                '>' => inert.Append("&gt;"),
                '&' => inert.Append("&amp;"),
                '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '|' or '!' or '#' or '~' => inert.Append('\\').Append(c),
                // A bare address would become a link, and a name after @ a mention.
                '@' => inert.Append("&#64;"),
                ':' when inert.Length >= 4 && inert.ToString(inert.Length - 4, 4).Equals("http", StringComparison.OrdinalIgnoreCase) => inert.Append("&#58;"),
                ':' when inert.Length >= 5 && inert.ToString(inert.Length - 5, 5).Equals("https", StringComparison.OrdinalIgnoreCase) => inert.Append("&#58;"),
                _ => inert.Append(c),
            };
        }

        return inert.ToString();
    }
}
