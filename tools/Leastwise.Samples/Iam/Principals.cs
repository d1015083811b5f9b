using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Leastwise.Samples.Iam;

/// <summary>An inline policy.</summary>
public sealed record InlinePolicy(string Name, JsonObject Document);

/// <summary>One version of a managed policy.</summary>
public sealed record PolicyVersion(string Id, DateTime Created, JsonObject Document, bool IsDefault = false);

/// <summary>A managed policy with its versions, newest first, as IAM lists them.</summary>
public sealed record ManagedPolicy(string Arn, ImmutableArray<PolicyVersion> Versions)
{
    /// <summary>The last part of the ARN.</summary>
    public string Name => Arn[(Arn.LastIndexOf('/') + 1)..];

    /// <summary>The path between <c>policy</c> and the name.</summary>
    public string Path => Arn[(Arn.IndexOf(":policy", StringComparison.Ordinal) + 7)..(Arn.LastIndexOf('/') + 1)];

    /// <summary>A policy with one version.</summary>
    public static ManagedPolicy OneVersion(string arn, DateTime created, JsonObject document) =>
        new(arn, [new("v1", created, document, IsDefault: true)]);
}

/// <summary>What users, groups and roles have in common.</summary>
public abstract record Principal
{
    /// <summary>Its account.</summary>
    public required string Account { get; init; }

    /// <summary>Its name, without the path.</summary>
    public required string Name { get; init; }

    /// <summary>Its path; <c>/</c> for most.</summary>
    public string Path { get; init; } = "/";

    /// <summary>When it was made.</summary>
    public required DateTime Created { get; init; }

    /// <summary>ARNs of attached managed policies.</summary>
    public ImmutableArray<string> Attached { get; init; } = [];

    /// <summary>Inline policies.</summary>
    public ImmutableArray<InlinePolicy> Inline { get; init; } = [];

    /// <summary>The ARN, path included.</summary>
    public abstract string Arn { get; }

    /// <summary>The unique id.</summary>
    public abstract string Id { get; }
}

/// <summary>A user.</summary>
public sealed record User : Principal
{
    /// <summary>Names of its groups.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Tags.</summary>
    public ImmutableArray<(string Key, string Value)> Tags { get; init; } = [];

    /// <summary>Which user of that name this is: 2 for one that was deleted and made anew.</summary>
    public int Incarnation { get; init; } = 1;

    /// <inheritdoc/>
    public override string Arn => $"arn:aws:iam::{Account}:user{Path}{Name}";

    /// <inheritdoc/>
    public override string Id => UniqueId.Of("AIDA", Arn, Incarnation);
}

/// <summary>A group.</summary>
public sealed record Group : Principal
{
    /// <inheritdoc/>
    public override string Arn => $"arn:aws:iam::{Account}:group{Path}{Name}";

    /// <inheritdoc/>
    public override string Id => UniqueId.Of("AGPA", Arn);
}

/// <summary>A role.</summary>
public sealed record Role : Principal
{
    /// <summary>Who may assume it.</summary>
    public required JsonObject Trust { get; init; }

    /// <summary>ARN of the permissions boundary, if it has one.</summary>
    public string? Boundary { get; init; }

    /// <summary>True if an instance profile of the same name holds it.</summary>
    public bool HasInstanceProfile { get; init; }

    /// <summary>Tags.</summary>
    public ImmutableArray<(string Key, string Value)> Tags { get; init; } = [];

    /// <inheritdoc/>
    public override string Arn => $"arn:aws:iam::{Account}:role{Path}{Name}";

    /// <inheritdoc/>
    public override string Id => UniqueId.Of("AROA", Arn);
}

/// <summary>Everything that IAM knows of an account.</summary>
public sealed record Account
{
    /// <summary>Twelve digits.</summary>
    public required string Id { get; init; }

    /// <summary>Users.</summary>
    public required ImmutableArray<User> Users { get; init; }

    /// <summary>Groups.</summary>
    public required ImmutableArray<Group> Groups { get; init; }

    /// <summary>Roles.</summary>
    public required ImmutableArray<Role> Roles { get; init; }

    /// <summary>Managed policies, those of AWS that are attached among them.</summary>
    public required ImmutableArray<ManagedPolicy> Policies { get; init; }

    /// <summary>True to write documents URL-encoded, as the raw API returns them; the CLI decodes them.</summary>
    public bool EncodesDocuments { get; init; }

    /// <summary>Users, groups and roles together.</summary>
    public IEnumerable<Principal> Everyone => [.. Users, .. Groups, .. Roles];
}
