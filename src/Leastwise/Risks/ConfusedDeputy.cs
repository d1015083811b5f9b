using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Roles that a service may assume for whomever it acts for: nothing says for whose resources.</summary>
/// <remarks>Source: "The confused deputy problem", AWS IAM User Guide, and the page of each service in the table.</remarks>
internal static class ConfusedDeputy
{
    internal static readonly ImmutableArray<string> SourceKeys = ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths"];

    private const string ExternalId = "sts:ExternalId";

    private static readonly ImmutableSortedDictionary<string, (string Acts, string By)> Services =
        FactTable.Read("deputy-services").ToImmutableSortedDictionary(row => row[0], row => (row[1], row[2]), StringComparer.OrdinalIgnoreCase);

    /// <summary>At most one finding for a role, with every such service.</summary>
    public static IEnumerable<Finding> Find(Subject subject)
    {
        TrustReading.Admission[] open = subject.Principal is IamRole role
            ? [.. subject.Context.AdmissionsOf(role).Where(admission => admission.Entry.Type == PrincipalEntryType.Service && Services.ContainsKey(admission.Entry.Value) && !IsBound(admission.Conditions))]
            : [];
        if (open.Length == 0)
        {
            yield break;
        }

        string[] services = [.. open.Select(admission => admission.Entry.Value).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        bool byExternalId = services.All(service => Services[service].By == ExternalId);
        yield return subject.Finding(
            Risk.ConfusedDeputy,
            Risk.ConfusedDeputy.Severity,
            detail: "",
            title: $"{subject.Words} trusts {ConditionWords.List(services)} without saying for whom",
            explanation: $"The service {services[0]} acts {Services[services[0]].Acts}. {subject.Words} lets it in by {string.Join(" and ", open.Select(TrustReading.Name).Distinct(StringComparer.Ordinal))}, "
                + $"and no condition on {(byExternalId ? ExternalId : "aws:SourceAccount or aws:SourceArn")} says that it must be one of this account.",
            recommendation: byExternalId
                ? "Give the service an external id that is yours alone, and add a condition that sts:ExternalId is that one."
                : "Add a condition that aws:SourceAccount is this account, or that aws:SourceArn is like the resource that uses the role.",
            ["sts:AssumeRole"],
            open.Select(admission => admission.Source),
            open.Where(admission => !admission.Conditions.IsEmpty).Select(admission => $"{admission.Entry.Value} is let in only {ConditionWords.Of(admission.Conditions)}."));
    }

    /// <summary>Whether a condition says for whose resources. A service that sends no external id is let in by none that asks for one.</summary>
    public static bool IsBound(ImmutableArray<Condition> conditions) => conditions.Any(condition =>
    {
        var op = ConditionOperatorParts.Of(condition.Operator);
        return op is { ComparesText: true, Negated: false }
            && (SourceKeys.Contains(condition.Key, StringComparer.OrdinalIgnoreCase) || (!op.IfExists && condition.Key.Equals(ExternalId, StringComparison.OrdinalIgnoreCase)))
            && !condition.Values.Any(value => Text.WildcardPattern.MatchesEverything(value));
    });
}
