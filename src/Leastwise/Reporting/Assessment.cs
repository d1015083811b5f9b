using System.Collections.Immutable;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>
/// The one value that every report is written from: text, JSON, page. It carries no time of its making, so the same input gives the same bytes,
/// and nothing that could not be read back from <c>report.json</c>.
/// </summary>
public sealed record Assessment
{
    /// <summary>Leastwise's version.</summary>
    public required string Version { get; init; }

    /// <summary>The catalogue's version.</summary>
    public required string CatalogVersion { get; init; }

    /// <summary>A short name for people, such as the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>The time that verdicts speak of.</summary>
    public required UsageWindow Window { get; init; }

    /// <summary>The accounts whose details were read, in ordinal order of id.</summary>
    public required ImmutableArray<AssessedAccount> Accounts { get; init; }

    /// <summary>Users and roles with their verdicts, in ordinal order of ARN.</summary>
    public required ImmutableArray<AssessedPrincipal> Principals { get; init; }

    /// <summary>All findings, in the order of severity down, kind, principal, id.</summary>
    public required ImmutableArray<AssessedFinding> Findings { get; init; }

    /// <summary>Callers that only the logs know: of other accounts, or deleted since; in ordinal order of ARN.</summary>
    public ImmutableArray<Stranger> Strangers { get; init; } = [];

    /// <summary>What the verdicts rest on, and what is missing.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>The policies that principals hold or findings speak of, in ordinal order of id.</summary>
    public ImmutableArray<AssessedPolicy> Policies { get; init; } = [];

    /// <summary>Who can become administrator; null where nobody asked.</summary>
    public AssessedPaths? Paths { get; init; }

    /// <summary>For whom trimmed policies were worked out, one or two sentences; null where nobody asked.</summary>
    public string? TrimRule { get; init; }

    /// <summary>What was wrong with account files and policies.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The sum of all principals' counts.</summary>
    public VerdictCounts Counts => VerdictCounts.Sum(Principals);

    /// <summary>The account's name where it has one, with its id; else the id.</summary>
    public string AccountLabel(string accountId) =>
        Accounts.FirstOrDefault(account => account.Id == accountId)?.Name is { Length: > 0 } name ? $"{name} ({accountId})" : accountId;
}

/// <summary>An account.</summary>
/// <param name="Id">Twelve digits.</param>
/// <param name="Name">The organization's name for it; null where unknown.</param>
/// <param name="Root">What its root user did in the window; null where the logs show nothing of it.</param>
public sealed record AssessedAccount(string Id, string? Name, RootUse? Root);

/// <summary>A caller that the account details do not know.</summary>
/// <param name="Arn">Its ARN or, where it has none, what the log calls it.</param>
/// <param name="Why">One sentence: of another account, or no longer there.</param>
/// <param name="Events">Its calls.</param>
/// <param name="Last">The last, UTC.</param>
public sealed record Stranger(string Arn, string Why, long Events, DateTimeOffset? Last);
