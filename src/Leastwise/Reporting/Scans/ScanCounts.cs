using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>Counts what a scan found, in a sentence.</summary>
internal static class ScanCounts
{
    /// <summary>Such as <c>3 findings on 2 of 90 principals (1 critical, 2 high); 4 policies to fix; 1 finding excluded.</c></summary>
    public static string Sentence(ScanReport report)
    {
        ScannedFinding[] open = [.. report.Findings.Where(finding => finding.IsOpen)];
        string levels = string.Join(", ", Enum.GetValues<Severity>().Reverse()
            .Select(severity => (severity, Count: open.Count(finding => finding.Finding.Severity == severity)))
            .Where(level => level.Count > 0)
            .Select(level => $"{Legible.Number(level.Count)} {JsonText.Word(level.severity)}"));
        int principals = open.Select(finding => finding.Finding.Principal).Distinct(StringComparer.Ordinal).Count();
        int policies = report.Policies.Count(policy => policy.Findings.Any(finding => finding.IsOpen));
        int excluded = report.All.Count(finding => !finding.IsOpen);
        int known = report.All.Count(finding => finding is { IsOpen: true, InBaseline: true });
        string by = report.Principals == 0
            ? ""
            : $"{Legible.Count(open.Length, "finding")} on {Legible.Number(principals)} of {Legible.Count(report.Principals, "principal")}{(levels.Length > 0 ? $" ({levels})" : "")}; ";
        string baseline = report.FixedSinceBaseline is { } gone ? $"; {Legible.Number(known)} known before, {Legible.Number(gone)} of the baseline gone" : "";
        return $"{by}{Legible.Count(policies, "policy", "policies")} with findings{(excluded > 0 ? $"; {Legible.Count(excluded, "finding")} excluded" : "")}{baseline}.";
    }
}
