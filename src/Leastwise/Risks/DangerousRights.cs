using System.Collections.Immutable;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>The kinds that make it matter who gets hold of a principal.</summary>
internal static class DangerousRights
{
    private static readonly string[] Kinds = ["FullAdministrator", "PrivilegeEscalation", "ResourceExposure", "CredentialsExposure"];

    /// <summary>Those among the findings that are at least as bad as asked for.</summary>
    public static string[] Of(IReadOnlyList<Finding> findings, Severity atLeast = Severity.Medium) =>
        [.. Kinds.Where(kind => findings.Any(finding => finding.Kind == kind && finding.Severity >= atLeast))];

    /// <summary>What the findings of these kinds rest on.</summary>
    public static ImmutableArray<StatementSource> Statements(IReadOnlyList<Finding> findings, string[] kinds) =>
        [.. findings.Where(finding => kinds.Contains(finding.Kind)).SelectMany(finding => finding.Statements).Distinct<StatementSource>(ReferenceEqualityComparer.Instance)];

    /// <summary>Their privileges, at most as many as a page has room for.</summary>
    public static IEnumerable<string> Actions(IReadOnlyList<Finding> findings, string[] kinds) =>
        findings.Where(finding => kinds.Contains(finding.Kind)).SelectMany(finding => finding.Actions).Distinct(StringComparer.Ordinal).Take(Finding.MostActions);
}
