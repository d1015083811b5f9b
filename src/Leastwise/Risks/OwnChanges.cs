using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>What a principal becomes when what limits it is loosened: another boundary, a policy that denies taken off, a tag that a condition asks for.</summary>
/// <remarks>
/// Sources: "Permissions boundaries for IAM entities", "Policy evaluation logic" and "Controlling access to and for IAM users and roles using tags", AWS IAM User Guide.
/// </remarks>
internal static class OwnChanges
{
    /// <summary>One loosening.</summary>
    /// <param name="Changed">The principal as it would be.</param>
    /// <param name="Words">How it differs, such as <c>with the tag team=red</c>.</param>
    internal sealed record Change(IamPrincipal Changed, string Words);

    /// <summary>Whether the privilege loosens what limits a user or role.</summary>
    public static bool Is(string action) => action is
        "iam:PutUserPermissionsBoundary" or "iam:PutRolePermissionsBoundary" or "iam:DetachUserPolicy" or "iam:DetachRolePolicy"
        or "iam:DeleteUserPolicy" or "iam:DeleteRolePolicy" or "iam:TagUser";

    /// <summary>How the privilege can change the principal; none where it changes nothing that limits it.</summary>
    /// <param name="action">The privilege, such as <c>iam:TagUser</c>.</param>
    /// <param name="principal">The principal.</param>
    /// <param name="account">Its account.</param>
    /// <param name="others">Statements besides its own that may look at its tags, such as those of trust policies.</param>
    public static IEnumerable<Change> Of(string action, IamPrincipal principal, AccountSnapshot account, IEnumerable<Statement> others) => (action, principal) switch
    {
        ("iam:PutUserPermissionsBoundary", IamUser { Boundary: { } own } user) when !AskForBoundary(Allowing(own, action)) => [new Change(user with { Boundary = null }, "with another permissions boundary")],
        ("iam:PutRolePermissionsBoundary", IamRole { Boundary: { } own } role) when !AskForBoundary(Allowing(own, action)) => [new Change(role with { Boundary = null }, "with another permissions boundary")],
        ("iam:DetachUserPolicy", IamUser) or ("iam:DetachRolePolicy", IamRole) when principal.AttachedPolicies.Any(Denies) =>
            [new Change(principal with { AttachedPolicies = [.. principal.AttachedPolicies.Where(policy => !Denies(policy))] }, "without its attached policies that deny")],
        ("iam:DeleteUserPolicy", IamUser) or ("iam:DeleteRolePolicy", IamRole) when principal.InlinePolicies.Any(Denies) =>
            [new Change(principal with { InlinePolicies = [.. principal.InlinePolicies.Where(policy => !Denies(policy))] }, "without its inline policies that deny")],
        // What the session of a role adds to its tags is open anyhow, so conditions on them are shown and not judged.
        ("iam:TagUser", IamUser) => TagChoices.Of(principal, account, [.. StatementsOf(principal), .. others])
            .Select(tags => new Change(principal with { Tags = principal.Tags.SetItems(tags) }, Words(tags))),
        _ => [],
    };

    /// <summary>Whether each of the statements lets boundaries be set only where a condition names them, as AWS tells how to delegate.</summary>
    public static bool AskForBoundary(IEnumerable<Statement> statements) => statements.All(statement =>
        statement.Conditions.Any(condition => condition.Key.Equals("iam:PermissionsBoundary", StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<Statement> Allowing(PermissionsBoundary boundary, string action) => (boundary.Policy?.Document.Statements ?? [])
        .Where(statement => statement.Effect == Effect.Allow && statement.Actions.Patterns.Any(pattern => WildcardPattern.IsMatch(pattern, action, ignoreCase: true)) != statement.Actions.Not);

    private static IEnumerable<Statement> StatementsOf(IamPrincipal principal)
    {
        PermissionsBoundary? boundary = principal switch { IamUser user => user.Boundary, IamRole role => role.Boundary, _ => null };
        return PolicyLookup.IdentityOf(principal).Concat(boundary?.Policy is { } limit ? [limit] : []).SelectMany(policy => policy.Document.Statements);
    }

    private static string Words(ImmutableSortedDictionary<string, string> tags) =>
        $"with the tag{(tags.Count == 1 ? "" : "s")} {string.Join(", ", tags.Select(tag => $"{tag.Key}={tag.Value}"))}";

    private static bool Denies(NamedPolicy policy) => policy.Document.Statements.Any(statement => statement.Effect == Effect.Deny);
}
