using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>What to look for risks in.</summary>
public sealed record RiskScanRequest
{
    /// <summary>The catalogue that <see cref="GrantsOf"/> uses too.</summary>
    public required ActionCatalog Catalog { get; init; }

    /// <summary>The accounts. Groups have no findings of their own: what they give shows on their members.</summary>
    public required IReadOnlyList<AccountSnapshot> Accounts { get; init; }

    /// <summary>The organization, for the accounts that belong together; null where unknown.</summary>
    public OrganizationSnapshot? Organization { get; init; }

    /// <summary>What a principal holds. Asked several times for some principals and from several threads, so it should remember its answers.</summary>
    public required Func<IamPrincipal, PrincipalGrants> GrantsOf { get; init; }

    /// <summary>Further accounts that may be trusted, by number.</summary>
    public IReadOnlyCollection<string> KnownAccounts { get; init; } = [];

    /// <summary>Policies of resources.</summary>
    public ResourcePolicies Resources { get; init; } = ResourcePolicies.None;

    /// <summary>What IAM's credential report says of users; null where there is none.</summary>
    public CredentialReport? Credentials { get; init; }

    /// <summary>The time that the account is judged at; null for the newest time that its files tell.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Actions that count as carrying data away, besides those of our own list; wildcards stand for all that they match.</summary>
    public IReadOnlyCollection<string> IncludedActions { get; init; } = [];

    /// <summary>Whether policies are judged that stand in files by themselves: the account is made up, and whom it holds is not known.</summary>
    public bool IsWithoutAccount { get; init; }

    /// <summary>Whether limits by resource or condition count for nothing, as with Cloudsplaining's <c>--flag-all-risky-actions</c>. A Deny counts still.</summary>
    public bool IgnoresLimits { get; init; }
}
