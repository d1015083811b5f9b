namespace Leastwise.Risks;

/// <summary>Every risk of one principal, or of one policy by itself.</summary>
internal static class PrincipalRisks
{
    /// <summary>Those of what it holds and, of a role, of whom it trusts.</summary>
    public static List<Finding> Of(Subject subject)
    {
        List<Finding> own = OfRights(subject);
        Finding?[] each =
        [
            AssumableByComputeService.Find(subject, own),
            StalePrincipal.Find(subject, own),
            UserWithoutMfa.Find(subject, own),
        ];
        own.AddRange(each.OfType<Finding>());
        own.AddRange(BoundaryDefeated.Find(subject));
        own.AddRange(OfTrust(subject));
        return own;
    }

    /// <summary>Those of whom it trusts; none but for a role.</summary>
    public static IEnumerable<Finding> OfTrust(Subject subject) =>
        [.. TrustOpenToAnyone.Find(subject), .. TrustCrossAccount.Find(subject), .. TrustFederatedTooWide.Find(subject), .. ConfusedDeputy.Find(subject)];

    /// <summary>Those of what it holds.</summary>
    public static List<Finding> OfRights(Subject subject)
    {
        if (FullAdministrator.Find(subject) is { } administrator)
        {
            // Everything else that it could do follows from this; only who can become it is news.
            return [administrator];
        }

        Finding?[] each =
        [
            CredentialsExposure.Find(subject),
            DataExfiltration.Find(subject),
            SecretsInReach.Find(subject),
            ResourceExposure.Find(subject),
            ServiceWildcard.Find(subject),
            AllowByException.Find(subject),
            PassRoleTooWide.Find(subject),
            LoggingTampering.Find(subject),
            NetworkTampering.Find(subject),
            InfrastructureModification.Find(subject),
        ];
        return [.. PrivilegeEscalation.Find(subject), .. each.OfType<Finding>()];
    }
}
