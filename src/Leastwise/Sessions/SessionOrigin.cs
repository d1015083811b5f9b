using System.Collections.Immutable;

namespace Leastwise.Sessions;

/// <summary>One step of a chain.</summary>
/// <param name="Call">The call that issued the session, such as <c>AssumeRole</c> or <c>SwitchRole</c>.</param>
/// <param name="Role">The ARN of the role that it led to; for other credentials the ARN of whose privileges they have.</param>
public sealed record SessionHop(string Call, string Role);

/// <summary>Who was behind sessions, and by which way.</summary>
/// <param name="Origin">The person or machine.</param>
/// <param name="Chain">The steps from the origin to the session; empty where the step was not seen.</param>
public sealed record SessionPath(Origin Origin, ImmutableArray<SessionHop> Chain)
{
    /// <summary>What two paths have in common that are the same.</summary>
    public string Key => string.Join('\n', Chain.Select(hop => $"{hop.Call}\t{hop.Role}").Prepend(Origin.Label));
}

/// <summary>Who was behind a principal's sessions by one way, how often and when.</summary>
/// <param name="Origin">The person or machine.</param>
/// <param name="Chain">The steps from the origin to the role.</param>
/// <param name="Sessions">Distinct sessions.</param>
/// <param name="Events">Distinct events in them.</param>
/// <param name="First">The first of them, UTC.</param>
/// <param name="Last">The last of them, UTC.</param>
public sealed record SessionOrigin(Origin Origin, ImmutableArray<SessionHop> Chain, long Sessions, long Events, DateTimeOffset First, DateTimeOffset Last);
