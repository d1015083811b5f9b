using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Users whose access key or password alone opens dangerous rights: no condition asks for a second factor.</summary>
/// <remarks>Source: "Security best practices in IAM", AWS IAM User Guide, on MFA and on long-term credentials.</remarks>
internal static class UserWithoutMfa
{
    /// <summary>At most one finding for a user, given what else was found on it.</summary>
    public static Finding? Find(Subject subject, IReadOnlyList<Finding> own)
    {
        // A condition that asks for MFA makes each of these findings milder than High.
        string[] kinds = DangerousRights.Of(own, Severity.High);
        if (subject is not { Principal: IamUser user, Policy: null } || kinds.Length == 0)
        {
            return null;
        }

        UserCredentials? credentials = subject.Context.Request.Credentials?.Of(user.Arn);
        bool known = credentials is not null;
        if (credentials is { HasKey: false } and ({ HasPassword: false } or { HasMfa: true }))
        {
            return null;
        }

        string way = credentials is { HasKey: true } ? "an access key" : "a password without MFA";
        return subject.Finding(
            Risk.UserWithoutMfa,
            known ? Risk.UserWithoutMfa.Severity : Severity.Low,
            detail: "",
            title: $"{subject.Words} has dangerous rights that ask for no MFA",
            explanation: (known ? $"{subject.Words} has {way}, and that alone is enough" : $"Were an access key of {user.Name} found somewhere, it alone would be enough")
                + $" for what stands in its findings of the kind {string.Join(", ", kinds)}, by {SupportWords.Names(DangerousRights.Statements(own, kinds))}.",
            recommendation: "Use a role with short sessions instead of the user's key, or ask for MFA by a condition on aws:MultiFactorAuthPresent.",
            DangerousRights.Actions(own, kinds),
            DangerousRights.Statements(own, kinds),
            known ? [] : ["Whether the user has access keys is not known: account details do not say. The credential report would, with --credential-report."]);
    }
}
