using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Principals under a permissions boundary that can step out of it.</summary>
/// <remarks>Source: "Permissions boundaries for IAM entities", AWS IAM User Guide, on delegating with boundaries.</remarks>
internal static class BoundaryDefeated
{
    private static readonly (string[] Actions, string How)[] Makings =
    [
        (["iam:CreateRole", "iam:AttachRolePolicy"], "make a role without the boundary, attach any policy to it and act as it"),
        (["iam:CreateRole", "iam:PutRolePolicy"], "make a role without the boundary, write any policy into it and act as it"),
        (["iam:CreateUser", "iam:CreateAccessKey", "iam:AttachUserPolicy"], "make a user without the boundary, attach any policy to it and act as it"),
        (["iam:CreateUser", "iam:CreateAccessKey", "iam:PutUserPolicy"], "make a user without the boundary, write any policy into it and act as it"),
    ];

    /// <summary>At most one finding for each way out.</summary>
    public static IEnumerable<Finding> Find(Subject subject)
    {
        string? boundary = subject.Principal switch { IamUser user => user.Boundary?.PolicyArn, IamRole role => role.Boundary?.PolicyArn, _ => null };
        if (boundary is null)
        {
            yield break;
        }

        string type = subject.Principal is IamUser ? "User" : "Role";
        if (Held(subject, [$"iam:Delete{type}PermissionsBoundary"], subject.Principal.Arn) is { } remove)
        {
            yield return Finding(subject, boundary, remove, "take its permissions boundary off");
        }

        if (Held(subject, [$"iam:Put{type}PermissionsBoundary"], subject.Principal.Arn) is { } replace && !AsksForBoundary(replace))
        {
            yield return Finding(subject, boundary, replace, "replace its permissions boundary by another policy");
        }

        foreach (string change in (string[])["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"])
        {
            if (!boundary.Contains("::aws:policy/", StringComparison.Ordinal) && Held(subject, [change], boundary) is { } rewrite)
            {
                yield return Finding(subject, boundary, rewrite, "rewrite the policy that is its permissions boundary");
                break;
            }
        }

        foreach ((string[] actions, string how) in Makings)
        {
            if (Held(subject, actions, covering: null) is { } make && !AsksForBoundary([make[0]]))
            {
                yield return Finding(subject, boundary, make, how);
                break;
            }
        }
    }

    private static Support[]? Held(Subject subject, string[] actions, string? covering)
    {
        var supports = new List<Support>();
        foreach (string name in actions)
        {
            if (subject.Context.Catalog.Find(name) is not { } action || subject.SupportOf(action) is not { } support || (covering is not null && !support.Covers(covering)))
            {
                return null;
            }

            supports.Add(support);
        }

        return [.. supports];
    }

    // A condition on iam:PermissionsBoundary, whatever the operator, is how AWS says to delegate; it then stands among the conditions of other findings.
    private static bool AsksForBoundary(Support[] supports) => supports.All(support => support.Statements.All(source =>
        source.Statement.Conditions.Any(condition => condition.Key.Equals("iam:PermissionsBoundary", StringComparison.OrdinalIgnoreCase))));

    private static Finding Finding(Subject subject, string boundary, Support[] supports, string how) => subject.Finding(
        Risk.BoundaryDefeated,
        Risk.BoundaryDefeated.Severity.MilderIf(supports.Any(support => support.IsConditional)),
        detail: how,
        title: $"{subject.Words} can {how}",
        explanation: $"Its boundary {boundary} is meant to keep it small, and lets {string.Join(" and ", supports.Select(support => support.Action.FullName))} through. "
            + $"It holds them by {SupportWords.Names([.. supports.SelectMany(support => support.Statements).Distinct<Evaluation.StatementSource>(ReferenceEqualityComparer.Instance)])}.",
        recommendation: "Deny in the boundary what changes boundaries and the boundary's own policy, and allow making users and roles only under the condition iam:PermissionsBoundary.",
        supports.Select(support => support.Action.FullName),
        supports.SelectMany(support => support.Statements),
        SupportWords.FewSentences(supports));
}
