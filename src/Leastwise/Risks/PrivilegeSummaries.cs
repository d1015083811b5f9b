using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Risks;

/// <summary>Names and counts of large sets of privileges, each set once: principals with the same policies share them.</summary>
internal sealed class PrivilegeSummaries
{
    private const int MostServices = 5;
    private readonly ConcurrentDictionary<ActionSet, Summary> known = new();
    private readonly ConcurrentDictionary<ActionSet, ImmutableArray<string>> orders = new();
    private readonly CatalogAction[] ordered;
    private readonly int[] places;

    /// <summary>Prepares for subsets of <paramref name="all"/>.</summary>
    public PrivilegeSummaries(ActionCatalog catalog, ActionSet all)
    {
        ordered = [.. all.Select(id => catalog.Actions[id]).OrderBy(action => action.FullName, StringComparer.Ordinal)];
        places = new int[catalog.Actions.Count];
        for (int place = 0; place < ordered.Length; place++)
        {
            places[ordered[place].Id] = place;
        }
    }

    /// <summary>A set in words.</summary>
    /// <param name="Names">The names in ordinal order.</param>
    /// <param name="Services">The services that have most of it, with their counts.</param>
    internal sealed record Summary(ImmutableArray<string> Names, string Services);

    /// <summary>The summary of a set.</summary>
    public Summary Of(ActionSet set) => known.GetOrAdd(set, Work);

    /// <summary>Names in ordinal order, kept once for all who have the same.</summary>
    /// <param name="ids">What tells such lists apart: an action of each name.</param>
    /// <param name="names">The names, each once.</param>
    public ImmutableArray<string> Ordered(IEnumerable<int> ids, IEnumerable<string> names) =>
        orders.GetOrAdd(ActionSet.Of(ids), static (_, names) => [.. names.Order(StringComparer.Ordinal)], names);

    private Summary Work(ActionSet set)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] inOrder = [.. set.Select(id => places[id])];
        Array.Sort(inOrder);
        foreach (int place in inOrder)
        {
            CatalogAction action = ordered[place];
            names.Add(action.FullName);
            counts[action.Prefix] = counts.GetValueOrDefault(action.Prefix) + 1;
        }

        return new Summary(names.ToImmutable(), string.Join(", ", counts
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
            .Take(MostServices).Select(count => $"{count.Key} ({count.Value})")));
    }
}
