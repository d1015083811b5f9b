using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

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

    internal static ImmutableArray<Finding> InOrder(RiskContext context, List<Finding>[] found) =>
        ImmutableCollectionsMarshal.AsImmutableArray(Ordered(found.SelectMany(each => each).Concat(ResourceOpenToAnyone.Find(context))));

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
            : string.CompareOrdinal(one.Principal, other.Principal) is not 0 and var byPrincipal ? byPrincipal
            : string.CompareOrdinal(one.Id, other.Id));
        return all;
    }
}
