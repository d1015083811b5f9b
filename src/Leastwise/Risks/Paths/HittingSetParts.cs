using System.Collections.Immutable;

namespace Leastwise.Risks.Paths;

/// <summary>Makes a hitting set problem smaller without losing its best solution.</summary>
internal static class HittingSetParts
{
    /// <summary>The paths without options and paths that cannot matter.</summary>
    public static List<PathToBreak> Reduce(List<PathToBreak> paths, IReadOnlyList<int> costs)
    {
        List<PathToBreak> left = [.. paths.Select(WithoutLarger).DistinctBy(Key)];
        left = WithoutDominated(left, costs);
        // Whoever breaks a path by any of a few options also breaks one that offers these and more. Such a path has the first option of the other.
        var kept = new List<PathToBreak>();
        var byFirst = new Dictionary<string, List<HashSet<string>>>(StringComparer.Ordinal);
        foreach (PathToBreak path in left.OrderBy(path => path.Options.Length).ThenBy(Key, StringComparer.Ordinal))
        {
            HashSet<string> options = [.. path.Options.Select(KeyOf)];
            if (options.Any(option => byFirst.TryGetValue(option, out List<HashSet<string>>? others) && others.Exists(other => other.IsSubsetOf(options))))
            {
                continue;
            }

            kept.Add(path);
            string first = KeyOf(path.Options[0]);
            if (!byFirst.TryGetValue(first, out List<HashSet<string>>? same))
            {
                byFirst.Add(first, same = []);
            }

            same.Add(options);
        }

        return kept;
    }

    /// <summary>Parts that share no unit, by their first unit.</summary>
    public static IEnumerable<List<PathToBreak>> Of(List<PathToBreak> paths)
    {
        var parent = new Dictionary<int, int>();
        int Root(int unit)
        {
            while (parent.TryGetValue(unit, out int up) && up != unit)
            {
                parent[unit] = parent.GetValueOrDefault(up, up);
                unit = up;
            }

            return unit;
        }

        foreach (PathToBreak path in paths)
        {
            int first = Root(path.Options[0][0]);
            foreach (int unit in path.Options.SelectMany(option => option))
            {
                int root = Root(unit);
                parent[Math.Max(root, first)] = Math.Min(root, first);
                first = Math.Min(root, first);
            }
        }

        return paths.GroupBy(path => Root(path.Options[0][0])).OrderBy(part => part.Key).Select(part => part.ToList());
    }

    private static PathToBreak WithoutLarger(PathToBreak path) => new(
    [
        .. path.Options
            .DistinctBy(KeyOf)
            .Where(option => !path.Options.Any(other => other.Length < option.Length && other.All(unit => option.Contains(unit))))
            .OrderBy(KeyOf, StringComparer.Ordinal),
    ]);

    // A unit that stands alone in its options is not worth a thought where another such unit, no dearer, breaks all that it breaks.
    private static List<PathToBreak> WithoutDominated(List<PathToBreak> paths, IReadOnlyList<int> costs)
    {
        HashSet<int> shared = [.. paths.SelectMany(path => path.Options).Where(option => option.Length > 1).SelectMany(option => option)];
        var breaks = new Dictionary<int, HashSet<int>>();
        for (int number = 0; number < paths.Count; number++)
        {
            foreach (ImmutableArray<int> option in paths[number].Options.Where(option => option.Length == 1))
            {
                if (!breaks.TryGetValue(option[0], out HashSet<int>? those))
                {
                    breaks.Add(option[0], those = []);
                }

                those.Add(number);
            }
        }

        var gone = new HashSet<int>();
        foreach ((int unit, HashSet<int> those) in breaks.OrderBy(pair => pair.Key).Where(pair => !shared.Contains(pair.Key)))
        {
            // Only units of one of its own paths can take its place.
            bool isDominated = paths[those.Min()].Options.Where(option => option.Length == 1).Select(option => option[0]).Any(other =>
                other != unit && !gone.Contains(other) && costs[other] <= costs[unit] && those.IsSubsetOf(breaks[other])
                && (costs[other] < costs[unit] || breaks[other].Count > those.Count || other < unit));
            if (isDominated)
            {
                gone.Add(unit);
            }
        }

        return [.. paths.Select(path => new PathToBreak([.. path.Options.Where(option => option.Length > 1 || !gone.Contains(option[0]))])).DistinctBy(Key)];
    }

    /// <summary>The path as text, the same for the same options.</summary>
    public static string Key(PathToBreak path) => string.Join('|', path.Options.Select(KeyOf));

    private static string KeyOf(ImmutableArray<int> option) => string.Join(',', option);
}
