using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Trimming.Cutting;

/// <summary>What can be trimmed.</summary>
public enum SubjectKind
{
    /// <summary>A role's policies.</summary>
    Role,

    /// <summary>A user's own policies, without those of its groups.</summary>
    User,

    /// <summary>A group's policies, to the need of all its members.</summary>
    Group,

    /// <summary>A managed policy of the account, to the need of all that hold it.</summary>
    Policy,
}

/// <summary>Whose policies are trimmed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Name">Its name.</param>
/// <param name="AccountId">Its account.</param>
/// <param name="Sources">The policies that are replaced.</param>
/// <param name="Members">The users and roles whose need counts, in ordinal order of ARN.</param>
public sealed record TrimSubject(
    SubjectKind Kind, string Arn, string Name, string AccountId, ImmutableArray<NamedPolicy> Sources, ImmutableArray<IamPrincipal> Members)
{
    /// <summary>A user or role.</summary>
    public static TrimSubject Of(IamPrincipal actor) => new(
        actor is IamRole ? SubjectKind.Role : SubjectKind.User, actor.Arn, actor.Name, actor.AccountId, [.. actor.InlinePolicies, .. actor.AttachedPolicies], [actor]);

    /// <summary>A group.</summary>
    public static TrimSubject Of(IamGroup group, AccountSnapshot account) => new(
        SubjectKind.Group, group.Arn, group.Name, group.AccountId, [.. group.InlinePolicies, .. group.AttachedPolicies], [.. account.Users.Where(user => user.Groups.Any(one => one.Arn == group.Arn))]);

    /// <summary>A managed policy.</summary>
    public static TrimSubject Of(NamedPolicy policy, AccountSnapshot account)
    {
        bool Holds(IamPrincipal one) => one.AttachedPolicies.Any(held => held.Arn == policy.Arn);
        return new TrimSubject(
            SubjectKind.Policy, policy.Arn ?? "", policy.Name, account.AccountId, [policy],
            [.. account.Actors.Where(actor => Holds(actor) || ((actor as IamUser)?.Groups.Any(Holds) ?? false))]);
    }

    /// <summary>Whether IAM Identity Center writes its policies, and AWS refuses that anybody else does.</summary>
    public bool IsReserved => Kind == SubjectKind.Role && Members is [{ Path: var path }] && path.StartsWith("/aws-reserved/", StringComparison.Ordinal);

    /// <summary>Such as <c>role order-processor</c>.</summary>
    public string Label => $"{Kind.ToString().ToLowerInvariant()} {Name}";
}
