using System.Collections.Immutable;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>One step to take: findings that are fixed in the same way, led by the one that matters most.</summary>
/// <param name="Lead">The finding that speaks for the step.</param>
/// <param name="Others">How many more findings go with it.</param>
/// <param name="Principals">How many principals they are about.</param>
public sealed record Priority(AssessedFinding Lead, int Others, int Principals);

/// <summary>Which findings matter most.</summary>
public static class Priorities
{
    /// <summary>
    /// Ranks by severity, then by what removal costs (free first), then by reach: fewer conditions, more privileges. Findings of one kind of one principal
    /// are one step, and so are those of several principals with the same advice at the same cost: seven administrators do not fill the list.
    /// </summary>
    public static ImmutableArray<Priority> Of(IEnumerable<AssessedFinding> findings)
    {
        var ofPrincipals = findings
            .GroupBy(finding => (finding.Finding.Principal, finding.Finding.Kind))
            .Select(group => (Lead: Rank(group, finding => finding).First(), Findings: group.Count()));
        var steps = ofPrincipals
            .GroupBy(group => (group.Lead.Finding.Kind, group.Lead.Finding.Severity, group.Lead.Finding.Recommendation, group.Lead.Usage.Cost))
            .Select(step => new Priority(Rank(step, group => group.Lead).First().Lead, step.Sum(group => group.Findings) - 1, step.Count()));
        return [.. Rank(steps, step => step.Lead)];
    }

    private static IOrderedEnumerable<T> Rank<T>(IEnumerable<T> items, Func<T, AssessedFinding> finding) => items
        .OrderByDescending(item => finding(item).Finding.Severity)
        .ThenBy(item => CostRank(finding(item)))
        .ThenBy(item => finding(item).Finding.Conditions.Length)
        .ThenByDescending(item => finding(item).Finding.Actions.Length)
        .ThenBy(item => finding(item).Finding.Principal, StringComparer.Ordinal)
        .ThenBy(item => finding(item).Finding.Id, StringComparer.Ordinal);

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
