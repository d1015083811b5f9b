using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Risks;

/// <summary>A list of actions both as a set and in the order that findings name them in, put in order once for all principals.</summary>
/// <param name="Set">The actions.</param>
/// <param name="InOrder">The same in ordinal order of name.</param>
internal sealed record NamedActions(ActionSet Set, ImmutableArray<CatalogAction> InOrder)
{
    /// <summary>The list of the actions of these ids.</summary>
    public static NamedActions Of(ActionCatalog catalog, IEnumerable<int> ids)
    {
        var set = ActionSet.Of(ids);
        return new NamedActions(set, [.. set.Select(id => catalog.Actions[id]).OrderBy(action => action.FullName, StringComparer.Ordinal)]);
    }
}
