namespace Leastwise.Risks;

/// <summary>
/// Judges <c>sts:AssumeRole</c>: it escalates only where a trust policy lets the principal in and the role is an administrator. Roles that merely
/// hold something else are what roles are for.
/// </summary>
internal static class EscalationByTrust
{
    /// <summary>What assuming roles leads to; null where no administrator is in reach.</summary>
    public static EscalationOutcome? Judge(Subject subject, EscalationPath path)
    {
        EscalationOutcome? conditional = null;
        foreach (RiskContext.RoleDoor door in RoleAccess.AdministratorDoors(subject))
        {
            bool sameAccount = door.Role.AccountId == subject.Principal.AccountId;
            bool byTrustAlone = RoleAccess.TrustSuffices(subject, door);
            bool thisPath = path.Id switch
            {
                "sts-003" => byTrustAlone,
                "sts-002" => !sameAccount,
                _ => sameAccount && !byTrustAlone,
            };
            if (!thisPath || !RoleAccess.CanEnter(subject, door) || RoleAccess.Open(subject, door) is not { } open)
            {
                continue;
            }

            string words = $"{door.Role.Name}{(sameAccount ? "" : $" in account {door.Role.AccountId}")} is an administrator and trusts {subject.Principal.Name} by {TrustReading.Name(door.Admission)}.";
            if (open.IsEmpty)
            {
                return new EscalationOutcome(Severity.High, words, null);
            }

            conditional ??= new EscalationOutcome(Severity.High.Milder(), words, $"The trust policy of {door.Role.Name} lets it in only {ConditionWords.Of(open)}.");
        }

        return conditional;
    }
}
