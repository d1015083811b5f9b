using System.Collections.Immutable;

namespace Leastwise.Catalog;

/// <summary>A condition key that a service defines or supports.</summary>
/// <param name="Name">As AWS writes it, such as <c>s3:prefix</c> or <c>aws:RequestTag/${TagKey}</c>.</param>
/// <param name="Type">As AWS writes it: <c>String</c>, <c>ArrayOfString</c>, <c>Bool</c>, <c>ARN</c>, <c>Numeric</c>, <c>Date</c> and others.</param>
public sealed record ConditionKey(string Name, string Type);

/// <summary>A service of the service authorization reference.</summary>
public sealed record CatalogService
{
    /// <summary>The prefix of its actions, such as <c>s3</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>Its name, such as <c>Amazon S3</c>; the prefix where the source states none.</summary>
    public required string Name { get; init; }

    /// <summary>Its actions.</summary>
    public required ActionSet Actions { get; init; }

    /// <summary>Its resource types. A name occurs again where AWS states several ARN formats for it.</summary>
    public required ImmutableArray<ResourceType> ResourceTypes { get; init; }

    /// <summary>Its condition keys, in ordinal order.</summary>
    public required ImmutableArray<ConditionKey> ConditionKeys { get; init; }
}

/// <summary>A source that the catalogue was built from.</summary>
/// <param name="Name">The source's own name, or a fact table's file name.</param>
/// <param name="Version">Its version; empty where it has none.</param>
/// <param name="Sha256">The SHA-256 of what was read of it, in lower-case hexadecimal digits.</param>
public sealed record CatalogInput(string Name, string Version, string Sha256);
