using System.Collections.Immutable;
using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>Counts what a scan found, in a sentence.</summary>
internal static class ScanCounts
{
    /// <summary>Such as <c>3 findings on 2 of 90 principals (1 critical, 2 high); 4 policies to fix; 1 finding excluded.</c></summary>
    public static string Sentence(ScanReport report)
    {
        int[] open = OfSeverity(report.Findings);
        string levels = string.Join(", ", Enum.GetValues<Severity>().Reverse()
            .Where(severity => open[(int)severity] > 0)
            .Select(severity => $"{Legible.Number(open[(int)severity])} {JsonText.Word(severity)}"));
        var principals = new HashSet<string>(StringComparer.Ordinal);
        foreach (ScannedFinding finding in report.Findings)
        {
            _ = finding.IsOpen && principals.Add(finding.Finding.Principal);
        }

        int policies = 0, excluded = report.Findings.Length - open.Sum(), known = KnownOf(report.Findings);
        foreach (ScannedPolicy policy in report.Policies)
        {
            int excludedOfIt = policy.Findings.Count(finding => !finding.IsOpen);
            policies += excludedOfIt < policy.Findings.Length ? 1 : 0;
            excluded += excludedOfIt;
            known += KnownOf(policy.Findings);
        }

        string by = report.Principals == 0
            ? ""
            : $"{Legible.Count(open.Sum(), "finding")} on {Legible.Number(principals.Count)} of {Legible.Count(report.Principals, "principal")}{(levels.Length > 0 ? $" ({levels})" : "")}; ";
        string baseline = report.FixedSinceBaseline is { } gone ? $"; {Legible.Number(known)} known before, {Legible.Number(gone)} of the baseline gone" : "";
        return $"{by}{Legible.Count(policies, "policy", "policies")} with findings{(excluded > 0 ? $"; {Legible.Count(excluded, "finding")} excluded" : "")}{baseline}.";
    }

    /// <summary>How many findings of each severity are not excluded.</summary>
    public static int[] OfSeverity(ImmutableArray<ScannedFinding> findings)
    {
        var counts = new int[Enum.GetValues<Severity>().Length];
        foreach (ScannedFinding finding in findings)
        {
            counts[(int)finding.Finding.Severity] += finding.IsOpen ? 1 : 0;
        }

        return counts;
    }

    private static int KnownOf(ImmutableArray<ScannedFinding> findings) => findings.Count(finding => finding is { IsOpen: true, InBaseline: true });
}
