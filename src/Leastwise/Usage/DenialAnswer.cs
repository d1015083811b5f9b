using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Usage;

/// <summary>What would have to change so that a denied call works.</summary>
public enum DenialRemedy
{
    /// <summary>Nothing: it is allowed by now.</summary>
    AllowedNow,

    /// <summary>Nothing, where the named conditions are met.</summary>
    AllowedUnderConditions,

    /// <summary>The named grants.</summary>
    Grant,

    /// <summary>No grant helps: an organization's policy denies it.</summary>
    Pointless,

    /// <summary>A statement that denies it must go first.</summary>
    RemoveDeny,

    /// <summary>It cannot be worked out.</summary>
    Unknown,
}

/// <summary>A statement that is missing somewhere.</summary>
/// <param name="Layer">In which layer.</param>
/// <param name="Where">In whose policy, in words.</param>
/// <param name="Statement">The statement as JSON.</param>
public sealed record MissingGrant(DecisionLayer Layer, string Where, string Statement);

/// <summary>A denied call of a principal with what would allow it.</summary>
public sealed record DenialAnswer
{
    /// <summary>Who.</summary>
    public required IamPrincipal Principal { get; init; }

    /// <summary>The calls.</summary>
    public required DeniedUse Denied { get; init; }

    /// <summary>The privilege: as the message names it, else as the catalogue does; null where neither tells.</summary>
    public required string? Action { get; init; }

    /// <summary>The resource that was judged: as the message names it, else the one that the record tells of, else <c>*</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>Which layer denied, as the message says; empty where it does not.</summary>
    internal string Reason => Denied.Denial?.Reason ?? "";

    /// <summary>The resource that message or record name; null where neither does.</summary>
    public string? On => Denied.Denial?.Resource ?? (Resource == "*" ? null : Resource);

    /// <summary>What must change.</summary>
    public required DenialRemedy Remedy { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>The smallest statements that would allow it together; empty for other remedies.</summary>
    public ImmutableArray<MissingGrant> Grants { get; init; } = [];

    /// <summary>The statements that deny it, for <see cref="DenialRemedy.Pointless"/> and <see cref="DenialRemedy.RemoveDeny"/>.</summary>
    public ImmutableArray<DecidingStatement> DeniedBy { get; init; } = [];
}
