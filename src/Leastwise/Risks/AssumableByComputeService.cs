using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Roles with dangerous rights that code running in the account acts with: who can change the code, or breaks into it, has the rights.</summary>
internal static class AssumableByComputeService
{
    private static readonly ImmutableSortedDictionary<string, string> Runs =
        FactTable.Read("compute-services").ToImmutableSortedDictionary(row => row[0], row => row[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>At most one finding for a role, given what else was found on it.</summary>
    public static Finding? Find(Subject subject, IReadOnlyList<Finding> own)
    {
        if (subject.Principal is not IamRole role)
        {
            return null;
        }

        string[] kinds = DangerousRights.Of(own);
        if (kinds.Length == 0)
        {
            return null;
        }

        TrustReading.Admission[] compute = [.. subject.Context.AdmissionsOf(role)
            .Where(admission => admission.Entry.Type == PrincipalEntryType.Service && Runs.ContainsKey(admission.Entry.Value))
            .OrderBy(admission => admission.Entry.Value, StringComparer.Ordinal)];
        if (compute.Length == 0)
        {
            return null;
        }

        string[] services = [.. compute.Select(admission => admission.Entry.Value).Distinct(StringComparer.Ordinal)];
        string[] runs = [.. services.Select(service => Runs[service])];
        return subject.Finding(
            Risk.AssumableByComputeService,
            kinds.Contains("FullAdministrator") ? Severity.High : Severity.Medium,
            detail: "",
            title: $"{subject.Words} has dangerous rights and is assumed by {ConditionWords.List(services)}",
            explanation: $"The role is used by {ConditionWords.List(runs)}, by {string.Join(" and ", compute.Select(TrustReading.Name).Distinct(StringComparer.Ordinal))}. Whoever can change what runs there, or breaks into it, acts with the role. "
                + $"What is dangerous about it stands in its findings of the kind {string.Join(", ", kinds)}.",
            recommendation: "Give the role only what its code calls; move rare and powerful steps to a role of their own.",
            ["sts:AssumeRole"],
            compute.Select(admission => admission.Source),
            compute.Where(admission => !admission.Conditions.IsEmpty).Select(admission => $"{admission.Entry.Value} is let in only {ConditionWords.Of(admission.Conditions)}."));
    }
}
