using System.Collections.Immutable;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Use of an account's root user.</summary>
public sealed record RootUse(string AccountId, long Events, DateTimeOffset First, DateTimeOffset Last, ImmutableArray<string> EventNames);

/// <summary>Someone in the logs who is not in the account files: deleted, of another account, a service.</summary>
public sealed record LoggedStranger(LoggedActor Actor, long Events, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>Its ARN where known, else what names it.</summary>
    public string Label => Actor.Arn ?? (Actor.UniqueId is null ? Actor.AccountId : Actor.AccountId is null ? Actor.UniqueId : $"{Actor.UniqueId} of account {Actor.AccountId}") ?? "unknown";
}

/// <summary>What was granted against what was used, for all principals of some accounts, in a window.</summary>
public sealed record UsageResult
{
    /// <summary>The window.</summary>
    public required UsageWindow Window { get; init; }

    /// <summary>Users and roles in ordinal order of ARN.</summary>
    public required ImmutableArray<ActorUsage> Actors { get; init; }

    /// <summary>What the logs reach over.</summary>
    public required Coverage Coverage { get; init; }

    /// <summary>Distinct events in the window.</summary>
    public required long Events { get; init; }

    /// <summary>API calls that the catalogue does not know, whoever made them.</summary>
    public required ImmutableArray<UnresolvedEvent> Unresolved { get; init; }

    /// <summary>Use of root users, by account.</summary>
    public required ImmutableArray<RootUse> Root { get; init; }

    /// <summary>Who acted and is not in the account files, in ordinal order of their names.</summary>
    public required ImmutableArray<LoggedStranger> Strangers { get; init; }
}
