using System.Collections.Immutable;
using Leastwise.Sessions;
using Leastwise.Trail;

namespace Leastwise.Usage;

/// <summary>Calls that have everything in common but their time, within a window.</summary>
public sealed record Observation
{
    /// <summary>Who.</summary>
    public required LoggedActor Actor { get; init; }

    /// <summary>Through which session; null for none.</summary>
    public required SessionIdentity? Session { get; init; }

    /// <summary>The <c>eventSource</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The <c>eventName</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The <c>eventType</c>; null where the record had none.</summary>
    public required string? Type { get; init; }

    /// <summary>The <c>eventCategory</c>; null where the record had none.</summary>
    public string? Category { get; init; }

    /// <summary>How they ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The account whose trail recorded them; empty where the record does not say.</summary>
    public required string AccountId { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The service that called on the caller's behalf; null for none.</summary>
    public required string? InvokedBy { get; init; }

    /// <summary>The other account that recorded the calls too, under the same shared id; null for none.</summary>
    public required string? OtherAccountId { get; init; }

    /// <summary>Whether the request named a role that it hands to a service.</summary>
    public required bool PassesRole { get; init; }

    /// <summary>What the denials named; null for none.</summary>
    public required DeniedCall? Denial { get; init; }

    /// <summary>Under which circumstances; only where details were asked for.</summary>
    public Circumstance Circumstance { get; init; } = Circumstance.None;

    /// <summary>On which resources, patterns where there were too many; only where details were asked for.</summary>
    public ImmutableArray<UsedResource> Resources { get; init; } = [];

    /// <summary>How many.</summary>
    public required long Count { get; init; }

    /// <summary>The first, UTC.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>The last, UTC.</summary>
    public required DateTimeOffset Last { get; init; }
}

/// <summary>Under which circumstances calls were made.</summary>
/// <param name="Mfa">Whether multi-factor authentication vouched for the caller; null where the records do not say.</param>
/// <param name="VpcEndpointId">The VPC endpoint; null for none.</param>
/// <param name="Network">The source's network (<c>/24</c>, IPv6 <c>/48</c>), or the service that called; null where the records do not say.</param>
public sealed record Circumstance(bool? Mfa, string? VpcEndpointId, string? Network)
{
    /// <summary>Nothing is known of them.</summary>
    public static Circumstance None { get; } = new(null, null, null);
}

/// <summary>What the message of a denial names.</summary>
/// <param name="Action">The privilege; null where the message does not name it.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Reason">Which policies said no and whether by a statement, such as <c>no identity-based policy allows it</c>; null where the message does not say.</param>
public sealed record DeniedCall(string? Action, string? Resource, string? Reason);

/// <summary>A service in an account.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Prefix">The service's prefix.</param>
public sealed record AccountService(string AccountId, string Prefix);

/// <summary>What a ledger holds about a window, at one time.</summary>
/// <param name="Window">The window.</param>
/// <param name="Observations">Everything observed in it; order means nothing.</param>
/// <param name="Issued">All credentials issued, in the window or not: a chain may begin before it.</param>
/// <param name="Coverage">What the logs reach over; data events within the window.</param>
/// <param name="Lost">Files with events that were not read, in ordinal order of path.</param>
public sealed record LedgerView(
    UsageWindow Window,
    ImmutableArray<Observation> Observations,
    ImmutableArray<IssuedCredentials> Issued,
    Coverage Coverage,
    ImmutableArray<LostFile> Lost)
{
    /// <summary>Long-term access keys that were created, as credentials issued.</summary>
    public ImmutableArray<IssuedCredentials> CreatedKeys { get; init; } = [];

    private readonly ImmutableHashSet<AccountService>? excludable;

    /// <summary>
    /// Accounts and services whose events a trail can leave out, and that the logs hold some of, whoever made them: KMS and the RDS Data API. From the observations,
    /// where a view of some actors only does not say otherwise.
    /// </summary>
    public ImmutableHashSet<AccountService> Excludable
    {
        get => excludable ?? [.. Observations.Select(one => new AccountService(one.AccountId, one.Source.Split('.')[0])).Where(pair => SelectedEvents.IsExcludable(pair.Prefix))];
        init => excludable = value;
    }

    private readonly ImmutableHashSet<string>? trailChanges;

    /// <summary>Accounts whose logs hold, in the window, a call that changes what a trail records, whoever made it and however it ended. From the observations, as above.</summary>
    public ImmutableHashSet<string> TrailChanges
    {
        get => trailChanges ?? [.. Observations.Where(one => one.Source == TrailEvidence.Source && TrailEvidence.Changes.Contains(one.Name)).Select(one => one.AccountId)];
        init => trailChanges = value;
    }

    /// <summary>The coverage's days that lie within the window.</summary>
    public IEnumerable<LoggedDay> DaysWithin => Coverage.Days.Where(day => day.Day >= Window.FirstDay && day.Day <= Window.LastDay);
}
