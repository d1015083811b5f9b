using System.Collections.Immutable;

namespace Leastwise.Risks.Paths;

/// <summary>One path to be broken: any one of the options does it, an option being units that must all go.</summary>
/// <param name="Options">The options, each ascending; at least one.</param>
internal sealed record PathToBreak(ImmutableArray<ImmutableArray<int>> Options);

/// <summary>A cheapest choice of units.</summary>
/// <param name="Units">The units, ascending.</param>
/// <param name="Cost">What they cost together.</param>
/// <param name="LowerBound">No choice can cost less.</param>
internal sealed record HittingSetResult(ImmutableArray<int> Units, int Cost, int LowerBound);

/// <summary>
/// The cheapest units that break all paths: the problem is made smaller, falls into parts that share nothing, and each part is searched to the end,
/// or until the bound on steps, after which the best found stands with a proved lower bound.
/// </summary>
internal sealed class HittingSet
{
    // Parts that nothing was added to since are not searched again.
    private readonly Dictionary<string, (IReadOnlyCollection<int> Units, int LowerBound)> solved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (IReadOnlyCollection<int> Units, int LowerBound)> quick = new(StringComparer.Ordinal);

    /// <summary>Solves it.</summary>
    /// <param name="paths">The paths.</param>
    /// <param name="costs">What each unit costs, at least 1.</param>
    /// <param name="steps">Steps of the search for each part.</param>
    public HittingSetResult Solve(IEnumerable<PathToBreak> paths, IReadOnlyList<int> costs, int steps = 20_000) =>
        Run(paths, costs, solved, part => new HittingSetSearch(part, costs, steps).Run());

    /// <summary>Some choice that breaks all paths, good but not the best; its lower bound says nothing.</summary>
    public HittingSetResult Quick(IEnumerable<PathToBreak> paths, IReadOnlyList<int> costs) =>
        Run(paths, costs, quick, part => new HittingSetSearch(part, costs, 0).Quick());

    private static HittingSetResult Run(
        IEnumerable<PathToBreak> paths, IReadOnlyList<int> costs, Dictionary<string, (IReadOnlyCollection<int> Units, int LowerBound)> solved,
        Func<List<PathToBreak>, (IReadOnlyCollection<int> Units, int LowerBound)> solve)
    {
        var units = new List<int>();
        int lower = 0;
        foreach (List<PathToBreak> part in HittingSetParts.Of(HittingSetParts.Reduce([.. paths], costs)))
        {
            string key = string.Join(' ', part.Select(HittingSetParts.Key));
            if (!solved.TryGetValue(key, out (IReadOnlyCollection<int> Units, int LowerBound) best))
            {
                solved.Add(key, best = solve(part));
            }

            units.AddRange(best.Units);
            lower += best.LowerBound;
        }

        units.Sort();
        return new HittingSetResult([.. units], units.Sum(unit => costs[unit]), lower);
    }
}
