namespace Leastwise.Risks.Paths;

/// <summary>
/// The shortest way from everywhere to some places, found backwards level by level: fewest hops first, then the surest, then by names. Each bundle is
/// looked at once.
/// </summary>
internal sealed class PathSearch
{
    private readonly PathIndex index;
    private readonly int[] hops;
    private readonly PathConfidence[] confidence;
    private readonly (int Bundle, int Target)[] next;
    private readonly Func<EdgeBundle, int, bool> leaves;
    private readonly Func<EdgeBundle, int, bool> arrives;

    /// <summary>Searches.</summary>
    /// <param name="index">The bundles.</param>
    /// <param name="nodes">How many places there are.</param>
    /// <param name="ends">Where paths end.</param>
    /// <param name="leaves">Whether a bundle still begins at a place.</param>
    /// <param name="arrives">Whether a bundle still ends at a place.</param>
    public PathSearch(PathIndex index, int nodes, IEnumerable<int> ends, Func<EdgeBundle, int, bool> leaves, Func<EdgeBundle, int, bool> arrives)
    {
        this.index = index;
        (this.leaves, this.arrives) = (leaves, arrives);
        hops = new int[nodes];
        confidence = new PathConfidence[nodes];
        next = new (int, int)[nodes];
        Array.Fill(hops, -1);
        List<int> level = [.. ends];
        foreach (int end in level)
        {
            hops[end] = 0;
        }

        bool[] doneBundles = new bool[index.Bundles.Count];
        int[] openInSet = [.. index.Sets.Select(set => set.Count)];
        for (int distance = 1; level.Count > 0; distance++)
        {
            level = Before(level, distance, doneBundles, openInSet);
        }
    }

    /// <summary>The number of hops from a place; -1 where no way leads.</summary>
    public int Hops(int node) => hops[node];

    /// <summary>How sure the best of the shortest ways is.</summary>
    public PathConfidence Confidence(int node) => confidence[node];

    /// <summary>The steps of the best of the shortest ways: bundles, where each begins, and where it ends.</summary>
    public IEnumerable<(int From, EdgeBundle Bundle, int To)> Way(int node)
    {
        while (hops[node] > 0)
        {
            (int bundle, int target) = next[node];
            yield return (node, index.Bundles[bundle], target);
            node = target;
        }
    }

    private List<int> Before(List<int> level, int distance, bool[] done, int[] open)
    {
        // Of each set the best place of this level: the surest, then the first by name.
        level.Sort((a, b) => confidence[a] != confidence[b] ? confidence[a].CompareTo(confidence[b]) : a.CompareTo(b));
        var found = new List<int>();
        foreach (int target in level)
        {
            foreach (int set in index.SetsWith(target))
            {
                if (open[set] == 0)
                {
                    continue;
                }

                foreach (int number in index.Sets[set])
                {
                    EdgeBundle bundle = index.Bundles[number];
                    if (!done[number] && arrives(bundle, target))
                    {
                        done[number] = true;
                        open[set]--;
                        Reach(number, bundle, target, distance, found);
                    }
                }
            }
        }

        return found;
    }

    private void Reach(int number, EdgeBundle bundle, int target, int distance, List<int> found)
    {
        PathConfidence sure = bundle.Holding.Confidence > confidence[target] ? bundle.Holding.Confidence : confidence[target];
        foreach (int from in bundle.From)
        {
            if ((hops[from] >= 0 && hops[from] < distance) || !leaves(bundle, from))
            {
                continue;
            }

            if (hops[from] < 0)
            {
                hops[from] = distance;
                found.Add(from);
            }
            else if (!IsBetter(sure, target, number, from))
            {
                continue;
            }

            (confidence[from], next[from]) = (sure, (number, target));
        }
    }

    private bool IsBetter(PathConfidence sure, int target, int number, int from)
    {
        if (sure != confidence[from])
        {
            return sure < confidence[from];
        }

        (int bundle, int other) = next[from];
        if (target != other)
        {
            return target < other;
        }

        EscalationPath one = index.Bundles[number].Path, two = index.Bundles[bundle].Path;
        return one.Requires.Length != two.Requires.Length ? one.Requires.Length < two.Requires.Length : string.CompareOrdinal(one.Id, two.Id) < 0;
    }
}
