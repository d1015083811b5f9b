using System.Globalization;
using Leastwise.Evaluation;
using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>A scan as CSV, one row a finding; several values of a field are separated by a space, or by a semicolon where they are sentences.</summary>
public static class ScanCsv
{
    /// <summary>Writes a head and the rows: first by principal and resource, then by policy, then of policies that are attached to nobody.</summary>
    public static void Write(ScanReport report, TextWriter output)
    {
        CsvRow.Write(output, "id", "scope", "kind", "severity", "title", "account", "principals", "policy", "attached", "file", "line", "sid", "actions", "resources", "conditions", "pathId", "use", "excluded", "inBaseline", "recommendation");
        foreach (ScannedFinding finding in report.All)
        {
            Write(output, finding, attached: "yes");
        }

        foreach (ScannedFinding finding in report.Unattached.SelectMany(policy => policy.Findings))
        {
            Write(output, finding, attached: "no");
        }
    }

    private static void Write(TextWriter output, ScannedFinding scanned, string attached)
    {
        Finding finding = scanned.Finding;
        StatementSource? place = FindingFacts.Place(finding);
        CsvRow.Write(
            output,
            finding.Id,
            JsonText.Word(finding.Scope),
            finding.Kind,
            JsonText.Word(finding.Severity),
            finding.Title,
            finding.AccountId,
            string.Join(' ', scanned.Principals),
            scanned.Policy is { } policy ? PolicyIdentity.Of(policy) : "",
            attached,
            place?.Statement.Position.File,
            place?.Statement.Position.Line.ToString(CultureInfo.InvariantCulture),
            place?.Statement.Sid,
            string.Join(' ', FindingFacts.Actions(finding)),
            string.Join(' ', FindingFacts.Resources(finding)),
            string.Join("; ", finding.Conditions),
            finding.PathId,
            scanned.Use?.Sentence,
            scanned.Excluded?.Reason,
            scanned.InBaseline ? "yes" : "no",
            finding.Recommendation);
    }
}
