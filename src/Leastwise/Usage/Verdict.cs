using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Usage;

/// <summary>That a privilege was exercised: how often, when, where.</summary>
/// <param name="Count">Distinct events, denied ones not counted.</param>
/// <param name="First">The first of them, UTC.</param>
/// <param name="Last">The last of them, UTC.</param>
/// <param name="Regions">Regions in ordinal order.</param>
/// <param name="Events">The events that prove it, as <c>source:name</c>, in ordinal order.</param>
/// <param name="Inferred">
/// True where no event proves that the caller asked for it: it was read from a request's parameters (<c>iam:PassRole</c> from role ARNs), a service used a key
/// for the caller, or only IAM's last-accessed data tells of it.
/// </param>
public sealed record UseEvidence(
    long Count,
    DateTimeOffset First,
    DateTimeOffset Last,
    ImmutableArray<string> Regions,
    ImmutableArray<string> Events,
    bool Inferred)
{
    /// <summary>Whether IAM's last-accessed data alone tells of it: an attempt, which may have been denied; <see cref="Count"/> is 0 then.</summary>
    public bool ByLastAccessed { get; init; }

    /// <summary>The resources it was exercised on, as far as the records name them, in ordinal order; patterns where there were too many.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];
}

/// <summary>Who exercised a privilege: a person or machine behind a session, or the principal itself.</summary>
/// <param name="Who">As its origin's label names it.</param>
/// <param name="Count">How often.</param>
/// <param name="Last">The last time, UTC.</param>
public sealed record UsedBy(string Who, long Count, DateTimeOffset Last);

/// <summary>Why a privilege's use cannot be known.</summary>
public enum UnknownReason
{
    /// <summary>CloudTrail never records it.</summary>
    NeverRecorded,

    /// <summary>It is not known whether CloudTrail records it.</summary>
    LoggingNotKnown,

    /// <summary>It is a data event, and nothing shows that the trail selects it.</summary>
    DataEventNotSeen,

    /// <summary>There are no logs of the principal's account.</summary>
    NoLogs,

    /// <summary>It is a management event of a kind that trails can leave out, and the logs hold none of that kind.</summary>
    KindNotSeen,

    /// <summary>A file of the logs could not be read to its end.</summary>
    FileNotRead,

    /// <summary>The logs do not reach over the whole window asked for.</summary>
    WindowNotCovered,

    /// <summary>Days are missing within the window.</summary>
    Gap,

    /// <summary>It belongs to a global service, and the logs hold nothing of the region that records those.</summary>
    RegionNotCovered,

    /// <summary>The principal was made after the window's start.</summary>
    YoungerThanWindow,

    /// <summary>The principal made calls that may need it besides, and their records do not show whether they did.</summary>
    PossiblyNeeded,

    /// <summary>Asked who used a role: sessions used it whose origin is not known.</summary>
    OriginNotKnown,
}

/// <summary>What evidence says about a privilege of a principal. One of four cases.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Granted, and exercised in the window.</summary>
    public sealed record Used(UseEvidence Evidence) : Verdict;

    /// <summary>Granted, not exercised, and the logs would have shown it.</summary>
    /// <param name="Because">One sentence that says what would have shown it.</param>
    public sealed record Unused(string Because) : Verdict;

    /// <summary>Granted, no exercise seen, but the logs need not have shown it.</summary>
    /// <param name="Reason">The kind of reason.</param>
    /// <param name="Because">One sentence.</param>
    /// <param name="Settle">What would settle it, one sentence.</param>
    public sealed record Unknown(UnknownReason Reason, string Because, string Settle) : Verdict;

    /// <summary>Exercised in the window, not granted by the account file.</summary>
    /// <param name="Evidence">The exercise.</param>
    /// <param name="LikelyCause">One sentence.</param>
    public sealed record Ungranted(UseEvidence Evidence, string LikelyCause) : Verdict
    {
        /// <summary>Who did, most recent first.</summary>
        public ImmutableArray<UsedBy> By { get; init; } = [];
    }
}

/// <summary>A privilege with its verdict.</summary>
public sealed record PrivilegeUsage(CatalogAction Action, Verdict Verdict);

/// <summary>An event name that the catalogue could not resolve, with how often it occurred.</summary>
public sealed record UnresolvedEvent(string Source, string Name, long Count);
