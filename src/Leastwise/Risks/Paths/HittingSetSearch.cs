using System.Collections.Immutable;

namespace Leastwise.Risks.Paths;

/// <summary>Branch and bound over the options of the path that has the fewest, cheapest first.</summary>
internal sealed class HittingSetSearch(List<PathToBreak> paths, IReadOnlyList<int> costs, int steps)
{
    private readonly HashSet<int> chosen = [];
    private HashSet<int> best = [];
    private int bestCost = int.MaxValue;
    private int left = steps;

    /// <summary>The best choice, and what no choice can be cheaper than.</summary>
    public (IReadOnlyCollection<int> Units, int LowerBound) Run()
    {
        int root = Bound([]);
        Greedy();
        chosen.Clear();
        if (bestCost > root)
        {
            Branch(0);
        }

        return ([.. best.Order()], left > 0 ? bestCost : root);
    }

    /// <summary>A choice that is found at once; nothing is said of how good it is.</summary>
    public (IReadOnlyCollection<int> Units, int LowerBound) Quick()
    {
        Greedy();
        return ([.. best.Order()], 0);
    }

    private void Greedy()
    {
        while (Open() is { Count: > 0 } open)
        {
            ImmutableArray<int> option = open
                .SelectMany(path => path.Options)
                .GroupBy(one => string.Join(',', one), StringComparer.Ordinal)
                // Paths broken for each piece of cost, compared without division.
                .Select(group => (Option: group.First(), Cost: CostOf(group.First()), Count: group.Count()))
                .OrderBy(one => (double)one.Cost / one.Count)
                .ThenBy(one => string.Join(',', one.Option), StringComparer.Ordinal)
                .First().Option;
            chosen.UnionWith(option);
        }

        Keep();
    }

    private void Keep()
    {
        // A unit may have become needless by those chosen after it.
        foreach (int unit in chosen.Order().ToArray())
        {
            chosen.Remove(unit);
            if (Open().Count > 0)
            {
                chosen.Add(unit);
            }
        }

        int cost = chosen.Sum(unit => costs[unit]);
        if (cost < bestCost)
        {
            (best, bestCost) = ([.. chosen], cost);
        }
    }

    private void Branch(int cost)
    {
        List<PathToBreak> open = Open();
        if (open.Count == 0)
        {
            if (cost < bestCost)
            {
                (best, bestCost) = ([.. chosen], cost);
            }

            return;
        }

        if (left-- <= 0 || cost + Bound(chosen) >= bestCost)
        {
            return;
        }

        PathToBreak path = open.MinBy(one => one.Options.Length) ?? open[0];
        foreach (ImmutableArray<int> option in path.Options.OrderBy(CostOf).ThenByDescending(option => open.Count(one => one.Options.Any(other => other.SequenceEqual(option)))))
        {
            int[] added = [.. option.Where(unit => !chosen.Contains(unit))];
            chosen.UnionWith(added);
            Branch(cost + added.Sum(unit => costs[unit]));
            chosen.ExceptWith(added);
        }
    }

    // Paths that share no unit must each be paid for.
    private int Bound(HashSet<int> paid)
    {
        var seen = new HashSet<int>();
        int bound = 0;
        foreach (PathToBreak path in paths.Where(path => !path.Options.Any(option => option.All(paid.Contains))).OrderBy(path => path.Options.Sum(option => option.Length)))
        {
            int[] units = [.. path.Options.SelectMany(option => option).Where(unit => !paid.Contains(unit))];
            if (!units.Any(seen.Contains))
            {
                seen.UnionWith(units);
                bound += path.Options.Min(option => option.Where(unit => !paid.Contains(unit)).Sum(unit => costs[unit]));
            }
        }

        return bound;
    }

    private List<PathToBreak> Open() => [.. paths.Where(path => !path.Options.Any(option => option.All(chosen.Contains)))];

    private int CostOf(ImmutableArray<int> option) => option.Where(unit => !chosen.Contains(unit)).Sum(unit => costs[unit]);
}
