using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>Puts findings in order by severity, then by what removal costs (free first), then by reach: fewer conditions, more privileges.</summary>
internal sealed class FindingRank : IComparer<AssessedFinding>
{
    private FindingRank()
    {
    }

    /// <summary>The order.</summary>
    public static FindingRank Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(AssessedFinding? x, AssessedFinding? y)
    {
        if (x is null || y is null)
        {
            return (y is null).CompareTo(x is null);
        }

        int graver = CompareGravity(x, y);
        return graver != 0 ? graver : CompareReach(x, y);
    }

    /// <summary>By severity and cost alone.</summary>
    public static int CompareGravity(AssessedFinding x, AssessedFinding y)
    {
        int severity = y.Finding.Severity.CompareTo(x.Finding.Severity);
        return severity != 0 ? severity : CostRank(x).CompareTo(CostRank(y));
    }

    /// <summary>By reach, of findings that are equally grave; then by name, so that there is one order only.</summary>
    public static int CompareReach(AssessedFinding x, AssessedFinding y)
    {
        int conditions = x.Finding.Conditions.Length.CompareTo(y.Finding.Conditions.Length);
        // Those that a report does not list count too: the page that is made again from a report has the same order.
        int reach = conditions != 0 ? conditions : (y.Usage.Listed.Length + y.Usage.Unlisted).CompareTo(x.Usage.Listed.Length + x.Usage.Unlisted);
        int principal = reach != 0 ? reach : string.CompareOrdinal(x.Finding.Principal, y.Finding.Principal);
        return principal != 0 ? principal : string.CompareOrdinal(x.Finding.Id, y.Finding.Id);
    }

    // A trust that is open to the world is not measured by use, and is as urgent as what costs nothing.
    private static int CostRank(AssessedFinding finding) => finding.Usage.Cost switch
    {
        RemovalCost.NotMeasured when finding.Finding.Severity == Severity.Critical => 0,
        RemovalCost.Nothing => 0,
        RemovalCost.Part => 1,
        RemovalCost.Unknown => 2,
        RemovalCost.NotMeasured => 3,
        _ => 4,
    };
}
