using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Reporting;

/// <summary>One account's part of an assessment of many. Nothing is judged anew: what is known of all accounts together, such as who is trusted across them, stays known.</summary>
public static class AssessmentSlice
{
    /// <summary>Cuts the part out.</summary>
    /// <param name="all">The assessment of all accounts.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="name">What the part is called.</param>
    /// <param name="concerns">Whether a remark on files and policies concerns the account.</param>
    /// <returns>The part, without escalation paths, which are the caller's to add.</returns>
    public static Assessment Of(Assessment all, string accountId, string name, Func<Diagnostic, bool> concerns)
    {
        ImmutableArray<AssessedFinding> findings = [.. all.Findings.Where(finding => finding.Finding.AccountId == accountId)];
        HashSet<string> spokenOf = [.. findings.SelectMany(finding => finding.Finding.Statements).Select(source => source.Policy.Arn).OfType<string>()];
        bool IsOwn(string arn) => Arn.TryParse(arn, out Arn? parsed) && parsed.Account == accountId;
        return all with
        {
            Name = name,
            Accounts = [.. all.Accounts.Where(account => account.Id == accountId)],
            Principals = [.. all.Principals.Where(principal => principal.AccountId == accountId)],
            Findings = findings,
            Policies =
            [
                .. all.Policies
                    .Where(policy => policy.Account == accountId || (policy.Account is null && (policy.Holders.Any(holder => IsOwn(holder.Arn)) || spokenOf.Contains(policy.Arn ?? ""))))
                    .Select(policy => policy with { Holders = [.. policy.Holders.Where(holder => IsOwn(holder.Arn))] }),
            ],

            // Which account's trail saw a caller of none of the accounts, sums over all of them do not tell: such callers stay in each part.
            Strangers = [.. all.Strangers.Where(stranger => IsOwn(stranger.Arn) || !all.Accounts.Any(account => Arn.TryParse(stranger.Arn, out Arn? caller) && caller.Account == account.Id))],
            Evidence = all.Evidence with { Coverage = [.. all.Evidence.Coverage.Where(coverage => coverage.AccountId == accountId)] },
            Paths = null,
            TrimRule = all.TrimRule is { } rule ? $"Of all accounts together: {rule}" : null,
            Diagnostics = [.. all.Diagnostics.Where(concerns)],
        };
    }
}
