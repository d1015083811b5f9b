using System.Collections.Frozen;
using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Finds the policies that apply to a request among those of accounts, organization and resources.</summary>
public sealed class PolicyLookup
{
    private readonly FrozenDictionary<string, IamPrincipal> byArn;
    private readonly FrozenDictionary<(string Account, string Name), IamRole> rolesByName;
    private readonly FrozenDictionary<string, AccountSnapshot> accounts;

    /// <summary>Makes the indexes.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="organization">The organization; null where it is not known, which limits nothing.</param>
    /// <param name="resources">Resource policies.</param>
    public PolicyLookup(ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization, ResourcePolicies resources)
    {
        Organization = organization;
        Resources = resources;
        this.accounts = accounts.ToFrozenDictionary(account => account.AccountId, StringComparer.Ordinal);
        byArn = accounts.SelectMany(account => account.Actors).ToFrozenDictionary(actor => actor.Arn, StringComparer.Ordinal);
        rolesByName = accounts.SelectMany(account => account.Roles)
            .DistinctBy(role => (role.AccountId, role.Name))
            .ToFrozenDictionary(role => (role.AccountId, role.Name));
    }

    /// <summary>The organization; null where it is not known.</summary>
    public OrganizationSnapshot? Organization { get; }

    /// <summary>Resource policies.</summary>
    public ResourcePolicies Resources { get; }

    /// <summary>Users and roles, in ordinal order of ARN.</summary>
    public IEnumerable<IamPrincipal> Actors => byArn.Values.OrderBy(actor => actor.Arn, StringComparer.Ordinal);

    /// <summary>The user or role that asks, of a session its role; null where no account file holds it.</summary>
    public IamPrincipal? Find(Requester requester) =>
        byArn.TryGetValue(requester.Name, out IamPrincipal? principal) ? principal
        // A session's ARN tells the role's name without its path.
        : requester is { RoleName: { } role, AccountId: { } account } && rolesByName.TryGetValue((account, role), out IamRole? found) ? found
        : null;

    /// <summary>The policies that apply where <paramref name="principal"/> makes the request.</summary>
    public PolicySet For(IamPrincipal? principal, AccessRequest request)
    {
        string? owner = request.Owner;
        return new PolicySet
        {
            Identity = principal is null ? [] : IdentityOf(principal),
            Boundaries = principal is not null && BoundaryOf(principal) is { } boundary ? [boundary] : [],
            ServiceControl = request.Requester.AccountId is { } account && Organization is { } limits ? limits.LevelsOf(account) : [],
            ResourceControl = owner is not null && Organization is { } resourceLimits ? resourceLimits.ResourceLevelsOf(owner) : [],
            Resource = PolicyOf(request.Resource),
        };
    }

    /// <summary>The resource's own policy: one that was given for it, or a role's trust; null where none is known.</summary>
    public NamedPolicy? PolicyOf(string resource) =>
        Resources.For(resource) ?? (byArn.TryGetValue(resource, out IamPrincipal? principal) && principal is IamRole role ? role.Trust : null);

    /// <summary>Whether a principal of a policy is of the account files: a user, a role or one of its sessions, or an account.</summary>
    public bool Knows(string named)
    {
        Requester requester = Requester.Parse(named);
        return requester.Kind == RequesterKind.Root
            ? requester.AccountId is { } account && accounts.ContainsKey(account)
            : Find(requester) is not null;
    }

    /// <summary>The principal's own policies, then those of its groups.</summary>
    public static ImmutableArray<NamedPolicy> IdentityOf(IamPrincipal principal) =>
    [
        .. principal.InlinePolicies,
        .. principal.AttachedPolicies,
        .. (principal as IamUser)?.Groups.SelectMany(group => group.InlinePolicies.Concat(group.AttachedPolicies)) ?? [],
    ];

    private NamedPolicy? BoundaryOf(IamPrincipal principal)
    {
        PermissionsBoundary? boundary = principal switch { IamUser user => user.Boundary, IamRole role => role.Boundary, _ => null };
        return boundary?.Policy
            ?? (boundary is null ? null : accounts[principal.AccountId].Policies.FirstOrDefault(policy => policy.Arn == boundary.PolicyArn));
    }
}
