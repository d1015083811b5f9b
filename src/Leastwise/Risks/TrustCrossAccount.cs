using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Roles that trust other accounts.</summary>
internal static class TrustCrossAccount
{
    /// <summary>One finding for each account that is let in without need, whole or unknown.</summary>
    public static IEnumerable<Finding> Find(Subject subject)
    {
        if (subject.Principal is not IamRole role)
        {
            yield break;
        }

        foreach (IGrouping<string?, TrustReading.Admission> group in subject.Context.AdmissionsOf(role)
            .GroupBy(admission => TrustReading.AccountOf(admission.Entry), StringComparer.Ordinal)
            .Where(group => group.Key is not null && group.Key != role.AccountId)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (Judge(subject, group.Key ?? "", [.. group]) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private static Finding? Judge(Subject subject, string account, ImmutableArray<TrustReading.Admission> admissions)
    {
        bool known = subject.Context.KnownAccounts.Contains(account);
        bool whole = admissions.Any(admission => TrustReading.IsWholeAccount(admission.Entry));
        TrustLimit limit = admissions.Min(admission => TrustLimits.Of(admission.Conditions));
        if (known && (!whole || limit == TrustLimit.Identity))
        {
            return null;
        }

        Severity severity = (known, limit) switch
        {
            (true, _) => Severity.Low,
            (false, TrustLimit.ExternalId or TrustLimit.Identity) => Severity.Low,
            (false, TrustLimit.Other) => Severity.Medium,
            _ => Severity.High,
        };
        string who = whole ? $"the whole account {account}" : $"{ConditionWords.List([.. admissions.Select(admission => admission.Entry.Value)])}";
        string unknown = known
            ? "The account belongs to those scanned or to the organization, but every principal there that may call sts:AssumeRole gets in."
            : $"The account is not among those scanned, the organization's or the known ones. {Meaning(limit)}";
        return subject.Finding(
            Risk.TrustCrossAccount,
            severity,
            account,
            title: $"{subject.Words} trusts {(known ? "the whole of" : "the unknown")} account {account}",
            explanation: $"{subject.Words} lets in {who}, by {string.Join(" and ", admissions.Select(TrustReading.Name).Distinct(StringComparer.Ordinal))}. {unknown}",
            recommendation: known
                ? "Name the roles of that account that need it, or add a condition on aws:PrincipalArn."
                : "Find out whose account it is. If it is meant, add it to the known accounts and ask for an sts:ExternalId; if not, take it out.",
            ["sts:AssumeRole"],
            admissions.Select(admission => admission.Source),
            [.. admissions.Where(admission => !admission.Conditions.IsEmpty).Select(admission => $"Lets in {admission.Entry.Value} only {ConditionWords.Of(admission.Conditions)}."),
                .. admissions.SelectMany(admission => admission.Denies)]);
    }

    private static string Meaning(TrustLimit limit) => limit switch
    {
        TrustLimit.ExternalId => "An external id is asked for, as AWS recommends for third parties.",
        TrustLimit.Identity => "Its conditions say who there may come in.",
        TrustLimit.Other => "Its conditions say from where or how, not who.",
        _ => "No external id is asked for, so a third party with this access can be tricked into using it for somebody else (the confused deputy).",
    };
}
