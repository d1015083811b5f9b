using System.Collections.Immutable;
namespace Leastwise.Reporting.Scans;

/// <summary>Puts findings in order: first the risk that can be removed at no cost, then what is worst.</summary>
internal static class FindingOrder
{
    /// <summary>Without logs nothing is known to be free, and this is the order of severity. Otherwise ties keep the order given: worst first, kind, name, id.</summary>
    public static ImmutableArray<ScannedFinding> Of(ImmutableArray<ScannedFinding> findings) => IsInOrder(findings)
        ? findings
        : [.. findings.OrderByDescending(Removable).ThenByDescending(finding => finding.Finding.Severity)];

    // Without logs it always is.
    private static bool IsInOrder(ImmutableArray<ScannedFinding> findings)
    {
        for (int i = 1; i < findings.Length; i++)
        {
            (int before, int after) = (Removable(findings[i - 1]), Removable(findings[i]));
            if (before < after || (before == after && findings[i - 1].Finding.Severity < findings[i].Finding.Severity))
            {
                return false;
            }
        }

        return true;
    }

    // A part that can go is less than the least that can go whole.
    private static int Removable(ScannedFinding finding) => finding.Use?.Cost switch
    {
        RemovalCost.Nothing => 2 + (int)finding.Finding.Severity,
        RemovalCost.Part => 1,
        _ => 0,
    };
}
