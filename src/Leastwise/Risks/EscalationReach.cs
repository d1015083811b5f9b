using Leastwise.Catalog;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>
/// What IAM's own privileges do to principals: some raise a principal's rights, others give its credentials. A path that has both leads to control
/// only where one principal is both raised and taken.
/// </summary>
internal static class EscalationReach
{
    /// <summary>Whether the action raises the rights of principals.</summary>
    public static bool IsRaising(CatalogAction action) => action.FullName is
        "iam:PutUserPolicy" or "iam:AttachUserPolicy" or "iam:PutRolePolicy" or "iam:AttachRolePolicy" or "iam:PutGroupPolicy" or "iam:AttachGroupPolicy"
        or "iam:CreatePolicyVersion" or "iam:SetDefaultPolicyVersion" or "iam:AddUserToGroup" or "iam:DeleteUserPermissionsBoundary"
        or "iam:DeleteRolePermissionsBoundary";

    /// <summary>Whether the action gives credentials of principals.</summary>
    public static bool IsTaking(CatalogAction action) => action.FullName is
        "iam:CreateAccessKey" or "iam:DeleteAccessKey" or "iam:CreateLoginProfile" or "iam:UpdateLoginProfile" or "iam:UpdateAssumeRolePolicy" or "sts:AssumeRole";

    /// <summary>Whether the action gives credentials of users, and not sessions of roles.</summary>
    public static bool TakesUsers(CatalogAction action) => IsTaking(action) && action.FullName is not ("iam:UpdateAssumeRolePolicy" or "sts:AssumeRole");

    /// <summary>Whether the action, as held by <paramref name="subject"/>, raises the rights of <paramref name="principal"/>.</summary>
    public static bool Raises(Subject subject, Support support, IamPrincipal principal) => (support.Action.Name, principal) switch
    {
        ("PutUserPolicy" or "AttachUserPolicy", IamUser) => support.Covers(principal.Arn),
        ("PutRolePolicy" or "AttachRolePolicy", IamRole { IsServiceLinked: false }) => support.Covers(principal.Arn),
        ("PutGroupPolicy" or "AttachGroupPolicy", IamUser user) => user.Groups.Any(group => support.Covers(group.Arn)),
        ("AddUserToGroup", IamUser user) => subject.Account.Account.Groups.Any(group =>
            support.Covers(group.Arn) && !user.Groups.Any(own => own.Arn == group.Arn)),
        ("CreatePolicyVersion" or "SetDefaultPolicyVersion", _) => PoliciesOf(principal).Any(policy => policy is { Kind: PolicyKind.CustomerManaged, Arn: { } arn } && support.Covers(arn)),
        ("DeleteUserPermissionsBoundary", IamUser { Boundary: not null }) => support.Covers(principal.Arn),
        ("DeleteRolePermissionsBoundary", IamRole { Boundary: not null }) => support.Covers(principal.Arn),
        _ => false,
    };

    /// <summary>Whether the action, as held by <paramref name="subject"/>, gives it the credentials of <paramref name="principal"/>.</summary>
    public static bool Takes(Subject subject, Support support, IamPrincipal principal) => (support.Action.Name, principal) switch
    {
        ("CreateAccessKey" or "DeleteAccessKey" or "CreateLoginProfile" or "UpdateLoginProfile", IamUser) => support.Covers(principal.Arn),
        ("UpdateAssumeRolePolicy", IamRole { IsServiceLinked: false }) => support.Covers(principal.Arn),
        ("AssumeRole", IamRole role) => support.Covers(role.Arn) && RoleAccess.Doors(subject).Any(door => ReferenceEquals(door.Role, role) && RoleAccess.Open(subject, door) is not null),
        _ => false,
    };

    /// <summary>The principals that <paramref name="support"/> could concern, in ordinal order; only those named where it names them one by one.</summary>
    public static IEnumerable<IamPrincipal> Candidates(Subject subject, Support support)
    {
        if (support.Action.Name == "AssumeRole")
        {
            return RoleAccess.Doors(subject).Select(door => (IamPrincipal)door.Role).Where(role => role.AccountId == subject.Principal.AccountId);
        }

        if (support.Action.Name.Contains("PolicyVersion", StringComparison.Ordinal))
        {
            return subject.Account.AttachedPolicies.Where(support.Covers).SelectMany(subject.Account.HoldersOf);
        }

        if (support.Action.Name.Contains("Group", StringComparison.Ordinal))
        {
            // Who adds itself to a group is no member yet.
            return support.Action.Name == "AddUserToGroup"
                ? subject.Account.Actors
                : subject.Account.Account.Groups.Where(group => support.Covers(group.Arn)).SelectMany(group => subject.Account.Members(group.Arn));
        }

        return subject.Account.ActorsLike(support.Patterns);
    }

    private static IEnumerable<NamedPolicy> PoliciesOf(IamPrincipal principal) => principal is IamUser user
        ? user.AttachedPolicies.Concat(user.Groups.SelectMany(group => group.AttachedPolicies))
        : principal.AttachedPolicies;
}
