using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Calls that a policy denied.</summary>
/// <param name="Source">The event source.</param>
/// <param name="Name">The event name.</param>
/// <param name="Denial">What the message names; null where it names nothing.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The first, UTC.</param>
/// <param name="Last">The last, UTC.</param>
public sealed record DeniedUse(string Source, string Name, DeniedCall? Denial, long Count, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>What the records say the calls were about, where the message names no resource; only where resources were read.</summary>
    public ImmutableArray<string> About { get; init; } = [];
}

/// <summary>A principal that had the same ARN and another unique id: it was deleted, and its use is not its namesake's.</summary>
public sealed record FormerPrincipal(string UniqueId, long Events, DateTimeOffset First, DateTimeOffset Last);

/// <summary>One user or role: what it holds against what it used.</summary>
public sealed record ActorUsage
{
    /// <summary>The user or role.</summary>
    public required IamPrincipal Principal { get; init; }

    /// <summary>
    /// Verdicts in the catalogue's order: ordinal by full name without regard to case. Privileges that always work, such as <c>sts:GetCallerIdentity</c>, are left out: no
    /// policy can take them away.
    /// </summary>
    public required ImmutableArray<PrivilegeUsage> Privileges { get; init; }

    /// <summary>Privileges granted: used, unused and unknown together.</summary>
    public required int Granted { get; init; }

    /// <summary>Granted and used.</summary>
    public required int Used { get; init; }

    /// <summary>Granted and certainly not used.</summary>
    public required int Unused { get; init; }

    /// <summary>Granted, and nobody can know.</summary>
    public required int Unknown { get; init; }

    /// <summary>Used and not granted.</summary>
    public required int Ungranted { get; init; }

    /// <summary>Distinct events of any outcome in the window.</summary>
    public required long Events { get; init; }

    /// <summary>The first of them, UTC; null for none.</summary>
    public required DateTimeOffset? FirstUsed { get; init; }

    /// <summary>The last of them.</summary>
    public required DateTimeOffset? LastUsed { get; init; }

    /// <summary>API calls that the catalogue does not know, by source and name.</summary>
    public required ImmutableArray<UnresolvedEvent> Unresolved { get; init; }

    /// <summary>Calls that a policy denied.</summary>
    public required long DeniedCalls { get; init; }

    /// <summary>The same, by event and what the message names.</summary>
    public required ImmutableArray<DeniedUse> Denied { get; init; }

    /// <summary>Who was behind the sessions, most events first.</summary>
    public required ImmutableArray<SessionOrigin> Origins { get; init; }

    /// <summary>Deleted namesakes that the logs still show.</summary>
    public required ImmutableArray<FormerPrincipal> Former { get; init; }

    /// <summary>Whether it did anything in the window.</summary>
    public bool IsActive => Events > 0;
}
