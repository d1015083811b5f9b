using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Usage;

/// <summary>
/// When silence proves that a privilege was not used. The reasons against stand in a fixed order, so that the first that applies is given:
/// those that no longer log would change come first. The choice is explained in <c>docs/decisions/0002-when-unused.md</c>. Safe for any number of threads;
/// verdicts that many privileges share are made once, or twice where two threads need one at the same time.
/// </summary>
internal sealed class UnusedRule
{
    /// <summary>So many whole days in a row without any event of an account make its logs incomplete. A quiet weekend is two.</summary>
    public const int DaysWithoutEventsThatMakeAGap = 3;

    private static readonly Verdict.Unknown NeverRecorded = new(
        UnknownReason.NeverRecorded, "CloudTrail never records its use.", "Look at IAM's last-accessed data or at the service's own logs.");

    private static readonly Verdict.Unknown LoggingNotKnown = new(
        UnknownReason.LoggingNotKnown, "It is not known whether CloudTrail records its use.", "Look at IAM's last-accessed data, or make such a call and look for its event.");

    private readonly ActionCatalog catalog;
    private readonly LedgerView view;
    private readonly Coverage coverage;
    private readonly UsageWindow window;
    private readonly DataEvidence data;
    private readonly SelectedEvents selected;
    private readonly Dictionary<string, ImmutableArray<string>> regions;
    private readonly ConcurrentDictionary<string, Verdict.Unknown> noLogs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Verdict.Unknown?> incompleteLogs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Recording> recordings = [];
    private readonly ConcurrentDictionary<string, Verdict.Unknown> younger = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Account, string Region), Verdict.Unknown> regionNotCovered = [];
    private readonly ConcurrentDictionary<string, Verdict.Unused> unused = new(StringComparer.Ordinal);

    public UnusedRule(ActionCatalog catalog, LedgerView view, ImmutableArray<TrailSettings> settings)
    {
        this.catalog = catalog;
        this.view = view;
        coverage = view.Coverage;
        window = view.Window;
        var trails = new TrailEvidence(settings, view, account => coverage.Accounts.TryGetValue(account, out AccountCoverage? logs) && IncompleteOnce(logs) is null);
        data = new DataEvidence(coverage, window, trails);
        selected = new SelectedEvents(view, trails);
        regions = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (IGrouping<string, string> account in view.DaysWithin.GroupBy(day => day.AccountId, day => day.Region, StringComparer.Ordinal))
        {
            regions.Add(account.Key, [.. account.Distinct().Order(StringComparer.Ordinal)]);
        }
    }

    /// <summary>The verdict on a granted action without evidence of use.</summary>
    public Verdict Of(IamPrincipal principal, CatalogAction action, PrincipalGrants grants, EvidenceBook book)
    {
        string account = principal.AccountId;
        if (!coverage.Accounts.TryGetValue(account, out AccountCoverage? logs))
        {
            return noLogs.TryGetValue(account, out Verdict.Unknown? none)
                ? none
                : noLogs[account] = new Verdict.Unknown(UnknownReason.NoLogs, $"There are no logs of account {account}.", $"Give the CloudTrail logs of account {account}.");
        }

        if (!regions.ContainsKey(account))
        {
            return SilentInWindow(logs);
        }

        Recording recording = recordings.TryGetValue(action.Id, out Recording? known) ? known : recordings[action.Id] = Recording.Of(catalog, action);
        if (recording.State is LoggingState.Never or LoggingState.Unknown)
        {
            return recording.State == LoggingState.Never ? NeverRecorded : LoggingNotKnown;
        }

        string? shown = null;
        if (recording.State == LoggingState.Data && data.Missing(account, action, recording, grants, out shown) is string missing)
        {
            return new Verdict.Unknown(
                UnknownReason.DataEventNotSeen, missing, $"Let the trail select {string.Join(", ", recording.DataResourceTypes)} for what the grant reaches, and wait for the length of the window.");
        }

        if (recording.State == LoggingState.Management && selected.Missing(account, action) is Verdict.Unknown unselected)
        {
            return unselected;
        }

        if (IncompleteOnce(logs) is Verdict.Unknown incomplete)
        {
            return incomplete;
        }

        if (GlobalServices.MissingRegion(action, principal.Arn, regions.GetValueOrDefault(account, [])) is string region)
        {
            return RegionNotCovered(account, region);
        }

        if (principal.Created is not DateTimeOffset created || created > window.Start)
        {
            return YoungerThanWindow(principal);
        }

        return book.MayHaveBeenNeededBy(action) is string call
            ? new Verdict.Unknown(UnknownReason.PossiblyNeeded, $"Calls of {call} may have needed it besides; their records do not show whether they did.", "Look at what those requests asked for, or deny it where its loss does no harm and watch for denials.")
            : UnusedIn(account, logs, shown);
    }

    private Verdict.Unknown SilentInWindow(AccountCoverage logs) =>
        noLogs.TryGetValue(logs.AccountId, out Verdict.Unknown? known) ? known : noLogs[logs.AccountId] = new Verdict.Unknown(
            UnknownReason.NoLogs,
            $"The logs of account {logs.AccountId} hold nothing in the window; they reach from {logs.First:yyyy-MM-dd} to {logs.Last:yyyy-MM-dd}.",
            $"Give the logs of account {logs.AccountId} for the window, or ask for a window that they cover.");

    private Verdict.Unknown RegionNotCovered(string account, string region) =>
        regionNotCovered.TryGetValue((account, region), out Verdict.Unknown? known) ? known : regionNotCovered[(account, region)] = new Verdict.Unknown(
            UnknownReason.RegionNotCovered,
            $"Calls of this global service are recorded in {region}, and the logs of account {account} hold nothing of that region in the window.",
            $"Give the logs of account {account} for {region}, or let the trail cover all regions.");

    /// <summary>Why an account's logs do not cover the window; null where they do.</summary>
    private Verdict.Unknown? Incomplete(AccountCoverage logs)
    {
        string[] lost = [.. view.Lost.Where(file => file.AccountId is null || file.AccountId == logs.AccountId).Select(file => Path.GetFileName(file.Path))];
        if (lost.Length > 0)
        {
            string files = lost.Length == 1 ? $"The log file {lost[0]}" : $"{lost.Length} log files, among them {lost[0]},";
            return new Verdict.Unknown(
                UnknownReason.FileNotRead,
                $"{files} could not be read to the end and may hold events of account {logs.AccountId}.",
                "Copy the files that the evidence names again from their bucket, and run again.");
        }

        DateOnly first = window.FirstDay, last = window.LastDay;
        ReadOnlySpan<DateOnly> days = logs.DaysWithin(window);
        string extent = $"{logs.First:yyyy-MM-dd} to {logs.Last:yyyy-MM-dd}";
        if (days.Length == 0
            || days[0].DayNumber - first.DayNumber >= DaysWithoutEventsThatMakeAGap
            || last.DayNumber - days[^1].DayNumber >= DaysWithoutEventsThatMakeAGap)
        {
            return new Verdict.Unknown(
                UnknownReason.WindowNotCovered,
                $"The logs of account {logs.AccountId} reach from {extent}, the window from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}.",
                $"Give the logs of account {logs.AccountId} for the rest of the window, or ask for a window that they cover.");
        }

        for (int i = 1; i < days.Length; i++)
        {
            if (days[i].DayNumber - days[i - 1].DayNumber > DaysWithoutEventsThatMakeAGap)
            {
                DateOnly from = days[i - 1].AddDays(1), to = days[i].AddDays(-1);
                return new Verdict.Unknown(
                    UnknownReason.Gap,
                    $"The logs of account {logs.AccountId} hold nothing from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}.",
                    $"Give the logs of account {logs.AccountId} for those days.");
            }
        }

        return null;
    }

    private Verdict.Unknown? IncompleteOnce(AccountCoverage logs)
    {
        if (!incompleteLogs.TryGetValue(logs.AccountId, out Verdict.Unknown? known))
        {
            incompleteLogs[logs.AccountId] = known = Incomplete(logs);
        }

        return known;
    }

    private Verdict.Unknown YoungerThanWindow(IamPrincipal principal)
    {
        if (!younger.TryGetValue(principal.Arn, out Verdict.Unknown? verdict))
        {
            string since = principal.Created is DateTimeOffset date ? $"was made on {date.UtcDateTime:yyyy-MM-dd}" : "has no date of creation in the account file";
            younger[principal.Arn] = verdict = new Verdict.Unknown(
                UnknownReason.YoungerThanWindow, $"The principal {since}; the window begins on {window.FirstDay:yyyy-MM-dd}.", "Wait until it has existed for the length of the window.");
        }

        return verdict;
    }

    private Verdict.Unused UnusedIn(string account, AccountCoverage logs, string? shown)
    {
        string key = shown is null ? account : $"{account} {shown}";
        if (!unused.TryGetValue(key, out Verdict.Unused? verdict))
        {
            unused[key] = verdict = new Verdict.Unused(
                $"The logs of account {account} reach over the whole window, {logs.DaysWithin(window).Length} days with events, and would have shown its use in {string.Join(", ", regions.GetValueOrDefault(account, []))}.{(shown is null ? "" : " ")}{shown}");
        }

        return verdict;
    }
}
