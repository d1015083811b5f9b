namespace Leastwise.Catalog.Building;

/// <summary>
/// What a catalogue must hold to be believed. A source that loses a part of its data, as the npm package did in 2026-07, must not pass
/// for a world with fewer privileges.
/// </summary>
internal static class CatalogFloors
{
    private const int Prefixes = 450;
    private const int Actions = 21_000;
    private const int PermissionOnly = 1_300;
    private const int WithDependents = 1_000;
    private const int ResourceTypes = 2_000;
    private const int Operations = 14_000;
    private const int ConditionKeys = 2_000;

    /// <summary>One sentence for each floor that does not hold.</summary>
    public static IEnumerable<string> Problems(ActionCatalog catalog)
    {
        (string What, int Count, int Floor)[] floors =
        [
            ("service prefixes", catalog.Services.Count, Prefixes),
            ("actions", catalog.Actions.Count, Actions),
            ("permission-only actions", catalog.Actions.Count(action => action.PermissionOnly), PermissionOnly),
            ("actions with dependent actions", catalog.Actions.Count(action => !action.DependentActions.IsEmpty), WithDependents),
            ("resource types", catalog.Services.Sum(service => service.ResourceTypes.Length), ResourceTypes),
            ("operations of SDK models", catalog.Models.All().Sum(model => model.Operations.Length), Operations),
            ("condition keys", catalog.Services.Sum(service => service.ConditionKeys.Length), ConditionKeys),
        ];
        foreach ((string what, int count, int floor) in floors)
        {
            if (count < floor)
            {
                yield return $"The result has {count} {what}; fewer than {floor} cannot be right.";
            }
        }

        foreach (CatalogAction action in catalog.Actions.Where(action => action.Levels == AccessLevels.None))
        {
            yield return $"{action.FullName} has no access level.";
        }
    }
}
