using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Judges paths that pass a role to a service: which roles can be passed that the service may assume, and what they hold.</summary>
internal static class EscalationByPassing
{
    /// <summary>What passing leads to; null where the service can assume none of the roles.</summary>
    public static EscalationOutcome? Judge(Subject subject, Support passRole, string service) => subject.PassingTo(service, () => Work(subject, passRole, service));

    private static EscalationOutcome? Work(Subject subject, Support passRole, string service)
    {
        IReadOnlyList<IamRole> trusting = subject.Account.RolesOf(service);
        if (trusting.Count == 0 && !AllKnown(subject, passRole))
        {
            return new EscalationOutcome(Severity.Medium, "", $"No role of the file trusts {service} today; it opens as soon as one does.");
        }

        bool Passable(IamRole role) => !role.IsServiceLinked && passRole.Covers(role.Arn);
        if (subject.Context.PowerfulRoles(subject.Account, service).FirstOrDefault(role => subject.Context.IsAdministrator(role) && Passable(role)) is { } administrator)
        {
            return new EscalationOutcome(Severity.High, $"Among the roles that it can pass to {service} is an administrator, {administrator.Name}.", null);
        }

        IEnumerable<IamRole> candidates = subject.Account.RolesLike(service, passRole.Patterns);
        if (candidates.FirstOrDefault(role => Passable(role) && subject.Context.HoldsMore(role, subject)) is { } stronger)
        {
            return new EscalationOutcome(
                passRole.Reach >= Reach.Broad ? Severity.High : Severity.Medium,
                $"Among the roles that it can pass to {service} is {stronger.Name}, which holds privileges that {subject.Principal.Name} lacks.",
                $"None of the roles that it can pass to {service} is an administrator today.");
        }

        if (candidates.FirstOrDefault(Passable) is { } harmless)
        {
            return new EscalationOutcome(
                Severity.Low,
                $"It can pass {harmless.Name} to {service}.",
                $"The roles that it can pass to {service} hold no privilege that {subject.Principal.Name} lacks today.");
        }

        if (AllKnown(subject, passRole))
        {
            // Roles written out one by one, all of them known, and the service can assume none: there is no path.
            return null;
        }

        return new EscalationOutcome(
            Severity.Low, "", $"None of the {trusting.Count} roles of the file that trust {service} can be passed today.");
    }

    private static bool AllKnown(Subject subject, Support passRole) =>
        passRole.ExactArnsIn(subject.Principal.AccountId) is { } arns && arns.All(arn => subject.Account.Actor(arn) is not null);
}
