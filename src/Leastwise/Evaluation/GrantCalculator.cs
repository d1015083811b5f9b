using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>
/// Answers which privileges a principal effectively holds. One calculator for a run: it keeps every policy compiled. Safe for any number of threads.
/// </summary>
/// <remarks>
/// Source: "Policy evaluation logic", AWS IAM User Guide,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html. Trust policies, and resource policies in
/// general, are not the principal's own grants and not looked at here.
/// </remarks>
/// <param name="catalog">The actions.</param>
public sealed class GrantCalculator(ActionCatalog catalog)
{
    private readonly ConcurrentDictionary<string, StatementCompiler> compilers = new(StringComparer.Ordinal);

    /// <summary>What the principal holds after every Deny, boundary and service control policy.</summary>
    /// <param name="principal">A user with its groups, a role, or a group by itself.</param>
    /// <param name="account">The account that holds it.</param>
    /// <param name="organization">The organization's limits; null where they are not known, which limits nothing.</param>
    /// <param name="session">Policies passed when a session of the principal is made; none leave all that the principal holds.</param>
    public PrincipalGrants GrantsOf(IamPrincipal principal, AccountSnapshot account, OrganizationSnapshot? organization, ImmutableArray<NamedPolicy> session = default)
    {
        StatementCompiler compiler = compilers.GetOrAdd(Arn.PartitionOf(principal.Arn), static (name, actions) => new StatementCompiler(actions, name), catalog);
        var layers = new PolicyLayers(compiler);
        AddIdentity(layers, principal);
        AddBoundary(layers, principal, account);
        if (!session.IsDefaultOrEmpty)
        {
            layers.AddLimit(PolicyLayer.Session, session);
        }

        AddOrganization(layers, principal, account, organization);
        return new PrincipalGrants(principal, catalog, compiler, layers);
    }

    private static void AddIdentity(PolicyLayers layers, IamPrincipal principal)
    {
        foreach (NamedPolicy policy in principal.InlinePolicies.Concat(principal.AttachedPolicies))
        {
            layers.AddIdentity(policy, viaGroup: null);
        }

        foreach (IamGroup group in (principal as IamUser)?.Groups ?? [])
        {
            foreach (NamedPolicy policy in group.InlinePolicies.Concat(group.AttachedPolicies))
            {
                layers.AddIdentity(policy, group.Name);
            }
        }
    }

    private static void AddBoundary(PolicyLayers layers, IamPrincipal principal, AccountSnapshot account)
    {
        PermissionsBoundary? boundary = principal switch { IamUser user => user.Boundary, IamRole role => role.Boundary, _ => null };
        if (boundary is null)
        {
            return;
        }

        // A reader may have met the boundary's policy elsewhere in the account.
        NamedPolicy? policy = boundary.Policy ?? account.Policies.FirstOrDefault(known => known.Arn == boundary.PolicyArn);
        if (policy is not null)
        {
            layers.AddLimit(PolicyLayer.Boundary, [policy]);
            return;
        }

        layers.Diagnostics.Add(new Diagnostic(
            DiagnosticSeverity.Warning,
            $"{principal.Arn} has the permissions boundary {boundary.PolicyArn}, which is not in the file; its grants are listed as if the boundary allowed everything.",
            account.Diagnostics.Select(diagnostic => diagnostic.Position with { Line = 0, Column = 0 }).FirstOrDefault(SourcePosition.WholeFile(account.AccountId))));
    }

    /// <remarks>
    /// Service-linked roles and the management account are exempt: "Service control policies (SCPs)", AWS Organizations User Guide,
    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html.
    /// </remarks>
    private static void AddOrganization(PolicyLayers layers, IamPrincipal principal, AccountSnapshot account, OrganizationSnapshot? organization)
    {
        if (organization is null || principal is IamRole { IsServiceLinked: true })
        {
            return;
        }

        foreach (ImmutableArray<NamedPolicy> level in organization.LevelsOf(account.AccountId))
        {
            layers.AddLimit(PolicyLayer.ServiceControl, level);
        }

        // Those of the principal's own account bind where the grant names resources of that account; for all other resources they stand
        // beside the grant, because what other accounts' resources are under, the request tells.
        bool hasBoundary = principal is IamUser { Boundary: not null } or IamRole { Boundary: not null };
        foreach (NamedPolicy policy in organization.ResourceLevelsOf(account.AccountId).SelectMany(level => level))
        {
            layers.AddResourceControl(policy, Requester.Parse(principal.Arn), hasBoundary);
        }
    }
}
