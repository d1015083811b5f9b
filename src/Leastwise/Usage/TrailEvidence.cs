using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Usage;

/// <summary>What trails' settings say about an event of which the logs hold none.</summary>
/// <param name="Selects">True: whichever of the trails the logs come from, it selects all such events. False: no trail selects them all. Null: the settings do not tell.</param>
/// <param name="Because">A sentence; empty where nothing is known of any trail of the account.</param>
internal sealed record TrailAnswer(bool? Selects, string Because)
{
    /// <summary>Whether some trail selects some of them.</summary>
    public bool IsPart { get; init; }

    /// <summary>No settings were given.</summary>
    public static TrailAnswer Silent { get; } = new(null, "");
}

/// <summary>
/// What trails select, by their event selectors, as far as that can be relied on for a window: CloudTrail tells what they select now. They count only where they were asked for within the window or
/// just after it, where the trail was logging since before the window, and where logs of the account that holds it, which record such changes, show none in the window. Safe for any number of threads.
/// </summary>
/// <remarks>Source: "Logging data events" and "Logging management events", AWS CloudTrail User Guide, https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html.</remarks>
/// <param name="trails">The settings.</param>
/// <param name="view">The logs.</param>
/// <param name="isComplete">Whether an account's logs reach over the window without gaps.</param>
internal sealed class TrailEvidence(ImmutableArray<TrailSettings> trails, LedgerView view, Func<string, bool> isComplete)
{
    // Of these the documentation says that all means all: also resources of other accounts that callers of this one use.
    private static readonly string[] AllAccounts = ["AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"];

