using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks.Paths;

/// <summary>Something that an action can be used on.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Node">Its place in the graph; -1 for groups and policies.</param>
/// <param name="Principal">The user, role or group; null for policies.</param>
internal sealed record Target(string Arn, int Node, IamPrincipal? Principal)
{
    /// <summary>The ARN of its permissions boundary; null where it has none.</summary>
    public string? Boundary => (Principal switch { IamUser user => user.Boundary, IamRole role => role.Boundary, _ => null })?.PolicyArn;
}

/// <summary>Targets of one kind in one account. Which of them a pattern matches is found out once.</summary>
internal sealed class TargetList
{
    private readonly Dictionary<string, int> byArn;
    private readonly ConcurrentDictionary<string, int[]> matches = new(StringComparer.Ordinal);
    private int[]? everyNode;

    /// <summary>A list of the targets as given.</summary>
    public TargetList(ImmutableArray<Target> targets)
    {
        Targets = targets;
        Everything = [.. Enumerable.Range(0, targets.Length)];
        byArn = new Dictionary<string, int>(targets.Length, StringComparer.Ordinal);
        for (int i = 0; i < targets.Length; i++)
        {
            byArn[targets[i].Arn] = i;
        }
    }

    /// <summary>The targets.</summary>
    public ImmutableArray<Target> Targets { get; }

    /// <summary>The places of all targets.</summary>
    public int[] Everything { get; }

    /// <summary>The places in the graph of some of the targets, ascending; the same array each time for all of them.</summary>
    public int[] NodesOf(int[] places) => places.Length == Targets.Length
        ? everyNode ??= [.. Targets.Select(target => target.Node).Order()]
        : [.. places.Select(place => Targets[place].Node).Order()];

    /// <summary>The places of the targets that <paramref name="pattern"/> matches, ascending.</summary>
    public int[] Matching(string pattern)
    {
        if (WildcardPattern.MatchesEverything(pattern))
        {
            return Everything;
        }

        return WildcardPattern.HasWildcard(pattern)
            ? matches.GetOrAdd(pattern, Scan)
            : byArn.TryGetValue(pattern, out int one) ? [one] : [];
    }

    /// <summary>For each target that some pattern matches and that not all match, which patterns do; the same text for the same patterns.</summary>
    public Dictionary<int, string> MarksOf(IEnumerable<string> patterns)
    {
        var marks = new Dictionary<int, string>();
        int number = 0;
        foreach (string pattern in patterns.Distinct(StringComparer.Ordinal))
        {
            int[] matching = Matching(pattern);
            number++;
            foreach (int place in matching.Length == Targets.Length ? [] : matching)
            {
                marks[place] = $"{marks.GetValueOrDefault(place, "")},{number}";
            }
        }

        return marks;
    }

    /// <summary>The first place without a mark; -1 where there is none.</summary>
    public int FirstWithout(Dictionary<int, string> marks)
    {
        int place = 0;
        while (place < Targets.Length && marks.ContainsKey(place))
        {
            place++;
        }

        return place < Targets.Length ? place : -1;
    }

    /// <summary>Whether the target of that ARN is among some places, ascending.</summary>
    public bool Has(int[] places, string arn) =>
        byArn.TryGetValue(arn, out int place) && (places.Length == Targets.Length || Array.BinarySearch(places, place) >= 0);

    private int[] Scan(string pattern) => [.. Everything.Where(i => WildcardPattern.IsMatch(pattern, Targets[i].Arn, ignoreCase: false))];
}
