using System.Collections.Immutable;
using System.Globalization;

namespace Leastwise.Catalog;

/// <summary>A catalogue in numbers, and how old it is.</summary>
public sealed record CatalogSummary
{
    /// <summary>So many days a catalogue may be behind AWS's list before it counts as old.</summary>
    public const int DaysUntilOld = 180;

    /// <summary>The date of the source, <c>yyyy-MM-dd</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Whole days since that date, never below 0; null where the catalogue bears none.</summary>
    public required int? AgeDays { get; init; }

    /// <summary>Services.</summary>
    public required int Services { get; init; }

    /// <summary>Actions.</summary>
    public required int Actions { get; init; }

    /// <summary>Actions that hold each level, in AWS's order; one that holds two counts twice.</summary>
    public required ImmutableArray<(AccessLevels Level, int Count)> ByLevel { get; init; }

    /// <summary>Actions that exist only to be granted.</summary>
    public required int PermissionOnly { get; init; }

    /// <summary>Resource types, one for each name of each service.</summary>
    public required int ResourceTypes { get; init; }

    /// <summary>Different condition keys.</summary>
    public required int ConditionKeys { get; init; }

    /// <summary>What it was built from.</summary>
    public required ImmutableArray<CatalogInput> Inputs { get; init; }

    /// <summary>Whether it is so old that privileges of today may be missing.</summary>
    public bool IsOld => AgeDays > DaysUntilOld;

    /// <summary>Counts a catalogue.</summary>
    public static CatalogSummary Of(ActionCatalog catalog, TimeProvider clock) => new()
    {
        Version = catalog.Version,
        AgeDays = Age(catalog.Version, clock),
        Services = catalog.Services.Count,
        Actions = catalog.Actions.Count,
        ByLevel = [.. new[] { AccessLevels.List, AccessLevels.Read, AccessLevels.Write, AccessLevels.Tagging, AccessLevels.PermissionsManagement }
            .Select(level => (level, catalog.ByLevel(level).Count))],
        PermissionOnly = catalog.Actions.Count(action => action.PermissionOnly),
        ResourceTypes = catalog.Services.Sum(service => service.ResourceTypes.DistinctBy(type => type.Name, StringComparer.Ordinal).Count()),
        ConditionKeys = catalog.Services.SelectMany(service => service.ConditionKeys).DistinctBy(key => key.Name, StringComparer.OrdinalIgnoreCase).Count(),
        Inputs = catalog.Inputs,
    };

    private static int? Age(string version, TimeProvider clock) =>
        DateOnly.TryParseExact(version, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? Math.Max(0, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber - date.DayNumber)
            : null;
}
