using System.Collections.Immutable;

namespace Leastwise.Catalog;

/// <summary>AWS's access levels of an action. Since 2026-07 an action can hold more than one.</summary>
/// <remarks>Source: "Actions, resources, and condition keys for AWS services", Service Authorization Reference.</remarks>
[Flags]
public enum AccessLevels
{
    /// <summary>No level is stated.</summary>
    None = 0,

    /// <summary>Lists resources.</summary>
    List = 1,

    /// <summary>Reads content.</summary>
    Read = 2,

    /// <summary>Creates, changes or deletes.</summary>
    Write = 4,

    /// <summary>Changes tags only.</summary>
    Tagging = 8,

    /// <summary>Grants or changes permissions.</summary>
    PermissionsManagement = 16,
}

/// <summary>How sure a fact is.</summary>
public enum Confidence
{
    /// <summary>Not verified, or derived by rule.</summary>
    Low,

    /// <summary>From one public source.</summary>
    Medium,

    /// <summary>From AWS's own words or seen in real logs.</summary>
    High,
}

/// <summary>Whether CloudTrail records a call.</summary>
public enum LoggingState
{
    /// <summary>Nothing is known about it.</summary>
    Unknown,

    /// <summary>Recorded by every trail that records management events.</summary>
    Management,

    /// <summary>Recorded only where a trail selects its resource type.</summary>
    Data,

    /// <summary>CloudTrail never records it.</summary>
    Never,
}

/// <summary>Whether and how CloudTrail records a call, and how that is known.</summary>
/// <param name="State">The state.</param>
/// <param name="DataResourceTypes">For data events, the resource types that a trail must select, such as <c>AWS::S3::Object</c>; else empty.</param>
/// <param name="Confidence">How sure.</param>
/// <param name="Evidence">Where it is stated.</param>
public sealed record Logging(LoggingState State, ImmutableArray<string> DataResourceTypes, Confidence Confidence, string Evidence);

/// <summary>A resource type of a service.</summary>
/// <param name="Name">Its name in the service authorization reference, such as <c>object</c>.</param>
/// <param name="ArnTemplate">Its ARN with <c>${Partition}</c>-like places, or <c>*</c>.</param>
/// <param name="ConditionKeys">Condition keys that apply to it.</param>
public sealed record ResourceType(string Name, string ArnTemplate, ImmutableArray<string> ConditionKeys);

/// <summary>A resource type that an action works on.</summary>
/// <param name="Type">The type.</param>
/// <param name="Required">Whether a statement that names resources must name one of this type.</param>
public sealed record ActionResource(ResourceType Type, bool Required);

/// <summary>An IAM action as the service authorization reference lists it.</summary>
public sealed record CatalogAction
{
    /// <summary>Dense number in this catalogue, from 0, in ordinal order of <see cref="FullName"/> without regard to case. Not stable between catalogues.</summary>
    public required int Id { get; init; }

    /// <summary>The service prefix, such as <c>s3</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>The name in AWS's case, such as <c>ListBucket</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Access levels.</summary>
    public required AccessLevels Levels { get; init; }

    /// <summary>Resource types that the action works on; empty where it only works on <c>*</c>.</summary>
    public required ImmutableArray<ActionResource> Resources { get; init; }

    /// <summary>Condition keys of the action itself; those of its resource types are with these.</summary>
    public required ImmutableArray<string> ConditionKeys { get; init; }

    /// <summary>Actions that the caller may need besides, as <c>prefix:Action</c>.</summary>
    public required ImmutableArray<string> DependentActions { get; init; }

    /// <summary>Whether the action exists only to be granted and no operation has its name.</summary>
    public required bool PermissionOnly { get; init; }

    /// <summary><c>prefix:Name</c>, kept because every report asks for it many times.</summary>
    public required string FullName { get; init; }
}
