using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Reporting.Scans;

/// <summary>A scan for people: counts, then the findings, the worst in full.</summary>
public static class ScanText
{
    private const int MostFindings = 40;
    private const int MostNamed = 3;

    /// <summary>Writes it, lines ending with a line feed.</summary>
    /// <param name="report">What to speak of.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="colour">Whether ANSI colours are wanted.</param>
    /// <param name="page">Where the page is; null where none was written.</param>
    public static string Write(ScanReport report, int width = 100, bool colour = false, string? page = null)
    {
        var ink = new Ink(colour);
        var lines = new TextLines(width);
        lines.Add(ink.Bold(Legible.Plain(report.Name)));
        lines.Wrap(ScanCounts.Sentence(report));
        Section(lines, ink, "By policy: what to fix", FindingOrder.Of([.. report.Policies.SelectMany(policy => policy.Findings)]));
        Section(lines, ink, "By principal: what it means", report.Findings);
        if (!report.Unattached.IsEmpty)
        {
            lines.Add();
            lines.Wrap($"{Legible.Count(report.Unattached.Length, "policy", "policies")} with findings attached to nobody, not counted: {Names(report.Unattached.Select(policy => policy.Policy.Name))}", hang: 2);
        }

        Excluded(lines, ink, report);
        Remarks(lines, ink, report);
        if (page is not null)
        {
            lines.Add();
            lines.Add($"The report: {Legible.Plain(page)}");
        }

        return lines.ToString();
    }

    private static void Section(TextLines lines, Ink ink, string title, ImmutableArray<ScannedFinding> findings)
    {
        int open = findings.Count(finding => finding.IsOpen);
        if (open == 0)
        {
            return;
        }

        lines.Add();
        lines.Add(ink.Bold(title));
        foreach (ScannedFinding scanned in findings.Where(finding => finding.IsOpen).Take(MostFindings))
        {
            Finding finding = scanned.Finding;
            lines.Add();
            string known = scanned.InBaseline ? "known, " : "";
            lines.Wrap(Legible.Plain($"{JsonText.Word(finding.Severity).ToUpperInvariant()} {finding.Title}"), hang: 2);
            lines.Wrap(Legible.Plain($"{known}{finding.Kind} {finding.Id}{Place(finding)}"), indent: 2, hang: 2, paint: ink.Faint);
            foreach (string condition in finding.Conditions.Take(MostNamed))
            {
                lines.Wrap(Legible.Plain(condition), indent: 2, hang: 2);
            }

            if (finding.Conditions.Length > MostNamed)
            {
                lines.Wrap($"and {Legible.Count(finding.Conditions.Length - MostNamed, "more limit")}, in the JSON", indent: 2);
            }

            if (finding.Scope == FindingScope.Policy && !scanned.Principals.IsEmpty)
            {
                lines.Wrap($"Real for {Names(scanned.Principals)}.", indent: 2, hang: 2);
            }

            if (scanned.Use is { } use)
            {
                lines.Wrap(Legible.Plain(use.Sentence), indent: 2, hang: 2);
            }

            lines.Wrap(Legible.Plain(finding.Recommendation), indent: 2, hang: 2);
        }

        if (open > MostFindings)
        {
            lines.Add();
            lines.Wrap($"and {Legible.Count(open - MostFindings, "more finding")}, in the JSON");
        }
    }

    private static void Excluded(TextLines lines, Ink ink, ScanReport report)
    {
        ScannedFinding[] excluded = [.. report.All.Where(finding => !finding.IsOpen)];
        if (excluded.Length == 0)
        {
            return;
        }

        lines.Add();
        lines.Add(ink.Bold("Excluded"));
        foreach (ScannedFinding scanned in excluded.Take(MostFindings))
        {
            string owner = scanned.Excluded?.Owner is { } name ? $" {name}" : "";
            string until = scanned.Excluded?.Expires is { } day ? $" until {JsonText.Day(day)}" : "";
            lines.Wrap(Legible.Plain($"{JsonText.Word(scanned.Finding.Severity)} {scanned.Finding.Title}: {scanned.Excluded?.Reason}{(owner + until is { Length: > 0 } by ? $" ({by.Trim()})" : "")}"), indent: 2, hang: 2);
        }

        if (excluded.Length > MostFindings)
        {
            lines.Wrap($"and {Legible.Number(excluded.Length - MostFindings)} more, in the JSON", indent: 2);
        }
    }

    private static void Remarks(TextLines lines, Ink ink, ScanReport report)
    {
        Diagnostic[] remarks = [.. report.Policies.SelectMany(policy => policy.Remarks)];
        if (remarks.Length == 0)
        {
            return;
        }

        lines.Add();
        lines.Add(ink.Bold("What the policies say and AWS reads otherwise"));
        foreach (Diagnostic remark in remarks.Take(MostFindings))
        {
            lines.Wrap(Legible.Plain(remark.ToString()), indent: 2, hang: 2);
        }

        if (remarks.Length > MostFindings)
        {
            lines.Wrap($"and {Legible.Number(remarks.Length - MostFindings)} more, in the JSON", indent: 2);
        }
    }

    private static string Place(Finding finding) => FindingFacts.Place(finding) is { } place
        ? $", {LayerWords.Statement(place)}"
        : "";

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return Legible.Plain(string.Join(", ", all.Take(MostNamed))) + (all.Length > MostNamed ? $" and {Legible.Number(all.Length - MostNamed)} more" : "");
    }
}
