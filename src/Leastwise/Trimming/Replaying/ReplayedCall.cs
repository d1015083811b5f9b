using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Trimming.Replaying;

/// <summary>What becomes of calls under a proposal.</summary>
public enum ReplayOutcome
{
    /// <summary>Allowed, as it was.</summary>
    AsBefore,

    /// <summary>It was let through, and the proposal denies it.</summary>
    WouldBreak,

    /// <summary>The record does not tell what the answer hangs on.</summary>
    CannotBeDecided,

    /// <summary>It was let through once; today's policies deny it already, whatever is proposed, or their state then was another.</summary>
    DeniedToday,

    /// <summary>Today's policies deny it, and the proposal allows it.</summary>
    NewlyAllowed,

    /// <summary>It was denied and stays so.</summary>
    StillDenied,
}

/// <summary>Calls of one principal that take one authorization and fare alike.</summary>
public sealed record ReplayedCall
{
    /// <summary>Whose policies decide.</summary>
    public required IamPrincipal Principal { get; init; }

    /// <summary>The action; of an event that the catalogue does not know, the event as <c>source:name</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The resource's ARN or pattern; <c>*</c> where the action works on none, or the records do not tell.</summary>
    public required string Resource { get; init; }

    /// <summary>What becomes of them.</summary>
    public required ReplayOutcome Outcome { get; init; }

    /// <summary>The decision under the proposal; null where the catalogue does not know the event.</summary>
    public required Decision? Proposed { get; init; }

    /// <summary>What the records would have to tell, in ordinal order: context keys, or the resource.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Whether the calls were denied when they were made.</summary>
    public required bool WasDenied { get; init; }

    /// <summary>The events that stand for them, as <c>source:name</c>, in ordinal order.</summary>
    public required ImmutableArray<string> Events { get; init; }

    /// <summary>The people and machines behind them, in ordinal order.</summary>
    public required ImmutableArray<string> People { get; init; }

    /// <summary>How many.</summary>
    public required long Count { get; init; }

    /// <summary>The first, UTC.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>The last, UTC.</summary>
    public required DateTimeOffset Last { get; init; }
}

/// <summary>History decided under a proposal.</summary>
public sealed record ReplayResult
{
    /// <summary>The days.</summary>
    public required UsageWindow Window { get; init; }

    /// <summary>Users and roles whose calls were decided.</summary>
    public required int Principals { get; init; }

    /// <summary>Of these, those without any call.</summary>
    public required ImmutableArray<string> Silent { get; init; }

    /// <summary>Events by what becomes of them; an event that takes several authorizations counts for the worst.</summary>
    public required ImmutableSortedDictionary<ReplayOutcome, long> Events { get; init; }

    /// <summary>Events that need no privilege, or whose records prove none.</summary>
    public required long WithoutPrivilege { get; init; }

    /// <summary>All calls that are not as before and not still denied: by outcome, then principal, action and resource.</summary>
    public required ImmutableArray<ReplayedCall> Calls { get; init; }

    /// <summary>What the answer rests on, one sentence each.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Whether some history would break.</summary>
    public bool Breaks => CountOf(ReplayOutcome.WouldBreak) > 0;

    /// <summary>The events of an outcome.</summary>
    public long CountOf(ReplayOutcome outcome) => Events.GetValueOrDefault(outcome);
}
