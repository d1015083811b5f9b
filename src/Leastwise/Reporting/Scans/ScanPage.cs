using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Risks;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting.Scans;

/// <summary>A scan as the page shows it: with logs an assessment, without them principals and findings alone.</summary>
public sealed record ScanPage
{
    /// <summary>A short name.</summary>
    public required string Name { get; init; }

    /// <summary>Leastwise's version.</summary>
    public required string Version { get; init; }

    /// <summary>The catalogue's version.</summary>
    public required string CatalogVersion { get; init; }

    /// <summary>The accounts.</summary>
    public required ImmutableArray<AccountSnapshot> Accounts { get; init; }

    /// <summary>The organization; null where unknown.</summary>
    public OrganizationSnapshot? Organization { get; init; }

    /// <summary>What was wrong with the input.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>With logs.</summary>
    public Assessment Join(ImmutableArray<Finding> findings, UsageResult usage, IngestSummary ingest) => new AssessmentSources
    {
        Name = Name,
        Version = Version,
        CatalogVersion = CatalogVersion,
        Accounts = Accounts,
        Organization = Organization,
        Usage = usage,
        Findings = findings,
        Ingest = ingest,
        Diagnostics = Diagnostics,
    }.Join();

    /// <summary>Without logs: nobody's privileges are listed, as nothing is known of their use. Excluded findings say so in their title.</summary>
    public Assessment Join(ImmutableArray<ScannedFinding> findings)
    {
        var policies = Task.Run(() => PolicyList.Of(Accounts, findings.Select(scanned => scanned.Finding)));
        var usages = new UnmeasuredUsages();
        AssessedFinding Assessed(Finding finding) => new(finding, usages.Of(finding));
        return new Assessment
        {
            Name = Name,
            Version = Version,
            CatalogVersion = CatalogVersion,
            Window = UsageWindow.None,
            Accounts = [.. Accounts.DistinctBy(account => account.AccountId).OrderBy(account => account.AccountId, StringComparer.Ordinal).Select(account => new AssessedAccount(account.AccountId, account.NameIn(Organization), Root: null))],
            Principals = [.. Accounts.SelectMany(account => account.Actors).OrderBy(actor => actor.Arn, StringComparer.Ordinal).Select(PrincipalBuilder.WithoutUsage)],
            Findings = [.. findings.Select(scanned => Assessed(Marked(scanned)))],
            Policies = policies.GetAwaiter().GetResult(),
            Evidence = new Evidence { Coverage = [], FilesRead = 0, Events = 0 },
            Diagnostics = Diagnostics,
        };
    }

    /// <summary>The assessment with the findings that the report has and no others; excluded ones say so in their title.</summary>
    public static Assessment Mark(Assessment assessment, IEnumerable<ScannedFinding> findings)
    {
        Dictionary<Finding, ScannedFinding> reported = new(ReferenceEqualityComparer.Instance);
        foreach (ScannedFinding scanned in findings)
        {
            reported.TryAdd(scanned.Finding, scanned);
        }

        return assessment with
        {
            Findings = [.. assessment.Findings.Where(one => reported.ContainsKey(one.Finding)).Select(one => one with { Finding = Marked(reported[one.Finding]) })],
        };
    }

    private static Finding Marked(ScannedFinding scanned) => scanned.Excluded is { } excluded
        ? scanned.Finding with { Title = $"Excluded: {scanned.Finding.Title}", Conditions = [.. scanned.Finding.Conditions, $"Excluded: {excluded.Reason}"] }
        : scanned.Finding;
}
