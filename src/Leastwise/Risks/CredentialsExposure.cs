namespace Leastwise.Risks;

/// <summary>Privileges whose answer holds a secret: keys, passwords, tokens.</summary>
internal static class CredentialsExposure
{
    /// <summary>At most one finding for a principal, as bad as the worst secret.</summary>
    public static Finding? Find(Subject subject)
    {
        if (ListedActions.Of(subject, subject.Context.Facts.CredentialActions) is not { } held)
        {
            return null;
        }

        IReadOnlyDictionary<int, RiskFacts.ListedAction> list = subject.Context.Facts.Credentials;
        Severity Of(ListedActions.Privilege privilege) => list[privilege.Action.Id].Severity.MilderIf(privilege.IsConditional);
        Severity severity = held.Privileges.Max(Of);
        ListedActions.Privilege worst = held.Privileges.First(privilege => Of(privilege) == severity);
        return subject.Finding(
            Risk.CredentialsExposure,
            severity,
            detail: "",
            title: $"{subject.Words} can obtain credentials: {held.Words}",
            explanation: $"{worst.Action.FullName} gives {list[worst.Action.Id].Gives}. {subject.Words} holds it without limit to a resource, by {held.By}. "
                + "Credentials taken once work on when the way to them is closed.",
            recommendation: held.Privileges.All(privilege => privilege.Action.Resources.IsEmpty)
                ? "AWS takes no resource for these: take away what was not used, and limit what the credentials open by the other privileges of whoever gets them."
                : "Allow these only on the resources that the work needs, and the ones for users only on the caller's own user.",
            held.Names,
            held.Statements,
            held.Sentences);
    }
}
