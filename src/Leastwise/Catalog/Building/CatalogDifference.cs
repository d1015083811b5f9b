using System.Collections.Immutable;

namespace Leastwise.Catalog.Building;

/// <summary>What changed from one catalogue to the next.</summary>
/// <param name="NewServices">Prefixes that are new.</param>
/// <param name="GoneServices">Prefixes that are gone.</param>
/// <param name="NewActions">Actions that are new.</param>
/// <param name="GoneActions">Actions that are gone.</param>
/// <param name="ChangedActions">Actions that differ, each with what differs in it.</param>
/// <param name="ChangedInputs">Inputs whose version or hash differs, new and gone ones included.</param>
public sealed record CatalogDifference(
    ImmutableArray<string> NewServices,
    ImmutableArray<string> GoneServices,
    ImmutableArray<string> NewActions,
    ImmutableArray<string> GoneActions,
    ImmutableArray<(string Action, string Changes)> ChangedActions,
    ImmutableArray<string> ChangedInputs)
{
    /// <summary>Compares two catalogues.</summary>
    public static CatalogDifference Between(ActionCatalog before, ActionCatalog after)
    {
        ImmutableArray<string> oldServices = [.. before.Services.Select(service => service.Prefix)];
        ImmutableArray<string> newServices = [.. after.Services.Select(service => service.Prefix)];
        ImmutableArray<string> oldActions = [.. before.Actions.Select(action => action.FullName)];
        ImmutableArray<string> newActions = [.. after.Actions.Select(action => action.FullName)];
        return new CatalogDifference(
            [.. newServices.Except(oldServices, StringComparer.OrdinalIgnoreCase)],
            [.. oldServices.Except(newServices, StringComparer.OrdinalIgnoreCase)],
            [.. newActions.Except(oldActions, StringComparer.OrdinalIgnoreCase)],
            [.. oldActions.Except(newActions, StringComparer.OrdinalIgnoreCase)],
            [.. after.Actions
                .Select(action => (Before: before.Find(action.FullName), After: action))
                .Where(pair => pair.Before is not null)
                .Select(pair => (pair.After.FullName, Changes: string.Join(", ", Changes(pair.Before, pair.After))))
                .Where(change => change.Changes.Length > 0)],
            [.. after.Inputs.Except(before.Inputs).Concat(before.Inputs.Except(after.Inputs)).Select(input => input.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The report as lines of text.</summary>
    public IEnumerable<string> Lines()
    {
        (string Title, IEnumerable<string> Items)[] parts =
        [
            ("new services", NewServices),
            ("services gone", GoneServices),
            ("new actions", NewActions),
            ("actions gone", GoneActions),
            ("actions changed", ChangedActions.Select(change => $"{change.Action} ({change.Changes})")),
            ("inputs changed", ChangedInputs),
        ];
        foreach ((string title, IEnumerable<string> items) in parts)
        {
            string[] listed = [.. items];
            yield return $"{listed.Length} {title}";
            foreach (string item in listed)
            {
                yield return $"  {item}";
            }
        }
    }

    private static IEnumerable<string> Changes(CatalogAction? before, CatalogAction after)
    {
        if (before is null)
        {
            yield break;
        }

        if (before.Name != after.Name)
        {
            yield return "case";
        }

        if (before.Levels != after.Levels)
        {
            yield return $"{before.Levels} to {after.Levels}";
        }

        if (before.PermissionOnly != after.PermissionOnly)
        {
            yield return after.PermissionOnly ? "now permission-only" : "no longer permission-only";
        }

        if (!before.Resources.Select(Describe).SequenceEqual(after.Resources.Select(Describe), StringComparer.Ordinal))
        {
            yield return "resource types";
        }

        if (!before.ConditionKeys.SequenceEqual(after.ConditionKeys, StringComparer.Ordinal))
        {
            yield return "condition keys";
        }

        if (!before.DependentActions.SequenceEqual(after.DependentActions, StringComparer.Ordinal))
        {
            yield return "dependent actions";
        }
    }

    private static string Describe(ActionResource resource) => $"{resource.Type.Name} {resource.Type.ArnTemplate} {resource.Required}";
}
