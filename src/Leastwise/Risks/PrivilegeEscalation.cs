using System.Collections.Immutable;

namespace Leastwise.Risks;

/// <summary>Known paths of privilege escalation, judged over all that the principal effectively holds.</summary>
internal static class PrivilegeEscalation
{
    /// <summary>One finding for each path that no shorter path makes needless.</summary>
    public static IEnumerable<Finding> Find(Subject subject)
    {
        foreach (EscalationHit hit in EscalationSearch.Shortest(subject))
        {
            EscalationPath path = hit.Path;
            ImmutableArray<Evaluation.StatementSource> statements = Subject.Distinct(hit.Supports.SelectMany(support => support.Statements));
            string given = statements.IsEmpty ? "" : $" It holds {string.Join(" and ", path.Requires.AsSpan())} by {SupportWords.Names(statements)}.";
            yield return subject.Finding(
                Risk.PrivilegeEscalation,
                hit.Severity,
                path.Id,
                title: $"{subject.Words} can {path.How}",
                explanation: $"This is the known path {path.Id}.{given}{(hit.Explanation.Length == 0 ? "" : " ")}{hit.Explanation}",
                recommendation: subject.Context.Advice(path, one => Advice(one, subject.Context.Facts)),
                path.Requires,
                statements,
                hit.Conditions.Select(subject.Context.Kept).ToImmutableArray(),
                path.Id);
        }
    }

    private static string Advice(EscalationPath path, RiskFacts facts) => path.Category switch
    {
        _ when path.Id is "sts-003" => "If that is not meant, take the principal out of the role's trust policy, or ask for MFA there.",
        _ when path.Id is "sts-001" or "sts-002" => "If that is not meant, limit sts:AssumeRole to the roles that are needed, or name the trusted principals in the role's trust policy.",
        EscalationCategory.SelfEscalation => Raising(path.Requires[0]),
        _ when path.Requires.Any(action => action.EndsWith("SAMLProvider", StringComparison.Ordinal)) =>
            $"Take {path.Requires[^1]} away: whoever changes the provider of the sign-in signs in as everybody. Leave it to a pipeline or a role of its own.",
        EscalationCategory.PrincipalAccess => $"Take {path.Requires[0]} away, or limit it to the principal's own user or to resources without rights.",
        EscalationCategory.NewPassRole => $"Limit iam:PassRole to the roles that the work needs and to the service with iam:PassedToService, or take {facts.TurnOf(path)} away.",
        _ => $"Limit {facts.TurnOf(path)} to resources whose role holds no more than this principal does, or take it away.",
    };

    // iam:PermissionsBoundary is a key of the privileges on one user or role, and not of those on policies and groups ("Actions, resources, and condition keys for IAM").
    private static string Raising(string action) => action switch
    {
        "iam:PutUserPolicy" or "iam:AttachUserPolicy" or "iam:PutRolePolicy" or "iam:AttachRolePolicy" =>
            $"Take {action} away, or allow it only on users and roles that have a permissions boundary, by a condition on iam:PermissionsBoundary.",
        "iam:CreatePolicyVersion" or "iam:SetDefaultPolicyVersion" => $"Take {action} away, or name in Resource policies that neither the principal itself nor anybody stronger holds.",
        "iam:AttachGroupPolicy" or "iam:PutGroupPolicy" => $"Take {action} away, or name in Resource groups that the principal is no member of.",
        "iam:AddUserToGroup" => $"Take {action} away, or name in Resource groups that give no more than the principal has.",
        "iam:DeleteUserPermissionsBoundary" or "iam:PutUserPermissionsBoundary" or "iam:PutRolePermissionsBoundary" => $"Take {action} away, and deny it to everybody but administrators.",
        "iam:DetachUserPolicy" or "iam:DetachRolePolicy" or "iam:DeleteUserPolicy" or "iam:DeleteRolePolicy" =>
            $"Take {action} away, let the policy that denies deny it too, or deny by a permissions boundary or a service control policy.",
        "iam:TagUser" => "Take iam:TagUser away, or deny the tags that conditions look at by a condition on aws:TagKeys.",
        _ => $"Take {action} away and leave it to those who administer Identity Center.",
    };
}
