using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>
/// What becomes of a principal that somebody raises: administrator of its account, or, where a boundary, a Deny or the organization stands in the
/// way, the principal with all that these let through, from where the path may go on.
/// </summary>
internal sealed class RaisedPrincipals(PathWorld world)
{
    private const string WithPolicy = "with any policy that its limits let through";
    private static readonly PolicyDocument Everything = PolicyParser.Parse(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "any policy");

    private readonly Dictionary<string, bool> judged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Statement[]> trusting = new(StringComparer.Ordinal);
    private readonly Dictionary<IamPrincipal, ImmutableSortedSet<string>> changes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a statement is of the policy that an attacker would add, and not of the account.</summary>
    public static bool IsAdded(NamedPolicy policy) => ReferenceEquals(policy.Document, Everything);

    /// <summary>The principal with any policy, where <paramref name="replaced"/> tells of a policy whether it is overwritten.</summary>
    public int WithAnyPolicy(IamPrincipal principal, Func<NamedPolicy, bool> replaced)
    {
        // Only what denies still matters beside everything; fewer policies make more principals alike.
        ImmutableArray<NamedPolicy> kept = [.. PolicyLookup.IdentityOf(principal).Where(policy => Denies(policy) && !replaced(policy))];
        ImmutableArray<NamedPolicy> policies = [new NamedPolicy { Name = "any policy", Kind = PolicyKind.Inline, Owner = principal.Arn, Document = Everything }, .. kept];
        IamPrincipal raised = principal is IamUser user
            ? user with { InlinePolicies = policies, AttachedPolicies = [], Groups = [] }
            : principal with { InlinePolicies = policies, AttachedPolicies = [] };
        return PlaceOf(principal, raised, WithPolicy, $"policy|{LimitsOf(raised)}");
    }

    /// <summary>The principal without its permissions boundary.</summary>
    public int WithoutBoundary(IamPrincipal principal) =>
        PlaceOf(principal, principal switch { IamUser user => user with { Boundary = null }, IamRole role => role with { Boundary = null }, _ => principal }, "without its permissions boundary", null);

    /// <summary>The principal with less that limits it.</summary>
    public int Loosened(IamPrincipal principal, OwnChanges.Change change) => PlaceOf(principal, change.Changed, change.Words, null);

    /// <summary>One of the ways in which the privilege loosens what limits the principal; null where there are no so many.</summary>
    public OwnChanges.Change? ChangeBy(string action, IamPrincipal principal, int number) => OwnChanges
        .Of(action, principal, world.Account(principal.AccountId), action == "iam:TagUser" ? TrustOf(principal.AccountId) : [])
        .ElementAtOrDefault(number);

    /// <summary>The principal with another version of one of its policies.</summary>
    public int WithVersion(IamPrincipal principal, NamedPolicy older) =>
        PlaceOf(principal, OlderVersions.With(principal, older), $"with version {older.VersionId} of the policy {older.Name}", null);

    /// <summary>The user as a member of more groups.</summary>
    public int WithGroups(IamUser user, IReadOnlyList<IamGroup> groups)
    {
        IamGroup[] joined = [.. groups.Where(group => !user.Groups.Any(own => own.Arn == group.Arn))];
        string named = joined is [var only] ? $"as a member of the group {only.Name}" : $"as a member of the groups {string.Join(", ", joined.Select(group => group.Name))}";
        return PlaceOf(user, user with { Groups = [.. user.Groups, .. joined] }, named, null);
    }

    /// <summary>Whether a place is being administrator.</summary>
    public bool IsAdministrator(int node) => node >= 0 && world[node].IsAdministrator;

    /// <summary>What stands in the way of a principal, whatever it is given: the same text for principals with the same limits.</summary>
    public string LimitsOf(IamPrincipal principal)
    {
        PermissionsBoundary? boundary = principal switch { IamUser user => user.Boundary, IamRole role => role.Boundary, _ => null };
        NamedPolicy[] denying = [.. PolicyLookup.IdentityOf(principal).Where(Denies)];
        bool alone = world.HasPersonalLimits(principal.AccountId) || (boundary?.Policy is { } limit && world.Classes.IsPersonal(limit.Document))
            || denying.Any(policy => policy.Arn is null || world.Classes.IsPersonal(policy.Document));
        return alone ? $"{principal.Arn}|{ChangeOf(principal)}" : $"{principal.AccountId}|{principal is IamUser}|{boundary?.PolicyArn}|{string.Join('|', denying.Select(policy => policy.Arn))}";
    }

    private int PlaceOf(IamPrincipal before, IamPrincipal changed, string change, string? key)
    {
        ImmutableSortedSet<string> all = (changes.TryGetValue(before, out ImmutableSortedSet<string>? earlier) ? earlier : ImmutableSortedSet.Create<string>(StringComparer.Ordinal)).Add(change);
        if (key is null || !judged.TryGetValue(key, out bool isAdministrator))
        {
            isAdministrator = world.Context.SubjectOf(changed) is { } subject && FullAdministrator.Holds(subject);
            if (key is not null)
            {
                judged.Add(key, isAdministrator);
            }
        }

        if (isAdministrator)
        {
            return world.Administrator(changed.AccountId);
        }

        int place = world.Place(changed, string.Join(", ", all), isAdministrator: false);
        if (world.PrincipalAt(place) is { } placed)
        {
            changes[placed] = all;
        }

        return place;
    }

    // Trust policies that look at tags of whoever asks.
    private Statement[] TrustOf(string account)
    {
        if (!trusting.TryGetValue(account, out Statement[]? statements))
        {
            trusting.Add(account, statements = [.. world.Account(account).Roles.SelectMany(role => role.Trust.Document.Statements)
                .Where(statement => statement.Conditions.Any(condition => condition.Key.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase)))]);
        }

        return statements;
    }

    private string ChangeOf(IamPrincipal principal) => changes.TryGetValue(principal, out ImmutableSortedSet<string>? all) ? string.Join(", ", all) : "";

    private static bool Denies(NamedPolicy policy) => policy.Document.Statements.Any(statement => statement.Effect == Effect.Deny);
}
