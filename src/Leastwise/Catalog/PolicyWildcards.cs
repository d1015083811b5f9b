using System.Collections.Immutable;
using Leastwise.Catalog.Wildcards;
using Leastwise.Text;

namespace Leastwise.Catalog;

/// <summary>Action lists of policies, written out and written short. Both ways mean the same actions of the catalogue.</summary>
public static class PolicyWildcards
{
    /// <summary>The full names of all actions that the patterns mean, each once, in the catalogue's order.</summary>
    public static ImmutableArray<string> Expand(ActionCatalog catalog, IEnumerable<string> patterns) =>
        [.. ActionSet.UnionOf([.. patterns.Select(catalog.Expand)]).Select(id => catalog.Actions[id].FullName)];

    /// <summary>
    /// The patterns of one element with each wildcard written out in its place, each action once. What holds no wildcard stays as it is
    /// written, and so does what means no action of the catalogue, since it may mean one that the catalogue does not know.
    /// </summary>
    public static ImmutableArray<string> WriteOut(ActionCatalog catalog, ImmutableArray<string> patterns)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string pattern in patterns)
        {
            IEnumerable<string> meant = WildcardPattern.HasWildcard(pattern) && !catalog.Expand(pattern).IsEmpty ? Expand(catalog, [pattern]) : [pattern];
            names.AddRange(meant.Where(seen.Add));
        }

        return names.ToImmutable();
    }

    /// <summary>
    /// The shortest patterns found that mean what those of one element mean; the given ones where none are shorter. What means no action of
    /// the catalogue is kept at the end, unless a pattern of the result means it too.
    /// </summary>
    public static ImmutableArray<string> WriteShort(ActionCatalog catalog, ImmutableArray<string> patterns, bool wholeWords)
    {
        ImmutableArray<string> known = Minify(catalog, ActionSet.UnionOf([.. patterns.Select(catalog.Expand)]), wholeWords);
        ImmutableArray<string> result =
        [
            .. known,
            .. patterns
                .Where(pattern => catalog.Expand(pattern).IsEmpty && !known.Any(one => WildcardPattern.Covers(one, pattern, ignoreCase: true)))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return Length(result) < Length(patterns) ? result : patterns;
    }

    /// <summary>The shortest patterns found that mean exactly these actions, in the catalogue's order.</summary>
    /// <remarks>
    /// <para>Exact for this catalogue: <see cref="ActionCatalog.Expand"/> of the result gives the same set again. The same set gives the same result.</para>
    /// <para>
    /// A pattern holds one star, or one at each end, and always means two actions or more; the service is written out, since IAM refuses
    /// wildcards there. Of the lists of such patterns, the one with the fewest characters in a policy; proved to be so wherever
    /// <see cref="CoverProblem"/> ends its search, which is nearly everywhere.
    /// </para>
    /// <para>
    /// By whole words, a wildcard does not cut a word: <c>D*</c> is shorter than <c>Describe*</c> where a service has no other names with a D,
    /// and would grant tomorrow's Delete. That cover is greedy.
    /// </para>
    /// </remarks>
    public static ImmutableArray<string> Minify(ActionCatalog catalog, ActionSet actions, bool wholeWords)
    {
        if (actions.Equals(catalog.All))
        {
            return ["*"];
        }

        var patterns = ImmutableArray.CreateBuilder<string>();
        for (int service = 0; service < catalog.Names.Prefixes.Length; service++)
        {
            string prefix = catalog.Names.Prefixes[service];
            int first = catalog.Names.FirstAction[service];
            string[] names = catalog.Names.Names.Range(first, catalog.Names.FirstAction[service + 1]);
            bool[] wanted = [.. Enumerable.Range(first, names.Length).Select(actions.Contains)];
            IEnumerable<string> cover = wholeWords ? new ShortCover(names, wanted).Patterns() : ShortestCover.Of(prefix, names, wanted).Patterns;
            patterns.AddRange(cover.Select(pattern => $"{prefix}:{pattern}"));
        }

        return patterns.ToImmutable();
    }

    // Quotation marks and a comma count too: they are part of a policy's size.
    private static int Length(ImmutableArray<string> patterns) => patterns.Sum(pattern => pattern.Length + 3);
}
