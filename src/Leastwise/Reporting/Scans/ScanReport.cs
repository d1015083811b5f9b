using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Reporting.Scans;

/// <summary>Everything that a scan found: by principal (what it means) and by policy (what to fix). All writers write this value.</summary>
public sealed record ScanReport
{
    /// <summary>Leastwise's version.</summary>
    public required string Version { get; init; }

    /// <summary>The catalogue's version.</summary>
    public required string CatalogVersion { get; init; }

    /// <summary>A short name, such as the file's.</summary>
    public required string Name { get; init; }

    /// <summary>The accounts, in ordinal order of id.</summary>
    public required ImmutableArray<string> Accounts { get; init; }

    /// <summary>How many users and roles were judged.</summary>
    public required int Principals { get; init; }

    /// <summary>Findings on users, roles and resources; excluded ones too, marked.</summary>
    public required ImmutableArray<ScannedFinding> Findings { get; init; }

    /// <summary>Policies that are attached to somebody, or stand by themselves, and what each gives.</summary>
    public required ImmutableArray<ScannedPolicy> Policies { get; init; }

    /// <summary>Policies that are attached to nobody. They count nowhere.</summary>
    public ImmutableArray<ScannedPolicy> Unattached { get; init; } = [];

    /// <summary>How many findings of the baseline are gone.</summary>
    public int? FixedSinceBaseline { get; init; }

    /// <summary>Days of logs that the use of privileges was looked up in; null where no logs were given.</summary>
    public int? Days { get; init; }

    /// <summary>What was wrong with the input.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>What counts: findings by principal, resource and attached policy.</summary>
    public IEnumerable<ScannedFinding> All => Findings.Concat(Policies.SelectMany(policy => policy.Findings));

    /// <summary>Whether some finding that is neither excluded nor in the baseline is at least as bad.</summary>
    public bool HasNew(Severity atLeast) => All.Any(finding => finding is { IsOpen: true, InBaseline: false } && finding.Finding.Severity >= atLeast);
}

/// <summary>A policy with what it gives.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="AccountId">The account; empty for a policy without one.</param>
/// <param name="Holders">Who holds it directly.</param>
/// <param name="IsBoundary">Whether it is somebody's permissions boundary.</param>
/// <param name="Findings">What it gives, worst first.</param>
/// <param name="Remarks">What the policy states and AWS does not read as it seems to be meant; only where policies are judged by themselves.</param>
public sealed record ScannedPolicy(
    NamedPolicy Policy, string AccountId, ImmutableArray<string> Holders, bool IsBoundary, ImmutableArray<ScannedFinding> Findings, ImmutableArray<Diagnostic> Remarks)
{
    /// <summary>Its ARN or what else tells it from all others.</summary>
    public string Id => PolicyIdentity.Of(Policy);
}