    private readonly ILookup<string, TrailSettings> byAccount = trails.ToLookup(trail => trail.AccountId, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> unsettled = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableHashSet<string>> changed = new(() => view.TrailChanges);

    /// <summary>Calls that change what a trail records.</summary>
    public static ImmutableArray<string> Changes { get; } = ["CreateTrail", "DeleteTrail", "PutEventSelectors", "StartLogging", "StopLogging", "UpdateTrail"];

    /// <summary>The source of these calls.</summary>
    public const string Source = "cloudtrail.amazonaws.com";

    /// <summary>Whether trails select every data event that would show a use of the grant.</summary>
    public TrailAnswer OfData(string account, ImmutableArray<string> types, bool reading, Grant? grant)
    {
        string what = $"{(reading ? "reading" : "writing")} events of {string.Join(", ", types)}";
        if (Judge(account) is { } unclear)
        {
            return unclear;
        }

        TrailSettings[] selecting = [.. Logging(account).Where(trail => types.Any(type => trail.DataOf(type).Any()))];
        if (selecting.Length == 0)
        {
            return new TrailAnswer(false, $"No trail of account {account} selects {what} ({Seen(account)}).");
        }

        TrailSettings[] lacking = [.. selecting.Where(trail => !trail.IsMultiRegion || !types.All(type => SelectsAll(trail, type, account, reading, grant)))];
        if (lacking.Length == 0)
        {
            return new TrailAnswer(true, $"{Names(selecting)} select{(selecting.Length == 1 ? "s" : "")} all {what} that the grant reaches ({Seen(account)}).");
        }

        string part = lacking.All(trail => !trail.IsMultiRegion) ? $"in {string.Join(", ", lacking.Select(trail => trail.HomeRegion).Distinct())} alone" : "in part only";
        return new TrailAnswer(lacking.Length == selecting.Length ? false : null, $"{Names(lacking)} select{(lacking.Length == 1 ? "s" : "")} {what} {part}, and the grant reaches further ({Seen(account)}).") { IsPart = true };
    }

    /// <summary>Whether trails select all management events that read, or write, and those of a service that can be left out.</summary>
    public TrailAnswer OfManagement(string account, bool reading, string? source)
    {
        if (Judge(account) is { } unclear)
        {
            return unclear;
        }

        TrailSettings[] selecting = [.. Logging(account).Where(trail => Management(trail).Any())];
        bool Selects(TrailSettings trail) => trail.IsMultiRegion
            && Management(trail).Any(one => !one.IsNarrower && (reading ? one.Reading : one.Writing) && (source is null ? one.WithoutSources.IsEmpty || one.WithoutSources.All(IsExcludable) : !one.WithoutSources.Contains(source)));
        TrailSettings[] lacking = [.. selecting.Where(trail => !Selects(trail))];
        string what = source is null ? $"{(reading ? "reading" : "writing")} management events" : $"{(reading ? "reading" : "writing")} events of {source}";
        return selecting.Length == 0 ? TrailAnswer.Silent
            : lacking.Length == 0 ? new TrailAnswer(true, $"{Names(selecting)} select{(selecting.Length == 1 ? "s" : "")} {what} ({Seen(account)}).")
            : new TrailAnswer(lacking.Length == selecting.Length ? false : null, $"{Names(lacking)} leave{(lacking.Length == 1 ? "s" : "")} out {what}, or some of them ({Seen(account)}).");
    }

    private static bool IsExcludable(string source) => SelectedEvents.IsExcludable(source.Split('.')[0]) || source == "rdsdata.amazonaws.com";

    private static IEnumerable<EventSelection> Management(TrailSettings trail) => (trail.Selections ?? []).Where(one => one.Category == EventSelection.Management);

    private IEnumerable<TrailSettings> Logging(string account) => byAccount[account].Where(trail => trail.IsLogging == true);

    /// <summary>Nothing known, or nothing that can be relied on; null where it can.</summary>
    private TrailAnswer? Judge(string account)
    {
        if (!byAccount.Contains(account))
        {
            return TrailAnswer.Silent;
        }

        string reason = unsettled.GetOrAdd(account, _ => byAccount[account].Select(Unsettled).OfType<string>().FirstOrDefault() ?? "");
        return reason.Length == 0 ? null : new TrailAnswer(null, reason);
    }

    private string? Unsettled(TrailSettings trail)
    {
        UsageWindow window = view.Window;
        string whose = $"The settings of trail {trail.Name} do not settle it:";
        if (trail.Fetched is not { } fetched)
        {
            return $"{whose} the file does not say when they were fetched.";
        }

        if (trail.IsLogging is null || trail.Selections is null)
        {
            return $"{whose} account {trail.AccountId} may not see all of them.";
        }

        if (fetched < window.Start || DateOnly.FromDateTime(fetched.UtcDateTime).DayNumber - window.LastDay.DayNumber > UnusedRule.DaysWithoutEventsThatMakeAGap)
        {
            return $"{whose} they were fetched on {fetched.UtcDateTime:yyyy-MM-dd}, not within the window or just after it.";
        }

        if (trail.IsLogging == true && (trail.LoggingSince is not { } since || since > window.Start))
        {
            return $"{whose} it is logging since {(trail.LoggingSince is { } late ? late.UtcDateTime.ToString("yyyy-MM-dd") : "a time that is not told")}, and the window begins on {window.FirstDay:yyyy-MM-dd}.";
        }

        if (changed.Value.Contains(trail.Owner))
        {
            return $"{whose} a trail of account {trail.Owner} was changed in the window.";
        }

        return view.DaysWithin.Any(day => day.AccountId == trail.Owner && day.Region == trail.HomeRegion && day.Writes > 0) && isComplete(trail.Owner)
            ? null
            : $"{whose} whether they changed in the window, whole logs of account {trail.Owner} in {trail.HomeRegion} would tell, and there are none.";
    }

    private static bool SelectsAll(TrailSettings trail, string type, string account, bool reading, Grant? grant)
    {
        EventSelection[] right = [.. trail.DataOf(type).Where(one => !one.IsNarrower && one.WithoutSources.IsEmpty && (reading ? one.Reading : one.Writing))];
        return grant is not null && right.Length > 0 && grant.Allows.All(allow => right.Any(one => one.IsAll && AllAccounts.Contains(type))
            || (allow.Statement.Resources is { Not: false } resources && resources.Patterns.All(pattern => right.Any(one => Selects(one, pattern, account)))));
    }

    private static bool Selects(EventSelection selection, string pattern, string account) => selection.IsAll
        ? Arn.TryParse(pattern, out Arn? arn) && arn.Account == account
        : selection.Exactly.Contains(pattern) || selection.Starts.Any(start => pattern == start.TrimEnd('/') || WildcardPattern.Covers(start + "*", pattern, ignoreCase: false));

    private static string Names(TrailSettings[] some) => $"{(some.Length == 1 ? "Trail" : "Trails")} {string.Join(", ", some.Select(trail => trail.Name).Take(3))}{(some.Length > 3 ? $" and {some.Length - 3} more" : "")}";

    private string Seen(string account) => $"event selectors of {byAccount[account].Max(trail => trail.Fetched)?.UtcDateTime:yyyy-MM-dd}";
}
