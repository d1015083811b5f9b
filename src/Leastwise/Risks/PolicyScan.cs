using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>A policy judged by itself: what it would let a holder do who has nothing else.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Holders">ARNs of the users, roles and groups that it is attached to or inline in, in ordinal order; none where it is attached to nobody.</param>
/// <param name="IsBoundary">Whether it is somebody's permissions boundary.</param>
/// <param name="Findings">What it gives, worst first.</param>
public sealed record PolicyRisks(NamedPolicy Policy, string AccountId, ImmutableArray<string> Holders, bool IsBoundary, ImmutableArray<Finding> Findings);

/// <summary>Looks for risks policy by policy: what to fix, where findings by principal say what it means.</summary>
public static class PolicyScan
{
    /// <summary>Every managed and inline policy of the accounts that has findings, in ordinal order of account and <see cref="PolicyIdentity"/>.</summary>
    /// <remarks>
    /// The account's organization policies count, as they bind every holder; denies of other policies and boundaries do not, as they bind some.
    /// </remarks>
    public static ImmutableArray<PolicyRisks> Run(RiskScanRequest request, GrantCalculator calculator) => Run(new RiskContext(request), calculator);

    internal static ImmutableArray<PolicyRisks> Run(RiskContext context, GrantCalculator calculator)
    {
        var all = ImmutableArray.CreateBuilder<PolicyRisks>();
        foreach (AccountIndex account in context.Accounts)
        {
            PolicyHolders[] policies = [.. PolicyHolders.Of(account.Account)];
            var judged = new PolicyRisks[policies.Length];
            Parallel.For(0, policies.Length, i => judged[i] = Judge(context, account, policies[i], calculator));
            all.AddRange(judged.Where(one => !one.Findings.IsEmpty));
        }

        return all.ToImmutable();
    }

    private static PolicyRisks Judge(RiskContext context, AccountIndex account, PolicyHolders held, GrantCalculator calculator)
    {
        IamPrincipal holder = held.MadeUp(account.Account.AccountId);
        PrincipalGrants grants = calculator.GrantsOf(holder, account.Account, context.Request.Organization);
        var subject = new Subject(holder, account, grants, context) { Policy = held.Policy };
        return new PolicyRisks(
            held.Policy, account.Account.AccountId, held.Holders, held.IsBoundary, [.. RiskScan.Ordered(PrincipalRisks.OfRights(subject))]);
    }
}
