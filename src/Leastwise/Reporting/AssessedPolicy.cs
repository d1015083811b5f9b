using System.Collections.Immutable;

namespace Leastwise.Reporting;

/// <summary>A policy as reports show it: plain values that can be read back from <c>report.json</c>.</summary>
public sealed record AssessedPolicy
{
    /// <summary>What tells it from all others: the ARN; for inline and trust policies the owner's ARN, the kind and the name, with bars between.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its ARN; null for inline and trust policies.</summary>
    public string? Arn { get; init; }

    /// <summary><c>awsManaged</c>, <c>customerManaged</c>, <c>inline</c>; others only where a finding speaks of them.</summary>
    public required string Kind { get; init; }

    /// <summary>Who holds an inline or trust policy; else null.</summary>
    public string? Owner { get; init; }

    /// <summary>The account; null for AWS's own.</summary>
    public string? Account { get; init; }

    /// <summary>The file that it was read from.</summary>
    public required string File { get; init; }

    /// <summary>Its text.</summary>
    public required string Document { get; init; }

    /// <summary>The version that <see cref="Document"/> is, such as <c>v3</c>; null where there are none or the file does not say.</summary>
    public string? Version { get; init; }

    /// <summary>The account's own versions that are not the default: they grant nothing until somebody makes one of them the default.</summary>
    public ImmutableArray<OtherVersion> OtherVersions { get; init; } = [];

    /// <summary>Users, roles and groups that hold it, or that it limits, in ordinal order of ARN.</summary>
    public ImmutableArray<PolicyHolder> Holders { get; init; } = [];
}

/// <summary>A version of a policy that is not the default.</summary>
/// <param name="Id">Such as <c>v2</c>.</param>
/// <param name="Created">When it was made; null where the file does not say.</param>
/// <param name="Document">Its text.</param>
public sealed record OtherVersion(string Id, DateTimeOffset? Created, string Document);

/// <summary>Who holds a policy.</summary>
/// <param name="Arn">The ARN of a user, role or group.</param>
/// <param name="Name">Its name.</param>
/// <param name="How"><c>attached</c>, <c>inline</c> or <c>boundary</c>.</param>
public sealed record PolicyHolder(string Arn, string Name, string How);
