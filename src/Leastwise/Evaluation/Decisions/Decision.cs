using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Evaluation.Decisions;

/// <summary>How a request is answered.</summary>
public enum DecisionKind
{
    /// <summary>Nothing denies it and all that must allow it does.</summary>
    Allowed,

    /// <summary>A Deny statement applies.</summary>
    ExplicitDeny,

    /// <summary>No Deny statement applies, but something that must allow it does not.</summary>
    ImplicitDeny,

    /// <summary>It depends on context keys that the request does not give, or on a condition that cannot be read.</summary>
    Undetermined,
}

/// <summary>The layers of policies that a decision can come from.</summary>
public enum DecisionLayer
{
    /// <summary>Identity policies.</summary>
    Identity,

    /// <summary>The permissions boundary.</summary>
    Boundary,

    /// <summary>Session policies.</summary>
    Session,

    /// <summary>Service control policies.</summary>
    ServiceControl,

    /// <summary>Resource control policies.</summary>
    ResourceControl,

    /// <summary>The resource's own policy.</summary>
    Resource,

    /// <summary>The VPC endpoint's policy.</summary>
    Endpoint,
}

/// <summary>A statement that decided, with where it stands.</summary>
public sealed record DecidingStatement(DecisionLayer Layer, NamedPolicy Policy, Statement Statement);

/// <summary>The answer to a request, with its reason.</summary>
public sealed record Decision
{
    /// <summary>The answer.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>The layer that decided: that which grants, that which denies, or the first that must allow and does not.</summary>
    public required DecisionLayer DecidedBy { get; init; }

    /// <summary>The statements that grant or deny; those that hang on the unknown where the answer is undetermined; none for an implicit deny.</summary>
    public ImmutableArray<DecidingStatement> Statements { get; init; } = [];

    /// <summary>Whether it is undetermined because a policy of the deciding layer could not be read to the end and may deny it.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>The context keys that would settle an undetermined answer, in ordinal order.</summary>
    public ImmutableArray<string> MissingContext { get; init; } = [];
}
