using System.Collections.Immutable;

namespace Leastwise.Risks;

/// <summary>A kind of risk: what every finding of it has in common.</summary>
/// <param name="Kind">The name in reports, such as <c>PrivilegeEscalation</c>.</param>
/// <param name="Prefix">The letters that its findings' ids begin with.</param>
/// <param name="Severity">How bad it is where nothing limits it. A finding can be milder, and in a few kinds worse; its page says when.</param>
/// <param name="Title">What it is, in one line without a full stop.</param>
public sealed record RiskKind(string Kind, string Prefix, Severity Severity, string Title)
{
    /// <summary>The page that explains it, from the root of the repository.</summary>
    public string Page => $"docs/risks/{Kind}.md";

    /// <summary>Pages of AWS that explain it, the most useful first.</summary>
    public ImmutableArray<string> Links => Risk.LinksOf(Kind);
}

/// <summary>The kinds of risk that Leastwise knows.</summary>
public static class Risk
{
    internal static readonly RiskKind FullAdministrator =
        new("FullAdministrator", "FA", Severity.High, "Can do everything in the account");

    internal static readonly RiskKind PrivilegeEscalation =
        new("PrivilegeEscalation", "PE", Severity.High, "Can give itself more rights by a known path");

    internal static readonly RiskKind CredentialsExposure =
        new("CredentialsExposure", "CE", Severity.High, "Can obtain credentials");

    internal static readonly RiskKind DataExfiltration =
        new("DataExfiltration", "DE", Severity.Medium, "Can read or carry away data without limit to a resource");

    internal static readonly RiskKind ResourceExposure =
        new("ResourceExposure", "RE", Severity.High, "Can open resources to others");

    internal static readonly RiskKind ServiceWildcard =
        new("ServiceWildcard", "SW", Severity.Medium, "Holds every action of a service");

    internal static readonly RiskKind PassRoleTooWide =
        new("PassRoleTooWide", "PR", Severity.Medium, "Can pass any role to any service");

    internal static readonly RiskKind InfrastructureModification =
        new("InfrastructureModification", "IM", Severity.Low, "Can change resources without limit to a resource");

    internal static readonly RiskKind TrustOpenToAnyone =
        new("TrustOpenToAnyone", "TA", Severity.Critical, "Trusts everyone");

    internal static readonly RiskKind TrustCrossAccount =
        new("TrustCrossAccount", "TC", Severity.High, "Trusts another account");

    internal static readonly RiskKind TrustFederatedTooWide =
        new("TrustFederatedTooWide", "TF", Severity.High, "Trusts an identity provider without saying whom");

    internal static readonly RiskKind AssumableByComputeService =
        new("AssumableByComputeService", "AC", Severity.Medium, "Dangerous rights in reach of code that runs in the account");

    internal static readonly RiskKind AllowByException =
        new("AllowByException", "AE", Severity.Medium, "Is allowed everything but a few actions");

    internal static readonly RiskKind BoundaryDefeated =
        new("BoundaryDefeated", "BD", Severity.High, "Can step out of its permissions boundary");

    internal static readonly RiskKind ConfusedDeputy =
        new("ConfusedDeputy", "CD", Severity.Low, "Trusts a service without saying for whom it acts");

    internal static readonly RiskKind LoggingTampering =
        new("LoggingTampering", "LT", Severity.Medium, "Can switch off what records and watches");

    internal static readonly RiskKind NetworkTampering =
        new("NetworkTampering", "NT", Severity.Low, "Can open networks and lead traffic elsewhere");

    internal static readonly RiskKind ResourceOpenToAnyone =
        new("ResourceOpenToAnyone", "RO", Severity.Critical, "A resource's own policy names everyone");

    internal static readonly RiskKind SecretsInReach =
        new("SecretsInReach", "SR", Severity.Medium, "Can read every secret");

    internal static readonly RiskKind StalePrincipal =
        new("StalePrincipal", "SP", Severity.Medium, "Dangerous rights that nobody uses");

    internal static readonly RiskKind UserWithoutMfa =
        new("UserWithoutMfa", "UM", Severity.Medium, "A user's dangerous rights ask for no MFA");

    /// <summary>All kinds, in ordinal order of name.</summary>
    public static ImmutableArray<RiskKind> Kinds { get; } =
    [
        AllowByException, AssumableByComputeService, BoundaryDefeated, ConfusedDeputy, CredentialsExposure, DataExfiltration, FullAdministrator,
        InfrastructureModification, LoggingTampering, NetworkTampering, PassRoleTooWide, PrivilegeEscalation, ResourceExposure, ResourceOpenToAnyone,
        SecretsInReach, ServiceWildcard, StalePrincipal, TrustCrossAccount, TrustFederatedTooWide, TrustOpenToAnyone, UserWithoutMfa,
    ];

    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> Links =
        FactTable.Read("links").ToImmutableSortedDictionary(row => row[0], row => row[1].Split(' ').ToImmutableArray(), StringComparer.Ordinal);

    internal static ImmutableArray<string> LinksOf(string kind) => Links.TryGetValue(kind, out ImmutableArray<string> links) ? links : [];

    /// <summary>The kind of that name; null where there is none.</summary>
    public static RiskKind? Find(string kind) => Kinds.FirstOrDefault(known => known.Kind == kind);
}
