using System.Globalization;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Principals with dangerous rights that nobody has used for long, or ever.</summary>
/// <remarks>
/// IAM tells when a role was last used, over the last 400 days ("View the last used information for roles", AWS IAM User Guide); of users the
/// credential report tells.
/// </remarks>
internal static class StalePrincipal
{
    private const int Days = 90;

    /// <summary>At most one finding for a principal, given what else was found on it.</summary>
    public static Finding? Find(Subject subject, IReadOnlyList<Finding> own)
    {
        string[] kinds = DangerousRights.Of(own);
        if (kinds.Length == 0 || LastUse(subject) is not { } use || subject.Context.FileTime is not { } taken)
        {
            return null;
        }

        DateTimeOffset? since = use.Last ?? subject.Principal.Created;
        if (since is null || (taken - since.Value).TotalDays < Days)
        {
            return null;
        }

        string when = use.Last is { } last ? $"was last used on {Day(last)}" : $"has never been used since it was made on {Day(since.Value)}, as far as {use.Source} tells";
        return subject.Finding(
            Risk.StalePrincipal,
            Risk.StalePrincipal.Severity,
            detail: "",
            title: $"{subject.Words} has dangerous rights and {(use.Last is null ? "was never used" : $"was not used for {(int)(taken - since.Value).TotalDays} days")}",
            explanation: $"{subject.Words} {when}; the account is judged as of {Day(taken)}. What is dangerous about it stands in its findings of the kind {string.Join(", ", kinds)}, by {SupportWords.Names(DangerousRights.Statements(own, kinds))}. Nobody would notice somebody else using it.",
            recommendation: "Take its policies away and, when nobody has asked for them for a while, delete it.",
            DangerousRights.Actions(own, kinds),
            DangerousRights.Statements(own, kinds));
    }

    // Null where nothing tells: no role of the file has a date of use, or there is no credential report.
    private static Use? LastUse(Subject subject) => subject.Principal switch
    {
        IamRole role when role.LastUsed is not null || subject.Account.TellsUse => new Use(role.LastUsed, "IAM"),
        IamUser user when subject.Context.Request.Credentials?.Of(user.Arn) is { } credentials => new Use(credentials.LastUsed, "the credential report"),
        _ => null,
    };

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Use(DateTimeOffset? Last, string Source);
}
