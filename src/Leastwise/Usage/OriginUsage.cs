using System.Collections.Immutable;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>What one person or machine used through a principal.</summary>
public sealed record OriginUsage
{
    /// <summary>The person or machine.</summary>
    public required Origin Origin { get; init; }

    /// <summary>By which ways, most events first; empty where the principal acted itself.</summary>
    public required ImmutableArray<SessionOrigin> Ways { get; init; }

    /// <summary>Events of any outcome.</summary>
    public required long Events { get; init; }

    /// <summary>The first of them, UTC.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>The last.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>Calls that a policy denied.</summary>
    public required long DeniedCalls { get; init; }

    /// <summary>What was exercised, granted now or not; in the catalogue's order.</summary>
    public required ImmutableArray<PrivilegeUsage> Privileges { get; init; }

    /// <summary>Calls that the catalogue does not know.</summary>
    public required ImmutableArray<UnresolvedEvent> Unresolved { get; init; }
}
