using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>One step to take: findings that are fixed in the same way, led by the one that matters most.</summary>
/// <param name="Lead">The finding that speaks for the step.</param>
/// <param name="Others">How many more findings go with it.</param>
/// <param name="Principals">How many principals they are about.</param>
/// <param name="Kinds">How many kinds of risk they are: more than one where the same privileges by the same statements are several risks.</param>
public sealed record Priority(AssessedFinding Lead, int Others, int Principals, int Kinds);

/// <summary>Which findings matter most.</summary>
public static class Priorities
{
    /// <summary>
    /// Ranks by severity, then by what removal costs (free first), then by reach: fewer conditions, more privileges. Findings of one kind of one principal
    /// are one step, and so are those of several principals with the same advice at the same cost: seven administrators do not fill the list. Findings of
    /// another kind that rest on the same privileges by the same statements go with them: to take these away closes both.
    /// </summary>
    public static ImmutableArray<Priority> Of(IEnumerable<AssessedFinding> findings)
    {
        IEnumerable<(AssessedFinding Lead, List<AssessedFinding> Findings)> ofPrincipals = findings
            .GroupBy(finding => finding.Finding.Principal, StringComparer.Ordinal)
            .SelectMany(StepsOf)
            .Select(step => (Lead(step), step));
        var steps = ofPrincipals
            .GroupBy(group => group.Lead, new SameAdvice())
            .Select(step => new Priority(
                Rank(step, group => group.Lead).First().Lead,
                step.Sum(group => group.Findings.Count) - 1,
                step.Count(),
                step.SelectMany(group => group.Findings).DistinctBy(finding => finding.Finding.Kind).Count()));
        return [.. Rank(steps, step => step.Lead)];
    }

    /// <summary>A principal's findings by kind; a kind whose every finding has its twin in another joins that.</summary>
    private static List<List<AssessedFinding>> StepsOf(IEnumerable<AssessedFinding> ofPrincipal)
    {
        var steps = new List<List<AssessedFinding>>();
        foreach (List<AssessedFinding> kind in ofPrincipal.GroupBy(finding => finding.Finding.Kind).Select(kind => kind.ToList()).OrderByDescending(kind => kind.Count))
        {
            if (steps.Find(step => kind.TrueForAll(finding => step.Exists(other => AreTwins(finding.Finding, other.Finding)))) is { } joined)
            {
                joined.AddRange(kind);
            }
            else
            {
                steps.Add(kind);
            }
        }

        return steps;
    }

    private static bool AreTwins(Finding one, Finding other) =>
        one.Actions.Length > 0
        && one.Actions.SequenceEqual(other.Actions, StringComparer.Ordinal)
        && one.Statements.Select(Place).ToHashSet().SetEquals(other.Statements.Select(Place));

    private static (PolicyLayer, string, string?, string?, int, string?) Place(StatementSource source) =>
        (source.Layer, source.Policy.Name, source.Policy.Arn, source.Policy.Owner, source.Statement.Index, source.ViaGroup);

    /// <summary>Of equally grave and costly findings, the one that says how it is done.</summary>
    private static AssessedFinding Lead(List<AssessedFinding> step) => step is [var only] ? only : Rank(step, finding => finding)
        .OrderByDescending(finding => finding.Finding.Severity)
        .ThenBy(CostRank)
        .ThenBy(finding => finding.Finding.PathId is null)
        .First();

    private static IOrderedEnumerable<T> Rank<T>(IEnumerable<T> items, Func<T, AssessedFinding> finding) => items
        .OrderByDescending(item => finding(item).Finding.Severity)
        .ThenBy(item => CostRank(finding(item)))
        .ThenBy(item => finding(item).Finding.Conditions.Length)
        // Those that a report does not list count too: the page that is made again from a report has the same order.
        .ThenByDescending(item => finding(item).Usage.Listed.Length + finding(item).Usage.Unlisted)
        .ThenBy(item => finding(item).Finding.Principal, StringComparer.Ordinal)
        .ThenBy(item => finding(item).Finding.Id, StringComparer.Ordinal);

    // Advice is long, there is little of it, and its texts are mostly the same objects: to read them whole for a hash would be the most that is done here.
    private sealed class SameAdvice : IEqualityComparer<AssessedFinding>
    {
        public bool Equals(AssessedFinding? x, AssessedFinding? y) =>
            (x?.Finding.Severity, x?.Usage.Cost) == (y?.Finding.Severity, y?.Usage.Cost) && x?.Finding.Kind == y?.Finding.Kind && x?.Finding.Recommendation == y?.Finding.Recommendation;

        public int GetHashCode(AssessedFinding obj) => HashCode.Combine(obj.Finding.Kind.Length, obj.Finding.Severity, obj.Finding.Recommendation.Length, obj.Usage.Cost);
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
