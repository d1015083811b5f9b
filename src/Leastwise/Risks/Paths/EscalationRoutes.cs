using System.Collections.Immutable;

namespace Leastwise.Risks.Paths;

/// <summary>Which routes are wanted.</summary>
public sealed record RouteRequest
{
    /// <summary>The ARN of the one who goes; null for everybody, of whom the best route each is told.</summary>
    public string? From { get; init; }

    /// <summary>The ARN of the one that is to be reached; null for any administrator.</summary>
    public string? To { get; init; }

    /// <summary>The account whose administrator is to be reached; null for that of any. It counts where <see cref="To"/> is null.</summary>
    public string? ToAccount { get; init; }

    /// <summary>At most so many hops.</summary>
    public int MaxHops { get; init; } = 5;

    /// <summary>At most so many routes of one who goes.</summary>
    public int Most { get; init; } = 20;
}

/// <summary>Routes as asked for.</summary>
public sealed record EscalationRoutes
{
    /// <summary>What was asked.</summary>
    public required RouteRequest Request { get; init; }

    /// <summary>The routes: fewest hops first, then the surest, then by names.</summary>
    public required ImmutableArray<EscalationRoute> Routes { get; init; }

    /// <summary>Whether there are more routes than <see cref="RouteRequest.Most"/>.</summary>
    public bool HasMore { get; init; }

    /// <summary>How many users and roles there are.</summary>
    public required int Actors { get; init; }

    /// <summary>Those who are full administrators already, in ordinal order of ARN.</summary>
    public required ImmutableArray<PathNode> Administrators { get; init; }

    /// <summary>How many users and roles that are no administrators have some route within the hops, whatever was asked <see cref="RouteRequest.From"/>.</summary>
    public required int Reaching { get; init; }
}
