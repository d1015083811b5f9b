using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Evaluation;

/// <summary>The layers of AWS's policy evaluation that a statement can stand in.</summary>
public enum PolicyLayer
{
    /// <summary>The principal's own policies and its groups'.</summary>
    Identity,

    /// <summary>The permissions boundary.</summary>
    Boundary,

    /// <summary>Policies passed when a session was made.</summary>
    Session,

    /// <summary>The organization's service control policies.</summary>
    ServiceControl,

    /// <summary>The organization's resource control policies, which bind what is done to its accounts' resources.</summary>
    ResourceControl,

    /// <summary>The resource's own policy.</summary>
    Resource,
}

/// <summary>A statement with its policy and layer: the reason of an answer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Statement">The statement.</param>
/// <param name="ViaGroup">The group through which a user holds it; else null.</param>
public sealed record StatementSource(PolicyLayer Layer, NamedPolicy Policy, Statement Statement, string? ViaGroup)
{
    /// <summary>What tells it apart from other statements without reading them: where it stands, and how it came.</summary>
    internal (PolicyLayer, string, string?, string?, int, string?) Place => (Layer, Policy.Name, Policy.Arn, Policy.Owner, Statement.Index, ViaGroup);
}

/// <summary>A privilege that a principal effectively holds, with what gives and what limits it.</summary>
public sealed record Grant
{
    /// <summary>The privilege.</summary>
    public required CatalogAction Action { get; init; }

    /// <summary>The identity statements that allow it, each with its own resources and conditions; at least one.</summary>
    public required ImmutableArray<StatementSource> Allows { get; init; }

    /// <summary>Deny statements of any layer that take away a part: some resources, or under a condition.</summary>
    public required ImmutableArray<StatementSource> Denies { get; init; }

    /// <summary>
    /// Boundary, session and service control statements that allow it only in part, by resource or condition; empty where no layer narrows it.
    /// </summary>
    public required ImmutableArray<StatementSource> Limits { get; init; }

    /// <summary>
    /// Whether some allowing statement without conditions covers all resources that the action has, every limiting layer lets all of it through, and no
    /// Deny of any layer bears on it: a conditional Deny, or one of a single resource, already makes it restricted.
    /// </summary>
    public required bool IsUnrestricted { get; init; }
}
