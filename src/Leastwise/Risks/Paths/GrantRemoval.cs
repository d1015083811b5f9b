using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks.Paths;

/// <summary>Takes grants out of accounts, so that what is left can be evaluated like any account.</summary>
internal sealed class GrantRemoval
{
    private readonly ActionCatalog catalog;
    private readonly ILookup<string, GrantUnit> byPolicy;
    private readonly HashSet<string> detached;
    private readonly Dictionary<NamedPolicy, NamedPolicy> changed = new(ReferenceEqualityComparer.Instance);

    private GrantRemoval(ActionCatalog catalog, IReadOnlyCollection<GrantUnit> units)
    {
        this.catalog = catalog;
        byPolicy = units.Where(unit => unit.Kind != GrantUnitKind.Attachment).ToLookup(unit => unit.PolicyId, StringComparer.Ordinal);
        detached = [.. units.Where(unit => unit.Kind == GrantUnitKind.Attachment).Select(unit => unit.Id)];
    }

    /// <summary>The accounts without the grants.</summary>
    public static ImmutableArray<AccountSnapshot> From(ActionCatalog catalog, ImmutableArray<AccountSnapshot> accounts, IReadOnlyCollection<GrantUnit> units)
    {
        var removal = new GrantRemoval(catalog, units);
        return [.. accounts.Select(removal.Without)];
    }

    private AccountSnapshot Without(AccountSnapshot account)
    {
        var groups = account.Groups.ToDictionary(group => group.Arn, group => (IamGroup)Without(group), StringComparer.Ordinal);
        return account with
        {
            Groups = [.. account.Groups.Select(group => groups[group.Arn])],
            Policies = [.. account.Policies.Select(Without)],
            Users = [.. account.Users.Select(user => (IamUser)Without(user) with
            {
                Groups = [.. user.Groups.Select(group => groups.TryGetValue(group.Arn, out IamGroup? left) ? left : group)],
                Boundary = user.Boundary,
            })],
            Roles = [.. account.Roles.Select(role => (IamRole)Without(role) with { Trust = Without(role.Trust) })],
        };
    }

    // A boundary keeps its text: it grants nothing, and what it lets through is not for anybody to lose.
    private IamPrincipal Without(IamPrincipal principal) => principal with
    {
        InlinePolicies = [.. principal.InlinePolicies.Select(Without)],
        AttachedPolicies = [.. principal.AttachedPolicies.Where(policy => !detached.Contains($"attachment|{principal.Arn}|{policy.Arn}")).Select(Without)],
    };

    private NamedPolicy Without(NamedPolicy policy)
    {
        GrantUnit[] units = [.. byPolicy[GrantUnits.PolicyIdOf(policy)]];
        if (units.Length == 0)
        {
            return policy;
        }

        if (!changed.TryGetValue(policy, out NamedPolicy? left))
        {
            left = policy with
            {
                Document = policy.Document with
                {
                    Statements = [.. policy.Document.Statements.Select(statement => Without(statement, [.. units.Where(unit => unit.Statement == statement.Index)])).OfType<Statement>()],
                    // Documents of the same text count as the same.
                    Json = $"{policy.Document.Json}\nwithout {string.Join(", ", units.Select(unit => $"{unit.Statement} {unit.What}").Order(StringComparer.Ordinal))}",
                },
            };
            changed.Add(policy, left);
        }

        return left;
    }

    private Statement? Without(Statement statement, GrantUnit[] units)
    {
        if (units.Length == 0)
        {
            return statement;
        }

        HashSet<string> gone = [.. units.Select(unit => unit.What)];
        if (units[0].Kind == GrantUnitKind.Trust)
        {
            ImmutableArray<PrincipalEntry> entries = statement.Principals is { Not: false } principals ? [.. principals.Entries.Where(entry => !gone.Contains(entry.Value))] : [];
            return entries.IsEmpty ? null : statement with { Principals = new PrincipalElement(false, entries) };
        }

        ImmutableArray<string> patterns = statement.Actions.Not
            ? [.. statement.Actions.Patterns, .. gone.Order(StringComparer.Ordinal)]
            : [.. statement.Actions.Patterns.SelectMany(pattern => Left(pattern, gone)).Distinct(StringComparer.Ordinal)];
        return patterns.IsEmpty ? null : statement with { Actions = statement.Actions with { Patterns = patterns } };
    }

    // A wildcard that means a removed action is written out as all that it means besides.
    private IEnumerable<string> Left(string pattern, HashSet<string> gone) =>
        !gone.Any(action => WildcardPattern.IsMatch(pattern, action, ignoreCase: true))
            ? [pattern]
            : catalog.Expand(pattern).Select(id => catalog.Actions[id].FullName).Where(name => !gone.Contains(name));
}
