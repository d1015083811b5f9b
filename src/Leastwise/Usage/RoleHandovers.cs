using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Usage;

/// <summary>
/// The calls by which roles are handed to services, so that a role in their requests shows the use of <c>iam:PassRole</c>. A source that does not tell requests in its sums takes
/// these records one by one.
/// </summary>
public static class RoleHandovers
{
    /// <summary>Their <c>eventName</c>s, of whatever service, each once in ordinal order, with those that the catalogue knows with an API version at their end.</summary>
    public static ImmutableArray<string> EventNames(ActionCatalog catalog)
    {
        CatalogAction? passRole = catalog.Find("iam:PassRole");
        IEnumerable<ProvingEvent> asked = passRole is null ? [] : catalog.ProvenBy(passRole);
        return
        [
            .. asked.Concat(catalog.Actions.Where(action => action.DependentActions.Contains("iam:PassRole", StringComparer.OrdinalIgnoreCase)).SelectMany(action => catalog.ProvenDirectlyBy(action)))
                .Select(one => one.EventName)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }
}
