using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Usage;

/// <summary>
/// Whether the trails record management events of a privilege's kind at all. A trail can select reading or writing events alone, and can leave out
/// those of KMS and of the RDS Data API; then silence about them proves nothing.
/// </summary>
/// <remarks>Source: "Logging management events", AWS CloudTrail User Guide.</remarks>
/// <param name="view">The logs.</param>
/// <param name="trails">What trails select, where that is known.</param>
internal sealed class SelectedEvents(LedgerView view, TrailEvidence trails)
{
    private readonly HashSet<string> reading = [.. view.DaysWithin.Where(day => day.Reads > 0).Select(day => day.AccountId)];
    private readonly HashSet<string> writing = [.. view.DaysWithin.Where(day => day.Writes > 0).Select(day => day.AccountId)];
    private readonly ImmutableHashSet<AccountService> excludableSeen = view.Excludable;
    private readonly ConcurrentDictionary<(string Account, string Kind), Verdict.Unknown?> verdicts = [];

    /// <summary>The services whose management events a trail can leave out.</summary>
    public static ImmutableArray<string> Excludable { get; } = ["kms", "rds-data"];

    /// <summary>Whether a trail can leave out a service's management events.</summary>
    public static bool IsExcludable(string prefix) => Excludable.Contains(prefix);

    /// <summary>Why the trail need not have recorded the action; null where it records its kind.</summary>
    public Verdict.Unknown? Missing(string account, CatalogAction action)
    {
        bool reads = (action.Levels & ~(AccessLevels.List | AccessLevels.Read)) == AccessLevels.None;
        if (!(reads ? reading : writing).Contains(account))
        {
            return Once(account, reads ? "reading" : "writing", reads, source: null);
        }

        return IsExcludable(action.Prefix) && !excludableSeen.Contains(new AccountService(account, action.Prefix))
            ? action.Prefix == "kms" ? Once(account, "KMS", reads, "kms.amazonaws.com") : Once(account, "RDS Data API", reads, "rdsdata.amazonaws.com")
            : null;
    }

    private Verdict.Unknown? Once(string account, string kind, bool reads, string? source)
    {
        string key = source is null ? kind : $"{kind} {reads}";
        if (!verdicts.TryGetValue((account, key), out Verdict.Unknown? verdict))
        {
            // Where every trail that the logs can be of selects them, there were none.
            TrailAnswer settings = trails.OfManagement(account, reads, source);
            verdicts[(account, key)] = verdict = settings.Selects == true ? null : new Verdict.Unknown(
                UnknownReason.KindNotSeen,
                $"A trail can leave out {kind} events, and the logs of account {account} hold none.{(settings.Because.Length == 0 ? "" : " ")}{settings.Because}",
                $"Let the trail record {kind} management events, or show by its event selectors that it does.");
        }

        return verdict;
    }
}
