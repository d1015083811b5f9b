using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>Looks for every kind of risk in accounts, judged over what each user and role effectively holds and whom each role trusts.</summary>
public static class RiskScan
{
    /// <summary>The findings by principal, worst first, then by kind, principal and id in ordinal order.</summary>
    /// <param name="catalog">The catalogue that <paramref name="grantsOf"/> uses too.</param>
    /// <param name="accounts">The accounts. Groups have no findings of their own: what they give shows on their members.</param>
    /// <param name="organization">The organization, for the accounts that belong together; null where unknown.</param>
    /// <param name="grantsOf">What a principal holds. It is asked several times for some principals, so it should remember its answers.</param>
    /// <param name="knownAccounts">Further accounts that may be trusted, by number.</param>
    public static ImmutableArray<Finding> Run(
        ActionCatalog catalog,
        IReadOnlyList<AccountSnapshot> accounts,
        OrganizationSnapshot? organization,
        Func<IamPrincipal, PrincipalGrants> grantsOf,
        IEnumerable<string>? knownAccounts = null) => Run(new RiskScanRequest
        {
            Catalog = catalog,
            Accounts = accounts,
            Organization = organization,
            GrantsOf = grantsOf,
            KnownAccounts = [.. knownAccounts ?? []],
        });

    /// <summary>The findings by principal and by resource, in the same order.</summary>
    /// <remarks>
    /// Service-linked roles are no findings: AWS writes their policies and trusts, only the service can assume them, and nobody can change them.
    /// </remarks>
    public static ImmutableArray<Finding> Run(RiskScanRequest request) => Run(new RiskContext(request));

    internal static ImmutableArray<Finding> Run(RiskContext context) => InOrder(context, Find(context));

    internal static ImmutableArray<Finding> InOrder(RiskContext context, List<Finding>[] found)
    {
        var alike = new Dictionary<(Severity Severity, string Kind), List<Finding>>();
        foreach (Finding finding in found.SelectMany(each => each).Concat(ResourceOpenToAnyone.Find(context)))
        {
            ListsByKey.Of(alike, (finding.Severity, finding.Kind)).Add(finding);
        }

        foreach (List<Finding> some in alike.Values)
        {
            Order(CollectionsMarshal.AsSpan(some));
        }

        return [.. alike.OrderByDescending(some => some.Key.Severity).ThenBy(some => some.Key.Kind, StringComparer.Ordinal).SelectMany(some => some.Value)];
    }

    // Findings come principal by principal, in order as a rule, so that only those of each one are compared.
    private static void Order(Span<Finding> alike)
    {
        int from = 0;
        for (int i = 1; i <= alike.Length; i++)
        {
            int step = i == alike.Length ? -1 : string.CompareOrdinal(alike[i - 1].Principal, alike[i].Principal);
            if (step > 0)
            {
                alike.Sort(ByPrincipal);
                return;
            }

            if (step < 0)
            {
                alike[from..i].Sort(ByPrincipal);
                from = i;
            }
        }
    }

    internal static List<Finding>[] Find(RiskContext context)
    {
        IamPrincipal[] principals = [.. context.Accounts.SelectMany(account => account.Actors).Where(principal => principal is not IamRole { IsServiceLinked: true })];
        // Many findings ask who is administrator: one by one while all others wait would leave a core idle.
        Parallel.ForEach(principals, principal => context.IsAdministrator(principal));
        var findings = new List<Finding>[principals.Length];
        Parallel.For(0, principals.Length, i => findings[i] = context.SubjectOf(principals[i]) is { } subject ? PrincipalRisks.Of(subject) : []);
        return findings;
    }

    /// <summary>Worst first, then by kind, what it is about, and id.</summary>
    internal static Finding[] Ordered(IEnumerable<Finding> findings)
    {
        Finding[] all = [.. findings];
        Array.Sort(all, static (one, other) =>
            one.Severity != other.Severity ? (int)other.Severity - (int)one.Severity
            : string.CompareOrdinal(one.Kind, other.Kind) is not 0 and var byKind ? byKind
            : ByPrincipal(one, other));
        return all;
    }

    private static int ByPrincipal(Finding one, Finding other) =>
        string.CompareOrdinal(one.Principal, other.Principal) is not 0 and var byPrincipal ? byPrincipal : string.CompareOrdinal(one.Id, other.Id);
}
