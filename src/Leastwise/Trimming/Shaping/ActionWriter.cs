using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Text;

namespace Leastwise.Trimming.Shaping;

/// <summary>
/// Writes sets of actions as patterns that mean exactly these actions of the catalogue. A service is written once for each set of its actions, since the policies of
/// many principals differ in few services. Safe for any number of threads.
/// </summary>
/// <param name="catalog">The actions.</param>
public sealed class ActionWriter(ActionCatalog catalog)
{
    private readonly ConcurrentDictionary<(ActionSet Actions, WildcardStyle Style), ImmutableArray<string>> known = new();
    private readonly Lazy<ImmutableArray<ActionSet>> services = new(() => [.. catalog.Services.Select(service => service.Actions)]);

    /// <summary>The catalogue.</summary>
    public ActionCatalog Catalog => catalog;

    /// <summary>The patterns, in ordinal order without regard to case.</summary>
    public ImmutableArray<string> Write(ActionSet actions, WildcardStyle style)
    {
        if (style == WildcardStyle.None)
        {
            return [.. actions.Select(id => catalog.Actions[id].FullName)];
        }

        return actions.Equals(catalog.All) ? ["*"] : [.. services.Value.Select(actions.Intersect).Where(part => !part.IsEmpty).SelectMany(part => OfService(part, style))];
    }

    /// <summary>The patterns of one element, known and unknown, as the style has it; the given ones, each once, where that is not shorter.</summary>
    public ImmutableArray<string> Rewrite(ImmutableArray<string> patterns, WildcardStyle style)
    {
        ImmutableArray<string> plain = Plain(patterns);
        if (style == WildcardStyle.None)
        {
            return plain;
        }

        ImmutableArray<string> written = Write(MeaningOf(patterns), style);
        ImmutableArray<string> whole = Sorted([.. written, .. UnknownOf(patterns).Where(one => !written.Any(wider => WildcardPattern.Covers(wider, one, ignoreCase: true)))]);
        return Length(whole) < Length(plain) ? whole : plain;
    }

    /// <summary>The actions of the catalogue that the patterns mean.</summary>
    public ActionSet MeaningOf(ImmutableArray<string> patterns) => ActionSet.UnionOf([.. patterns.Select(catalog.Expand)]);

    /// <summary>The patterns that mean no action of the catalogue, each once.</summary>
    public ImmutableArray<string> UnknownOf(ImmutableArray<string> patterns) => Sorted([.. patterns.Where(one => catalog.Expand(one).IsEmpty)]);

    /// <summary>The patterns without those that another one takes in.</summary>
    private static ImmutableArray<string> Plain(ImmutableArray<string> patterns)
    {
        ImmutableArray<string> once = Sorted(patterns);
        return [.. once.Where(one => !once.Any(wider => !ReferenceEquals(wider, one) && WildcardPattern.HasWildcard(wider) && WildcardPattern.Covers(wider, one, ignoreCase: true)
            && !(WildcardPattern.Covers(one, wider, ignoreCase: true) && string.CompareOrdinal(one, wider) < 0)))];
    }

    private static ImmutableArray<string> Sorted(ImmutableArray<string> patterns) =>
        [.. patterns.Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(one => one, StringComparer.OrdinalIgnoreCase).ThenBy(one => one, StringComparer.Ordinal)];

    private ImmutableArray<string> OfService(ActionSet part, WildcardStyle style) => known.GetOrAdd(
        (part, style), static (key, catalog) => PolicyWildcards.Minify(catalog, key.Actions, key.Style == WildcardStyle.WholeWords), catalog);

    // Quotation marks and a comma count too.
    private static int Length(ImmutableArray<string> patterns) => patterns.Sum(pattern => pattern.Length + 3);
}
