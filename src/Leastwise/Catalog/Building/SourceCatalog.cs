using System.Collections.Immutable;

namespace Leastwise.Catalog.Building;

/// <summary>The services and actions of one source, as read: not yet joined with the fact tables.</summary>
/// <param name="Input">The source itself.</param>
/// <param name="Date">Its date, <c>yyyy-MM-dd</c>.</param>
/// <param name="Services">Its services.</param>
/// <param name="Problems">What could not be read, one sentence each; a build with problems is refused.</param>
internal sealed record SourceCatalog(CatalogInput Input, string Date, ImmutableArray<SourceService> Services, ImmutableArray<string> Problems);

/// <summary>A service of a source.</summary>
internal sealed record SourceService(
    string Prefix,
    string Name,
    ImmutableArray<SourceAction> Actions,
    ImmutableArray<SourceResourceType> ResourceTypes,
    ImmutableArray<ConditionKey> ConditionKeys);

/// <summary>A resource type of a source.</summary>
internal sealed record SourceResourceType(string Name, string ArnTemplate, ImmutableArray<string> ConditionKeys);

/// <summary>An action of a source. Sources lost the flag and the dependents once; what they do state is joined with the fact table.</summary>
internal sealed record SourceAction(
    string Name,
    AccessLevels Levels,
    ImmutableArray<(string Type, bool Required)> Resources,
    ImmutableArray<string> ConditionKeys)
{
    /// <summary>Whether the source says that the action exists only to be granted.</summary>
    public bool PermissionOnly { get; init; }

    /// <summary>The dependent actions that the source states, as <c>prefix:Action</c>.</summary>
    public ImmutableArray<string> DependentActions { get; init; } = [];
}
