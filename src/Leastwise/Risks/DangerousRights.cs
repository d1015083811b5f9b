namespace Leastwise.Risks;

/// <summary>The kinds that make it matter who gets hold of a principal.</summary>
internal static class DangerousRights
{
    private static readonly string[] Kinds = ["FullAdministrator", "PrivilegeEscalation", "ResourceExposure", "CredentialsExposure"];

    /// <summary>Those among the findings that are at least as bad as asked for.</summary>
    public static string[] Of(IReadOnlyList<Finding> findings, Severity atLeast = Severity.Medium) =>
        [.. Kinds.Where(kind => findings.Any(finding => finding.Kind == kind && finding.Severity >= atLeast))];
}
