using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>What the logs say about a finding besides the use of its privileges.</summary>
internal static class FindingRemark
{
    /// <summary>The kind of finding that rests on all that its principal holds.</summary>
    public const string Everything = "FullAdministrator";

    private const int OriginsNamed = 3;

    /// <summary>Who enters the role: what a trust can be narrowed to.</summary>
    public static string? OnTrust(AssessedPrincipal? principal) => principal switch
    {
        null => null,
        { Events: 0 } => "The logs show no use of the role.",
        { Origins: [] } => $"The role is in use: {Legible.Count(principal.Events, "event")}, and the logs do not show who entered it.",
        _ => $"The role is in use, entered by {string.Join(", ", principal.Origins.Select(origin => origin.Chain[0]).Distinct(StringComparer.Ordinal).Take(OriginsNamed))}. Keep what they need.",
    };

    /// <summary>How little of everything was used, where the finding is about holding everything.</summary>
    public static string? OnPrivileges(Finding finding, AssessedPrincipal? principal, FindingVerdicts uses) => (finding.Kind, principal) switch
    {
        (Everything, { Counts: var counts }) => $"Of its {Legible.Count(counts.Granted, "privilege")} it used {Legible.Number(counts.Used)}.",
        _ when uses.BehindWildcards is { All: > 0 } behind => $"Of the {Legible.Count(behind.All, "privilege")} behind the wildcards it used {Legible.Number(behind.Used)}.",
        _ => null,
    };
}
