namespace Leastwise.Risks.Paths;

/// <summary>The bundles by where they begin and where they end.</summary>
internal sealed class PathIndex
{
    private readonly List<int>[] setsWith;
    private readonly List<int>?[] bundlesFrom;

    /// <summary>Indexes the bundles.</summary>
    public PathIndex(IReadOnlyList<EdgeBundle> bundles, int nodes)
    {
        Bundles = bundles;
        setsWith = new List<int>[nodes];
        bundlesFrom = new List<int>?[nodes];
        var numbers = new Dictionary<int[], int>(ReferenceEqualityComparer.Instance);
        for (int bundle = 0; bundle < bundles.Count; bundle++)
        {
            if (!numbers.TryGetValue(bundles[bundle].To, out int set))
            {
                numbers.Add(bundles[bundle].To, set = Sets.Count);
                Sets.Add([]);
                foreach (int node in bundles[bundle].To)
                {
                    (setsWith[node] ??= []).Add(set);
                }
            }

            Sets[set].Add(bundle);
            foreach (int node in bundles[bundle].From)
            {
                (bundlesFrom[node] ??= []).Add(bundle);
            }
        }
    }

    /// <summary>The bundles.</summary>
    public IReadOnlyList<EdgeBundle> Bundles { get; }

    /// <summary>For each distinct set of targets, the bundles that reach it.</summary>
    public List<List<int>> Sets { get; } = [];

    /// <summary>The sets of targets that hold the place.</summary>
    public IReadOnlyList<int> SetsWith(int node) => setsWith[node] ?? (IReadOnlyList<int>)[];

    /// <summary>The bundles that begin at the place.</summary>
    public IReadOnlyList<int> From(int node) => bundlesFrom[node] ?? (IReadOnlyList<int>)[];
}
