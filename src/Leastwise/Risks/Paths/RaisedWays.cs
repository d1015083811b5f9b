using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>A way to raise principals.</summary>
/// <param name="Raises">Whether it raises the principal of a place.</param>
/// <param name="Place">What that becomes.</param>
/// <param name="Holding">How the privilege is held.</param>
/// <param name="Over">The ARN of the group or policy that is changed for it; null where it is the principal itself.</param>
internal sealed record RaisedWay(Func<int, bool> Raises, Func<IamPrincipal, int> Place, Holding Holding, Func<IamPrincipal, string?> Over);

/// <summary>What each raising privilege of IAM does, to whom.</summary>
internal static class RaisedWays
{
    /// <summary>The ways that <paramref name="action"/> opens.</summary>
    /// <param name="world">The accounts.</param>
    /// <param name="raised">What raised principals become.</param>
    /// <param name="account">The account of the one who holds it: IAM changes only its own.</param>
    /// <param name="action">The action's name.</param>
    /// <param name="decided">Decides it on a list; the answer's numbers are places in the list.</param>
    public static IEnumerable<RaisedWay> Of(PathWorld world, RaisedPrincipals raised, string account, string action, Func<TargetList, IReadOnlyList<HeldOn>> decided)
    {
        int Attached(IamPrincipal principal) => raised.WithAnyPolicy(principal, _ => false);
        // An inline policy that is in the way can be overwritten under its name.
        int Written(IamPrincipal principal) => raised.WithAnyPolicy(principal, policy => policy.Kind == PolicyKind.Inline && policy.Owner == principal.Arn);
        return action switch
        {
            "AttachUserPolicy" => On(world, world.Users(account), decided, _ => true, Attached),
            "PutUserPolicy" => On(world, world.Users(account), decided, _ => true, Written),
            "AttachRolePolicy" => On(world, world.Roles(account), decided, _ => true, Attached),
            "PutRolePolicy" => On(world, world.Roles(account), decided, _ => true, Written),
            "DeleteUserPermissionsBoundary" => On(world, world.Users(account), decided, HasBoundary, raised.WithoutBoundary),
            "DeleteRolePermissionsBoundary" => On(world, world.Roles(account), decided, HasBoundary, raised.WithoutBoundary),
            "AttachGroupPolicy" or "PutGroupPolicy" => Groups(world, decided, world.Groups(account), Attached),
            "AddUserToGroup" => Joining(world, raised, decided, world.Groups(account)),
            "CreatePolicyVersion" => Policies(world, raised, decided, world.Policies(account), hold => hold),
            "SetDefaultPolicyVersion" => OlderVersions.AreKnown(world.Account(account))
                ? Versions(raised, world.Account(account), decided, world.Policies(account), world)
                : Policies(world, raised, decided, world.Policies(account),
                    hold => hold.But("An older version of the policy must hold more rights; the account file shows no versions but the default ones.", PathConfidence.Low)),
            _ => OwnChanges.Is($"iam:{action}") ? Loosening(world, raised, account, $"iam:{action}", decided) : [],
        };
    }

    // A tag can have one of several values, each a way of its own.
    private static IEnumerable<RaisedWay> Loosening(PathWorld world, RaisedPrincipals raised, string account, string action, Func<TargetList, IReadOnlyList<HeldOn>> decided)
    {
        TargetList list = action.Contains("User", StringComparison.Ordinal) ? world.Users(account) : world.Roles(account);
        int most = action == "iam:TagUser" ? TagChoices.Most : 1;
        return
            from part in decided(list)
            where !action.StartsWith("iam:Put", StringComparison.Ordinal) || !OwnChanges.AskForBoundary(part.Holding.Needs.SelectMany(need => need.Statements).Select(source => source.Statement))
            from number in Enumerable.Range(0, most)
            select new RaisedWay(
                node => world.PrincipalAt(node) is { } principal && list.Has(part.Nodes, principal.Arn) && raised.ChangeBy(action, principal, number) is not null,
                principal => raised.ChangeBy(action, principal, number) is { } change ? raised.Loosened(principal, change) : -1,
                part.Holding,
                _ => null);
    }

