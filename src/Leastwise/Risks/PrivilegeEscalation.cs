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
            Evaluation.StatementSource[] statements = [.. hit.Supports.SelectMany(support => support.Statements)];
            string given = statements.Length == 0 ? "" : $" It holds {string.Join(" and ", path.Requires)} by {SupportWords.Names([.. statements.Distinct<Evaluation.StatementSource>(ReferenceEqualityComparer.Instance)])}.";
            string outcome = hit.Explanation.Length == 0 ? "" : $" {hit.Explanation}";
            yield return subject.Finding(
                Risk.PrivilegeEscalation,
                hit.Severity,
                path.Id,
                title: $"{subject.Words} can {path.How}",
                explanation: $"This is the known path {path.Id}.{given}{outcome}",
                recommendation: subject.Context.Advice(path, Advice),
                path.Requires,
                statements,
                hit.Conditions,
                path.Id);
        }
    }

    private static string Advice(EscalationPath path) => path.Category switch
    {
        _ when path.Id is "sts-003" => "If that is not meant, take the principal out of the role's trust policy, or ask for MFA there.",
        _ when path.Id is "sts-001" or "sts-002" => "If that is not meant, limit sts:AssumeRole to the roles that are needed, or name the trusted principals in the role's trust policy.",
        EscalationCategory.SelfEscalation => $"Take {path.Requires[0]} away, or allow it only where a permissions boundary keeps the result harmless.",
        EscalationCategory.PrincipalAccess => $"Take {path.Requires[0]} away, or limit it to the principal's own user or to resources without rights.",
        EscalationCategory.NewPassRole => $"Limit iam:PassRole to the roles that the work needs and to the service with iam:PassedToService, or take {path.Requires.First(action => action != "iam:PassRole")} away.",
        _ => $"Limit {path.Requires[0]} to resources whose role holds no more than this principal does, or take it away.",
    };
}
