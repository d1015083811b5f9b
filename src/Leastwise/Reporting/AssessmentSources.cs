using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Risks;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Joins what the rooms found into the one value that every report is written from.</summary>
public sealed record AssessmentSources
{
    /// <summary>A short name for people, such as the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Leastwise's version.</summary>
    public required string Version { get; init; }

    /// <summary>The catalogue's version.</summary>
    public required string CatalogVersion { get; init; }

    /// <summary>The accounts whose details were read.</summary>
    public required ImmutableArray<AccountSnapshot> Accounts { get; init; }

    /// <summary>The organization; null where none was given.</summary>
    public OrganizationSnapshot? Organization { get; init; }

    /// <summary>Verdicts and coverage.</summary>
    public required UsageResult Usage { get; init; }

    /// <summary>Findings.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>What was read of the logs, and what not.</summary>
    public required IngestSummary Ingest { get; init; }

    /// <summary>What the ledger holds, where it was kept from earlier runs; null where this run read all of it.</summary>
    public LedgerInfo? Kept { get; init; }

    /// <summary>What was wrong with files and policies.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The joined value. Everything in it is ordered: the same sources give the same bytes.</summary>
    public Assessment Join()
    {
        ImmutableArray<AssessedPrincipal> principals = [.. Usage.Actors.Select(PrincipalBuilder.Build).OrderBy(principal => principal.Arn, StringComparer.Ordinal)];
        Dictionary<string, AssessedPrincipal> byArn = principals.ToDictionary(principal => principal.Arn, StringComparer.Ordinal);
        ImmutableArray<string> accountIds = [.. Accounts.Select(account => account.AccountId).Distinct().Order(StringComparer.Ordinal)];
        return new Assessment
        {
            Version = Version,
            CatalogVersion = CatalogVersion,
            Name = Name,
            Window = Usage.Window,
            Accounts = [.. accountIds.Select(AccountOf)],
            Principals = principals,
            Findings = [.. Findings
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Kind, StringComparer.Ordinal)
                .ThenBy(finding => finding.Principal, StringComparer.Ordinal)
                .ThenBy(finding => finding.Id, StringComparer.Ordinal)
                .Select(finding => AssessedFinding.Of(finding, byArn.GetValueOrDefault(finding.Principal)))],
            Policies = PolicyList.Of(Accounts, Findings),
            Strangers = StrangersBuilder.Build(Usage, accountIds),
            Evidence = EvidenceBuilder.Build(Usage, Ingest, Kept, accountIds),
            Diagnostics = [.. Diagnostics.Where(diagnostic => !IsOfLogs(diagnostic)).Distinct()],
        };
    }

    /// <summary>Whether the ingest says the same, which the evidence shows already.</summary>
    private bool IsOfLogs(Diagnostic diagnostic) =>
        Ingest.FirstBadRecords.Contains(diagnostic)
        || Ingest.BadFiles.Any(bad => bad.Path == diagnostic.Position.File && bad.Reason == diagnostic.Message);

    private AssessedAccount AccountOf(string id) =>
        new(id, Accounts.First(account => account.AccountId == id).NameIn(Organization), Usage.Root.FirstOrDefault(root => root.AccountId == id));
}
