using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Judges <c>iam:SetDefaultPolicyVersion</c>: it gives nothing but what an older version of a policy holds, and the account file often tells that.</summary>
internal static class EscalationByVersion
{
    /// <summary>What older versions lead to; null where it covers no policy that anybody holds, written out one by one.</summary>
    public static EscalationOutcome? Judge(Subject subject, Support support)
    {
        AccountSnapshot account = subject.Account.Account;
        if (!OlderVersions.AreKnown(account))
        {
            return EscalationReach.Raises(subject, support, subject.Principal)
                ? new EscalationOutcome(Severity.Medium, "It reaches a policy of the principal itself.", null)
                : EscalationByIam.Elsewhere(subject, [support]);
        }

        OlderVersions.Rollback? more = null;
        foreach (OlderVersions.Rollback rollback in OlderVersions.Of(subject.Principal, support.Covers))
        {
            Subject after = After(subject, rollback);
            if (FullAdministrator.Holds(after))
            {
                return new EscalationOutcome(Severity.High, $"{Words(rollback)} makes it an administrator, so one call is enough.", null) { IsAllThere = true };
            }

            more ??= after.Grants.Actions.IsSubsetOf(subject.Grants.Actions) ? null : rollback;
        }

        if (more is not null)
        {
            return new EscalationOutcome(Severity.Medium, $"{Words(more)} gives it privileges that it lacks.", "No version of its own policies makes it an administrator.") { IsAllThere = true };
        }

        IamPrincipal? other = EscalationReach.Candidates(subject, support).FirstOrDefault(one =>
            one.Arn != subject.Principal.Arn && subject.Context.SubjectOf(one) is { } holder
            && OlderVersions.Of(one, support.Covers).Any(rollback => !After(holder, rollback).Grants.Actions.IsSubsetOf(holder.Grants.Actions)));
        return other is not null
            ? new EscalationOutcome(
                Severity.Medium,
                $"It does not raise {subject.Principal.Name} itself, but others, such as {EscalationSearch.Words(other)}; an attacker needs a way to act as one of them.",
                "It raises only the rights of others.")
            { IsAllThere = true }
            : support.ExactArnsIn(account.AccountId) is not null && !account.IsTruncated
                ? null
                : new EscalationOutcome(Severity.Low, "", "No version in the file of a policy that it covers gives anybody more than the default one does; it opens as soon as one does.") { IsAllThere = true };
    }

    private static string Words(OlderVersions.Rollback rollback) => $"Version {rollback.Policy.VersionId} of the policy {rollback.Policy.Name}, which it holds,";

    private static Subject After(Subject before, OlderVersions.Rollback rollback)
    {
        var calculator = new GrantCalculator(before.Context.Catalog);
        return new Subject(rollback.Changed, before.Account, calculator.GrantsOf(rollback.Changed, before.Account.Account, before.Context.Request.Organization), before.Context);
    }
}
