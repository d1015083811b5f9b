using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies.Templates;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Looks for risks in policies that belong to no account: each is judged by itself, by what it is for.</summary>
public static class PolicyFileScan
{
    // No account has this number; policies that name accounts are compared with it like with any other that is not theirs.
    private const string NoAccount = "000000000000";

    /// <summary>So many statements of a policy are judged: hundreds of times as many as a policy that AWS takes can have.</summary>
    /// <remarks>
    /// Managed policies have at most 6,144 characters, inline ones at most 10,240: "IAM and AWS STS quotas", AWS IAM User Guide,
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
    /// </remarks>
    public const int MostStatements = 100_000;

    /// <summary>The policy without the statements beyond <see cref="MostStatements"/>.</summary>
    public static FoundPolicy Bounded(FoundPolicy found, int most = MostStatements) => found.Document.Statements.Length <= most
        ? found
        : found with { Document = found.Document with { Statements = found.Document.Statements[..most] } };

    /// <summary>Each policy with what it gives or lets in, in the order given.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="policies">The policies.</param>
    /// <param name="choose">Completes the request, such as with known accounts.</param>
    public static ImmutableArray<PolicyRisks> Run(ActionCatalog catalog, ImmutableArray<FoundPolicy> policies, Func<RiskScanRequest, RiskScanRequest> choose)
    {
        var calculator = new GrantCalculator(catalog);
        var contexts = new SortedDictionary<string, RiskContext>(StringComparer.Ordinal);
        var judged = ImmutableArray.CreateBuilder<PolicyRisks>(policies.Length);
        foreach (FoundPolicy found in policies)
        {
            string number = AccountOf(found);
            if (!contexts.TryGetValue(number, out RiskContext? context))
            {
                contexts.Add(number, context = ContextOf(catalog, number, calculator, choose));
            }

            judged.Add(Judge(context, context.Accounts.First(), found, calculator));
        }

        return judged.ToImmutable();
    }

    // A policy that names users, roles or policies of one account is written for that account.
    private static string AccountOf(FoundPolicy found)
    {
        string[] named = found.Use != FoundPolicyUse.Identity ? [] : [.. found.Document.Statements
            .SelectMany(statement => statement.Resources?.Patterns ?? [])
            .Where(pattern => pattern.StartsWith("arn:", StringComparison.Ordinal))
            .Select(pattern => pattern.Split(':', 6))
            .Where(parts => parts is [_, _, "iam", _, { Length: 12 } number, _] && number.All(char.IsAsciiDigit))
            .Select(parts => parts[4])
            .Distinct(StringComparer.Ordinal)
            .Take(2)];
        return named is [var only] ? only : NoAccount;
    }

    private static RiskContext ContextOf(ActionCatalog catalog, string number, GrantCalculator calculator, Func<RiskScanRequest, RiskScanRequest> choose)
    {
        var account = new AccountSnapshot { AccountId = number, Users = [], Roles = [], Groups = [], Policies = [], IsTruncated = true };
        return new RiskContext(choose(new RiskScanRequest
        {
            Catalog = catalog,
            Accounts = [account],
            IsWithoutAccount = true,
            GrantsOf = principal => calculator.GrantsOf(principal, account, organization: null),
        }));
    }

    private static PolicyRisks Judge(RiskContext context, AccountIndex account, FoundPolicy found, GrantCalculator calculator)
    {
        var policy = new NamedPolicy
        {
            Name = found.Name,
            Kind = found.Use switch { FoundPolicyUse.Trust => PolicyKind.Trust, FoundPolicyUse.Resource => PolicyKind.Resource, _ => PolicyKind.CustomerManaged },
            Document = found.Document,
        };
        IEnumerable<Finding> findings = found.Use switch
        {
            FoundPolicyUse.Trust => Trust(context, account, policy, calculator),
            FoundPolicyUse.Resource => ResourceOpenToAnyone.Find(policy.Name, policy, "").Select(finding => finding with { Scope = FindingScope.Policy }),
            _ => Identity(context, account, policy, calculator),
        };
        return new PolicyRisks(policy, "", [], IsBoundary: false, [.. RiskScan.Ordered(findings.Select(finding => finding with { AccountId = "" }))]);
    }

    private static List<Finding> Identity(RiskContext context, AccountIndex account, NamedPolicy policy, GrantCalculator calculator)
    {
        IamPrincipal holder = new PolicyHolders(policy, [], IsBoundary: false, ForUsers: true).MadeUp(account.Account.AccountId);
        return PrincipalRisks.OfRights(new Subject(holder, account, calculator.GrantsOf(holder, account.Account, null), context) { Policy = policy });
    }

    private static IEnumerable<Finding> Trust(RiskContext context, AccountIndex account, NamedPolicy policy, GrantCalculator calculator)
    {
        IamRole role = ((IamRole)new PolicyHolders(policy, [], IsBoundary: false, ForUsers: false).MadeUp(account.Account.AccountId)) with { AttachedPolicies = [], Trust = policy };
        return PrincipalRisks.OfTrust(new Subject(role, account, calculator.GrantsOf(role, account.Account, null), context) { Policy = policy });
    }
}
