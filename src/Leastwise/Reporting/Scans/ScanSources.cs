using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Reporting.Scans;

/// <summary>Joins what a scan found with use, exclusions and baseline.</summary>
public sealed record ScanSources
{
    /// <summary>A short name, such as the file's.</summary>
    public required string Name { get; init; }

    /// <summary>Leastwise's version.</summary>
    public required string Version { get; init; }

    /// <summary>The catalogue's version.</summary>
    public required string CatalogVersion { get; init; }

    /// <summary>The accounts.</summary>
    public ImmutableArray<AccountSnapshot> Accounts { get; init; } = [];

    /// <summary>Findings by principal and resource.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Findings by policy.</summary>
    public ImmutableArray<PolicyRisks> Policies { get; init; } = [];

    /// <summary>What is to be said of policies besides, by <see cref="PolicyIdentity"/>.</summary>
    public ILookup<string, Diagnostic>? Remarks { get; init; }

    /// <summary>Whether the policies stand by themselves, so that being attached to nobody says nothing.</summary>
    public bool PoliciesStandAlone { get; init; }

    /// <summary>The exclusions.</summary>
    public Exclusions Exclusions { get; init; } = Exclusions.None;

    /// <summary>Ids of the findings of an earlier run; null where there is none.</summary>
    public IReadOnlySet<string>? Baseline { get; init; }

    /// <summary>The severities that are wanted; none for all.</summary>
    public IReadOnlyCollection<Severity> Severities { get; init; } = [];

    /// <summary>Verdicts of the logs; null where there are none.</summary>
    public Assessment? Usage { get; init; }

    /// <summary>What was wrong with the input.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The report. Everything in it is ordered: the same sources give the same bytes.</summary>
    /// <param name="whenInOrder">What to do with the findings by principal as soon as they are in order, while the policies are joined; it is done when this returns.</param>
    public ScanReport Join(Action<ImmutableArray<ScannedFinding>>? whenInOrder = null)
    {
        Dictionary<string, AssessedPrincipal> principals = Usage?.Principals.ToDictionary(one => one.Arn, StringComparer.Ordinal) ?? [];
        int days = Usage?.Window.DayCount ?? 0;
        UsedFinding[] assessed = [.. Findings.Where(IsWanted).Select(finding => new UsedFinding(finding, Usage is null ? null : FindingUsage.Of(finding, principals.GetValueOrDefault(finding.Principal))))];
        // The two views do not know each other.
        var byPrincipal = Task.Run(() => FindingOrder.Of([.. assessed.Select(one => Scanned(
            one.Finding,
            one.Finding.Scope == FindingScope.Principal ? [one.Finding.Principal] : [],
            OnlyPolicy(one.Finding),
            one.Usage is { } usage && one.Finding.Scope == FindingScope.Principal ? FindingUse.Of(usage, one.Finding.Principal, days) : null))]));
        Task meanwhile = byPrincipal.ContinueWith(findings => whenInOrder?.Invoke(findings.Result), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var affected = new AffectedPrincipals(assessed);
        ScannedPolicy[] policies = [.. Policies
            .Select(risks => Policy(risks, affected, days))
            .Where(policy => !policy.Findings.IsEmpty || !policy.Remarks.IsEmpty)
            .OrderByDescending(policy => policy.Findings.IsEmpty ? -1 : (int)policy.Findings.Max(finding => finding.Finding.Severity))
            .ThenByDescending(policy => policy.Findings.Length)
            .ThenBy(policy => policy.Id, StringComparer.Ordinal)];
        meanwhile.GetAwaiter().GetResult();
        ImmutableArray<ScannedFinding> findings = byPrincipal.GetAwaiter().GetResult();
        bool IsHeld(ScannedPolicy policy) => PoliciesStandAlone || !policy.Holders.IsEmpty;
        var report = new ScanReport
        {
            Name = Name,
            Version = Version,
            CatalogVersion = CatalogVersion,
            Accounts = [.. Accounts.Select(account => account.AccountId).Distinct().Order(StringComparer.Ordinal)],
            Principals = Accounts.Sum(account => account.Users.Length + account.Roles.Length),
            Findings = findings,
            Policies = [.. policies.Where(IsHeld)],
            Unattached = [.. policies.Where(policy => !IsHeld(policy))],
            Days = Usage is null ? null : days,
            Diagnostics = Diagnostics,
        };
        return Baseline is { } baseline ? report with { FixedSinceBaseline = baseline.Except(report.All.Select(one => one.Finding.Id)).Count() } : report;
    }

    private ScannedPolicy Policy(PolicyRisks risks, AffectedPrincipals affected, int days) => new(
        risks.Policy,
        risks.AccountId,
        risks.Holders,
        risks.IsBoundary,
        FindingOrder.Of([.. risks.Findings.Where(IsWanted).Select(finding =>
        {
            List<UsedFinding> those = affected.Of(finding);
            return Scanned(
                finding,
                NamesOf(those),
                risks.Policy,
                Usage is null ? null : FindingUse.Of([.. those.Where(one => one.Usage is not null).Select(one => (one.Finding.Principal, one.Usage ?? throw new InvalidOperationException("Filtered above.")))], days));
        })]),
        Remarks is null ? [] : [.. Remarks[PolicyIdentity.Of(risks.Policy)]]);

    private ScannedFinding Scanned(Finding finding, ImmutableArray<string> principals, NamedPolicy? policy, FindingUse? use) => new()
    {
        Finding = finding,
        Principals = principals,
        Policy = policy,
        Use = use,
        Excluded = ExcludesNothing ? null : Exclusions.Of(finding),
        InBaseline = Baseline?.Contains(finding.Id) == true,
    };

    private bool ExcludesNothing => Exclusions is { Rules.IsEmpty: true, Lists.IsEmpty: true };

    private bool IsWanted(Finding finding) => Severities.Count == 0 || Severities.Contains(finding.Severity);

    private static NamedPolicy? OnlyPolicy(Finding finding)
    {
        NamedPolicy? only = finding.Statements is [var first, ..] ? first.Policy : null;
        foreach (StatementSource source in finding.Statements)
        {
            if (!ReferenceEquals(source.Policy, only))
            {
                return null;
            }
        }

        return only;
    }

    private static ImmutableArray<string> NamesOf(List<UsedFinding> those)
    {
        if (those is [var only])
        {
            return [only.Finding.Principal];
        }

        var names = new List<string>(those.Count);
        foreach (UsedFinding one in those)
        {
            names.Add(one.Finding.Principal);
        }

        names.Sort(StringComparer.Ordinal);
        int kept = 0;
        for (int i = 0; i < names.Count; i++)
        {
            if (i == 0 || names[i] != names[kept - 1])
            {
                names[kept++] = names[i];
            }
        }

        names.RemoveRange(kept, names.Count - kept);
        return [.. names];
    }
}
