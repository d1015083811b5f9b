namespace Leastwise.Risks;

/// <summary><c>iam:PassRole</c> on all roles, to any service.</summary>
internal static class PassRoleTooWide
{
    // No AWS service has this name, so that a condition on iam:PassedToService that lists services rules it out.
    private const string NoService = "service-that-does-not-exist.amazonaws.com";

    /// <summary>At most one finding for a principal.</summary>
    public static Finding? Find(Subject subject)
    {
        if (subject.Context.Facts.PassRole is not { } action || subject.SupportOf(action, NoService) is not { Reach: >= Reach.Broad } support)
        {
            return null;
        }

        return subject.Finding(
            Risk.PassRoleTooWide,
            Severity.Medium.MilderIf(support.IsConditional),
            detail: "",
            title: $"{subject.Words} can pass any role to any service",
            explanation: $"iam:PassRole hands a role to a service, which then acts with it. {subject.Words} may hand over every role of the account to every service, by "
                + $"{SupportWords.Names(support.Statements)}. Together with any privilege that makes a service run something, that is a way to the rights of every role.",
            recommendation: "Name the roles in Resource, and the service in a condition on iam:PassedToService.",
            [action.FullName],
            support.Statements,
            SupportWords.FewSentences([support]));
    }
}
