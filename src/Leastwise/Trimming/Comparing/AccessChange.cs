using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Trimming.Comparing;

/// <summary>A request that one side allows and the other does not: the proof of a difference, decided by <see cref="RequestEvaluator"/>.</summary>
/// <param name="Request">The request.</param>
/// <param name="Refused">How the side that does not allow it decides.</param>
public sealed record Witness(AccessRequest Request, Decision Refused);

/// <summary>Actions that a statement of one side allows beyond the other side, or may.</summary>
public sealed record AccessChange
{
    /// <summary>The actions, by id.</summary>
    public ImmutableArray<CatalogAction> Actions { get; init; } = [];

    /// <summary>Patterns of the statement that match no action of the catalogue, so that nothing can be proved of them.</summary>
    public ImmutableArray<string> UnknownPatterns { get; init; } = [];

    /// <summary>The policy whose statement allows them.</summary>
    public required NamedPolicy Policy { get; init; }

    /// <summary>The statement.</summary>
    public required Statement Statement { get; init; }

    /// <summary>The proof, for the first of the actions; null where it could be neither proved nor ruled out.</summary>
    public Witness? Witness { get; init; }

    /// <summary>Whether it is proved.</summary>
    public bool IsCertain => Witness is not null;
}

/// <summary>What two sets of policies allow differently.</summary>
public sealed record PolicyDifference
{
    /// <summary>What only the new set allows, then what it may allow beyond the old one.</summary>
    public required ImmutableArray<AccessChange> Gained { get; init; }

    /// <summary>What only the old set allows, then what it may allow beyond the new one.</summary>
    public required ImmutableArray<AccessChange> Lost { get; init; }

    /// <summary>What the comparison rests on or leaves out, one sentence each.</summary>
    public required ImmutableArray<string> Remarks { get; init; }

    /// <summary>Whether it is proved that the new set allows nothing that the old one does not.</summary>
    public bool IsNoNewAccess => Gained.IsEmpty;

    /// <summary>Whether both are proved to allow the same.</summary>
    public bool IsSame => Gained.IsEmpty && Lost.IsEmpty;
}
