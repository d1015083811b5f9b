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
        bool isTold = service == "ec2.amazonaws.com" && subject.Account.TellsProfiles;
        EscalationOutcome? ready = Among(subject, passRole, service, isTold ? role => Passable(role) && !role.InstanceProfiles.IsEmpty : Passable);
        if (!isTold || ready is { Severity: Severity.High, Note: null })
        {
            return ready is null ? Nothing(subject, passRole, service) : ready with { IsAllThere = isTold };
        }

        // Roles that are in no instance profile: some principals may put them into one.
        EscalationOutcome? any = Among(subject, passRole, service, Passable);
        if (any is null)
        {
            return Nothing(subject, passRole, service);
        }

        bool isAdministrator = any.Note is null;
        EscalationOutcome unready = InstanceProfiles.Making(subject) is not null
            ? any with { Note = Joined(any.Note, InstanceProfiles.Sentence), IsAllThere = true }
            : any with { Severity = any.Severity.Milder(), Note = Joined(any.Note, $"It needs {InstanceProfiles.Need}; the account file shows none."), IsAllThere = true };
        return ready is null || unready.Severity > ready.Severity || (isAdministrator && unready.Severity == Severity.High)
            ? unready
            : ready with { Note = isAdministrator ? $"No administrator that it can pass to {service} has an instance profile today." : ready.Note, IsAllThere = true };
    }

    private static string Joined(string? note, string sentence) => note is null ? sentence : $"{note} {sentence}";

    // The worst that passing one of the roles leads to; null where none of them can be passed.
    private static EscalationOutcome? Among(Subject subject, Support passRole, string service, Func<IamRole, bool> passable)
    {
        if (subject.Context.PowerfulRoles(subject.Account, service).FirstOrDefault(role => subject.Context.IsAdministrator(role) && passable(role)) is { } administrator)
        {
            return new EscalationOutcome(Severity.High, $"Among the roles that it can pass to {service} is an administrator, {administrator.Name}.", null);
        }

        IEnumerable<IamRole> candidates = subject.Account.RolesLike(service, passRole.Patterns);
        if (candidates.FirstOrDefault(role => passable(role) && subject.Context.HoldsMore(role, subject)) is { } stronger)
        {
            return new EscalationOutcome(
                passRole.Reach >= Reach.Broad ? Severity.High : Severity.Medium,
                $"Among the roles that it can pass to {service} is {stronger.Name}, which holds privileges that {subject.Principal.Name} lacks.",
                $"None of the roles that it can pass to {service} is an administrator today.");
        }

        return candidates.FirstOrDefault(passable) is { } harmless
            ? new EscalationOutcome(
                Severity.Low,
                $"It can pass {harmless.Name} to {service}.",
                $"The roles that it can pass to {service} hold no privilege that {subject.Principal.Name} lacks today.")
            : null;
    }

    // Roles written out one by one, all of them known, and the service can assume none: there is no path.
    private static EscalationOutcome? Nothing(Subject subject, Support passRole, string service) => AllKnown(subject, passRole)
        ? null
        : new EscalationOutcome(
            Severity.Low, "", $"None of the {subject.Account.RolesOf(service).Count} roles of the file that trust {service} can be passed today.");

    private static bool AllKnown(Subject subject, Support passRole) =>
        passRole.ExactArnsIn(subject.Principal.AccountId) is { } arns && arns.All(arn => subject.Account.Actor(arn) is not null);
}
