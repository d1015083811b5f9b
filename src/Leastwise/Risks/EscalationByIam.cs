using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Judges paths made of IAM's own privileges: whom they raise, whom they take, and whether that is one and the same.</summary>
internal static class EscalationByIam
{
    /// <summary>What the privileges lead to; null where they reach nobody but the principal itself, which gains nothing by its own credentials.</summary>
    public static EscalationOutcome? Judge(Subject subject, ImmutableArray<Support> supports)
    {
        Support[] raising = [.. supports.Where(support => EscalationReach.IsRaising(support.Action))];
        Support[] taking = [.. supports.Where(support => EscalationReach.IsTaking(support.Action))];
        IamPrincipal self = subject.Principal;
        if (supports is [{ Action.Name: "SetDefaultPolicyVersion" } version])
        {
            return EscalationByVersion.Judge(subject, version);
        }

        if (taking.Length == 0)
        {
            return raising.All(support => EscalationReach.Raises(subject, support, self))
                ? new EscalationOutcome(Severity.High, "It reaches the principal itself, so one call is enough.", null)
                : Elsewhere(subject, raising);
        }

        if (raising.Length == 0)
        {
            return Take(subject, taking);
        }

        IamPrincipal? both = Find(subject, taking[0], other =>
            taking.All(support => EscalationReach.Takes(subject, support, other)) && raising.All(support => EscalationReach.Raises(subject, support, other)));
        return both is null ? null : new EscalationOutcome(Severity.High, $"One way goes over {EscalationSearch.Words(both)}.", null);
    }

    /// <summary>Rights of somebody else can be raised; that is an escalation only for who can also act as somebody else.</summary>
    public static EscalationOutcome? Elsewhere(Subject subject, Support[] raising)
    {
        IamPrincipal? other = Find(subject, raising[0], candidate => raising.All(support => EscalationReach.Raises(subject, support, candidate)));
        if (other is not null)
        {
            return new EscalationOutcome(
                Severity.Medium,
                $"It does not raise {subject.Principal.Name} itself, but others, such as {EscalationSearch.Words(other)}; an attacker needs a way to act as one of them.",
                "It raises only the rights of others.");
        }

        // Resources written out one by one, none of which is in use: there is nothing to take hold of. A pattern could meet a new one.
        return raising.All(support => support.ExactArnsIn(subject.Principal.AccountId) is not null) && !subject.Account.Account.IsTruncated
            ? null
            : new EscalationOutcome(Severity.Medium, "", "Nothing that it covers is in use by a user or role of the file today.");
    }

    private static EscalationOutcome? Take(Subject subject, Support[] taking)
    {
        IamPrincipal self = subject.Principal;
        bool Reached(IamPrincipal other) => other.Arn != self.Arn && taking.All(support => EscalationReach.Takes(subject, support, other));
        // Each of these privileges works on users only or on roles only.
        IReadOnlyList<IamPrincipal> administrators = EscalationReach.TakesUsers(taking[0].Action)
            ? subject.Context.AdministratorUsers(subject.Account)
            : subject.Context.AdministratorRoles(subject.Account);
        IamPrincipal? administrator = Among(subject, taking[0], administrators).FirstOrDefault(Reached);
        if (administrator is not null)
        {
            return new EscalationOutcome(Severity.High, $"Among those that it reaches is an administrator, {EscalationSearch.Words(administrator)}.", null);
        }

        IamPrincipal? stronger = Find(subject, taking[0], other => Reached(other) && subject.Context.HoldsMore(other, subject));
        if (stronger is not null)
        {
            return new EscalationOutcome(
                Severity.High,
                $"Among those that it reaches is {EscalationSearch.Words(stronger)}, which holds privileges that {self.Name} lacks.",
                "None of those that it reaches is an administrator today.");
        }

        if (Find(subject, taking[0], Reached) is { } equal)
        {
            return new EscalationOutcome(
                Severity.Medium,
                $"It reaches {EscalationSearch.Words(equal)}.",
                $"None of those that it reaches holds a privilege that {self.Name} lacks today.");
        }

        // Written out one by one: its own credentials are no gain, and those of nobody are none either.
        return taking[0].ExactArnsIn(self.AccountId) is { } arns && (arns.All(arn => arn == self.Arn) || !subject.Account.Account.IsTruncated)
            ? null
            : new EscalationOutcome(Severity.Medium, "", "It covers no other user or role of the file today.");
    }

    // A role is assumed by its trust too, which patterns do not tell; everything else is found by what stands before their first wildcard.
    private static IEnumerable<IamPrincipal> Among(Subject subject, Support support, IReadOnlyList<IamPrincipal> administrators) =>
        support.Action.Name == "AssumeRole" ? administrators : subject.Account.Like(administrators, support.Patterns);

    private static IamPrincipal? Find(Subject subject, Support support, Func<IamPrincipal, bool> wanted) =>
        EscalationReach.Candidates(subject, support).FirstOrDefault(wanted);
}
