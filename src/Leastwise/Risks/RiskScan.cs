using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Looks for every kind of risk in accounts, judged over what each user and role effectively holds and whom each role trusts.</summary>
public static class RiskScan
{
    /// <summary>The findings, worst first, then by kind, principal and id in ordinal order.</summary>
    /// <param name="catalog">The catalogue that <paramref name="grantsOf"/> uses too.</param>
    /// <param name="accounts">The accounts. Groups have no findings of their own: what they give shows on their members.</param>
    /// <param name="organization">The organization, for the accounts that belong together; null where unknown.</param>
    /// <param name="grantsOf">What a principal holds. It is asked several times for some principals, so it should remember its answers.</param>
    /// <param name="knownAccounts">Further accounts that may be trusted, by number.</param>
    /// <remarks>
    /// Service-linked roles are no findings: AWS writes their policies and trusts, only the service can assume them, and nobody can change them.
    /// </remarks>
    public static ImmutableArray<Finding> Run(
        ActionCatalog catalog,
        IReadOnlyList<AccountSnapshot> accounts,
        OrganizationSnapshot? organization,
        Func<IamPrincipal, PrincipalGrants> grantsOf,
        IEnumerable<string>? knownAccounts = null)
    {
        var context = new RiskContext(catalog, accounts, organization, grantsOf, knownAccounts ?? []);
        var findings = new List<Finding>();
        foreach (AccountIndex account in context.Accounts)
        {
            foreach (IamPrincipal principal in account.Actors)
            {
                if (principal is not IamRole { IsServiceLinked: true } && context.SubjectOf(principal) is { } subject)
                {
                    findings.AddRange(FindingsOf(subject));
                }
            }
        }

        return [.. findings
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Kind, StringComparer.Ordinal)
            .ThenBy(finding => finding.Principal, StringComparer.Ordinal)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal)];
    }

    private static List<Finding> FindingsOf(Subject subject)
    {
        var own = new List<Finding>();
        if (FullAdministrator.Find(subject) is { } administrator)
        {
            // Everything else that it could do follows from this; only who can become it is news.
            own.Add(administrator);
        }
        else
        {
            own.AddRange(PrivilegeEscalation.Find(subject));
            Finding?[] each =
            [
                CredentialsExposure.Find(subject),
                DataExfiltration.Find(subject),
                ResourceExposure.Find(subject),
                ServiceWildcard.Find(subject),
                PassRoleTooWide.Find(subject),
                InfrastructureModification.Find(subject),
            ];
            own.AddRange(each.OfType<Finding>());
        }

        if (AssumableByComputeService.Find(subject, own) is { } compute)
        {
            own.Add(compute);
        }

        own.AddRange(TrustOpenToAnyone.Find(subject));
        own.AddRange(TrustCrossAccount.Find(subject));
        own.AddRange(TrustFederatedTooWide.Find(subject));
        return own;
    }
}
