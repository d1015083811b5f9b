using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks;

namespace Leastwise.Cli;

/// <summary>What the accounts' own files tell: the grants of every user and role, each worked out once, and the risks in them.</summary>
internal sealed class JudgedAccounts
{
    private readonly Dictionary<string, PrincipalGrants> grants;

    private JudgedAccounts(Dictionary<string, PrincipalGrants> grants, ImmutableArray<Finding> findings)
    {
        this.grants = grants;
        Findings = findings;
    }

    /// <summary>The risks.</summary>
    public ImmutableArray<Finding> Findings { get; }

    /// <summary>Judges the accounts.</summary>
    public static JudgedAccounts Of(ActionCatalog catalog, ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization, CredentialReport? credentials)
    {
        var calculator = new GrantCalculator(catalog);
        Dictionary<string, PrincipalGrants> held = accounts
            .SelectMany(account => account.Actors.Select(actor => calculator.GrantsOf(actor, account, organization)))
            .ToDictionary(one => one.Principal.Arn, StringComparer.Ordinal);
        return new JudgedAccounts(held, RiskScan.Run(new RiskScanRequest
        {
            Catalog = catalog,
            Accounts = accounts,
            Organization = organization,
            GrantsOf = principal => held[principal.Arn],
            Credentials = credentials,
        }));
    }

    /// <summary>What the user or role holds.</summary>
    public PrincipalGrants GrantsOf(IamPrincipal principal) => grants[principal.Arn];
}
