using Leastwise.Catalog;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>Judges privileges that loosen what limits the principal itself: they give what its policies hold behind a boundary, a Deny or a tag, and no more.</summary>
internal static class EscalationByChange
{
    /// <summary>What loosening leads to; null where it gives the principal nothing.</summary>
    public static EscalationOutcome? Judge(Subject subject, Support support)
    {
        string action = support.Action.FullName;
        if (!support.Covers(subject.Principal.Arn)
            || (action.StartsWith("iam:Put", StringComparison.Ordinal) && OwnChanges.AskForBoundary(support.Statements.Select(source => source.Statement))))
        {
            return null;
        }

        OwnChanges.Change? more = null;
        foreach (OwnChanges.Change change in OwnChanges.Of(action, subject.Principal, subject.Account.Account, []))
        {
            Subject after = After(subject, change);
            if (FullAdministrator.Holds(after))
            {
                return new EscalationOutcome(Severity.High, $"{subject.Principal.Name} {change.Words} is an administrator, so one call is enough.", null) { IsAllThere = true };
            }

            more ??= HoldsMore(after, subject) ? change : null;
        }

        return more is null
            ? null
            : new EscalationOutcome(Severity.Medium, $"{subject.Principal.Name} {more.Words} holds privileges that it lacks now.", "It is no administrator then either.") { IsAllThere = true };
    }

    // Conditions on tags do not show in the set of privileges, so each is asked for.
    private static bool HoldsMore(Subject after, Subject before) => after.Grants.Actions
        .Where(id => !before.Grants.Unrestricted.Contains(id))
        .Select(id => before.Context.Catalog.Actions[id])
        .Any(action => after.SupportOf(action) is not null && before.SupportOf(action) is null);

    private static Subject After(Subject before, OwnChanges.Change change)
    {
        var calculator = new GrantCalculator(before.Context.Catalog);
        return new Subject(change.Changed, before.Account, calculator.GrantsOf(change.Changed, before.Account.Account, before.Context.Request.Organization), before.Context);
    }
}
