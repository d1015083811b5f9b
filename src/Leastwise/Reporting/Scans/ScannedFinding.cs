using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>A finding with what is known of it besides: whom it concerns, what use is made of it, whether it is excluded or known before.</summary>
public sealed record ScannedFinding
{
    /// <summary>The finding.</summary>
    public required Finding Finding { get; init; }

    /// <summary>
    /// Users and roles that the risk is real for, in ordinal order: the principal itself or, of a policy, those that have a finding of that kind by a
    /// statement of it. A holder that a Deny or a boundary protects is not among them.
    /// </summary>
    public ImmutableArray<string> Principals { get; init; } = [];

    /// <summary>The policy that it is about or that gives all of it; null where several policies together do, or none.</summary>
    public NamedPolicy? Policy { get; init; }

    /// <summary>The use that is made of its privileges; null where no logs were given.</summary>
    public FindingUse? Use { get; init; }

    /// <summary>Why it is excluded; null where it is not.</summary>
    public Exclusion? Excluded { get; init; }

    /// <summary>Whether the baseline has it.</summary>
    public bool InBaseline { get; init; }

    /// <summary>Whether it is not excluded.</summary>
    public bool IsOpen => Excluded is null;
}
