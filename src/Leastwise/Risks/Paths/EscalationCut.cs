using System.Collections.Immutable;

namespace Leastwise.Risks.Paths;

/// <summary>The grants whose removal breaks the paths to administrator, with the proof: the accounts evaluated again without them.</summary>
public sealed record EscalationCut
{
    /// <summary>The grants, unused ones first, then by policy and statement.</summary>
    public required ImmutableArray<CutGrant> Grants { get; init; }

    /// <summary>What they cost together: 1 for an unused grant, 2 for one of which nothing is known, 4 for a used one; twice that for attachments and for trust.</summary>
    public required int Cost { get; init; }

    /// <summary>No set of grants that breaks these paths can cost less. Equal to <see cref="Cost"/> where the set is the cheapest.</summary>
    public required int LowerBound { get; init; }

    /// <summary>How many users and roles that are no administrators could become one.</summary>
    public required int Before { get; init; }

    /// <summary>How many still can when the accounts are evaluated again without the grants.</summary>
    public required int After { get; init; }

    /// <summary>Those who still can, with their shortest way, because nothing on it can be taken away by itself.</summary>
    public required ImmutableArray<EscalationRoute> Remaining { get; init; }

    /// <summary>How many administrators there were.</summary>
    public required int AdministratorsBefore { get; init; }

    /// <summary>How many there are without the grants.</summary>
    public required int AdministratorsAfter { get; init; }

    /// <summary>Whether no cheaper set exists.</summary>
    public bool IsCheapest => Cost == LowerBound;
}