    private static IEnumerable<RaisedWay> On(
        PathWorld world, TargetList list, Func<TargetList, IReadOnlyList<HeldOn>> decided, Func<IamPrincipal, bool> wanted, Func<IamPrincipal, int> place) =>
        decided(list).Select(part =>
        {
            bool Raises(int node) => world.PrincipalAt(node) is { } principal && wanted(principal) && list.Has(part.Nodes, principal.Arn);
            return new RaisedWay(Raises, place, part.Holding, _ => null);
        });

    private static IEnumerable<RaisedWay> Groups(PathWorld world, Func<TargetList, IReadOnlyList<HeldOn>> decided, TargetList list, Func<IamPrincipal, int> place) =>
        decided(list).Select(part =>
        {
            string? First(IamPrincipal? principal) => (principal as IamUser)?.Groups.FirstOrDefault(group => list.Has(part.Nodes, group.Arn))?.Arn;
            return new RaisedWay(node => First(world.PrincipalAt(node)) is not null, place, part.Holding, First);
        });

    private static IEnumerable<RaisedWay> Policies(
        PathWorld world, RaisedPrincipals raised, Func<TargetList, IReadOnlyList<HeldOn>> decided, TargetList list, Func<Holding, Holding> how) =>
        decided(list).Select(part =>
        {
            string? First(IamPrincipal? principal) => principal is null
                ? null
                : PolicyLookup.IdentityOf(principal).FirstOrDefault(policy => policy.Arn is { } arn && list.Has(part.Nodes, arn))?.Arn;
            return new RaisedWay(
                node => First(world.PrincipalAt(node)) is not null,
                principal => raised.WithAnyPolicy(principal, policy => policy.Arn is { } arn && list.Has(part.Nodes, arn)),
                how(part.Holding),
                First);
        });

    // Each version of each policy is a way of its own: they give different rights.
    private static IEnumerable<RaisedWay> Versions(RaisedPrincipals raised, AccountSnapshot account, Func<TargetList, IReadOnlyList<HeldOn>> decided, TargetList list, PathWorld world)
    {
        Dictionary<string, NamedPolicy> policies = account.Policies.Where(policy => !policy.OtherVersions.IsEmpty).ToDictionary(policy => policy.Arn ?? "", StringComparer.Ordinal);
        return
            from part in decided(list)
            from number in part.Nodes
            where policies.ContainsKey(list.Targets[number].Arn)
            let policy = policies[list.Targets[number].Arn]
            from version in policy.OtherVersions
            where OlderVersions.IsOther(policy, version)
            let older = new Lazy<NamedPolicy>(() => OlderVersions.At(policy, version))
            select new RaisedWay(
                node => world.PrincipalAt(node) is { } principal && OlderVersions.Held(principal).Any(held => held.Arn == policy.Arn && held.VersionId != version.Id),
                principal => raised.WithVersion(principal, older.Value),
                part.Holding,
                _ => policy.Arn);
    }

    private static IEnumerable<RaisedWay> Joining(PathWorld world, RaisedPrincipals raised, Func<TargetList, IReadOnlyList<HeldOn>> decided, TargetList list) =>
        from part in decided(list)
        let groups = part.Nodes.Select(number => list.Targets[number].Principal).OfType<IamGroup>().Where(world.IsWorthJoining).ToArray()
        where groups.Length > 0
        let places = new GroupPlaces(raised, groups)
        select new RaisedWay(
            node => world.PrincipalAt(node) is IamUser user && groups.Any(one => !user.Groups.Any(own => own.Arn == one.Arn)),
            places.Place,
            part.Holding,
            places.Over);

    private static bool HasBoundary(IamPrincipal principal) => principal is IamUser { Boundary: not null } or IamRole { Boundary: not null };
}
