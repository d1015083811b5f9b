using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Usage;

/// <summary>
/// Whether the logs would have shown a data event: only where data events of every resource that the grant reaches were seen, from the
/// beginning of the window to its end, of the same kind, reading or writing, since a trail can select one kind alone.
/// </summary>
/// <remarks>Source: "Logging data events", AWS CloudTrail User Guide: selectors by resource type, ARN and <c>readOnly</c>.</remarks>
/// <param name="coverage">What the logs hold.</param>
/// <param name="window">The days.</param>
/// <param name="trails">What trails select, where that is known: it says what they would have shown, and where they would not.</param>
internal sealed class DataEvidence(Coverage coverage, UsageWindow window, TrailEvidence trails)
{
    private readonly ILookup<(string, string), LoggedData> seen = coverage.Data.ToLookup(data => (data.AccountId, data.Type));

    /// <summary>Why the logs need not have shown a use of the grant; null where they would have.</summary>
    /// <param name="account">The account.</param>
    /// <param name="action">The action.</param>
    /// <param name="recording">How it is recorded.</param>
    /// <param name="grants">What the principal holds.</param>
    /// <param name="shown">Where they would have by what a trail selects, a sentence on that; else null.</param>
    public string? Missing(string account, CatalogAction action, Recording recording, PrincipalGrants grants, out string? shown)
    {
        shown = null;
        string? missing = MissingInLogs(account, action, recording, grants);
        TrailAnswer settings = trails.OfData(account, recording.DataResourceTypes, IsReading(action), grants[action]);
        switch (settings.Selects)
        {
            case true when missing is null || RunsThrough(account, recording):
                shown = settings.Because;
                return null;
            case true:
                return $"{missing} {settings.Because} Either there were none, or the logs are not of that trail.";
            // Seen for all that the grant names, while the trails select a part of it, such as objects of one folder of a bucket. (Where no trail selects any, the logs are another's.)
            case false when missing is null && settings.IsPart:
                return $"It is a data event. {settings.Because}";
            default:
                return missing is null || settings.Because.Length == 0 ? missing : $"{missing} {settings.Because}";
        }
    }

    private static bool IsReading(CatalogAction action) => (action.Levels & ~(AccessLevels.List | AccessLevels.Read)) == AccessLevels.None;

    /// <summary>Whether data events of the type, of any kind and resource, were seen from the beginning of the window to its end: then the logs come from a trail that selects it.</summary>
    private bool RunsThrough(string account, Recording recording) => recording.DataResourceTypes.All(type =>
        seen[(account, type)].ToArray() is { Length: > 0 } ofType
        && ofType.Min(data => data.First).DayNumber - window.FirstDay.DayNumber < UnusedRule.DaysWithoutEventsThatMakeAGap
        && window.LastDay.DayNumber - ofType.Max(data => data.Last).DayNumber < UnusedRule.DaysWithoutEventsThatMakeAGap);

    private string? MissingInLogs(string account, CatalogAction action, Recording recording, PrincipalGrants grants)
    {
        LoggedData[] ofType = [.. recording.DataResourceTypes.SelectMany(type => seen[(account, type)])];
        string types = string.Join(", ", recording.DataResourceTypes);
        if (ofType.Length == 0)
        {
            return $"It is a data event, and the logs of account {account} hold none for {types}.";
        }

        bool reading = IsReading(action);
        LoggedData[] right =
        [
            .. ofType.Where(data =>
                data.Reading == reading
                && data.First.DayNumber - window.FirstDay.DayNumber < UnusedRule.DaysWithoutEventsThatMakeAGap
                && window.LastDay.DayNumber - data.Last.DayNumber < UnusedRule.DaysWithoutEventsThatMakeAGap),
        ];
        if (right.Length == 0)
        {
            return $"It is a data event; the logs of account {account} hold some for {types}, but no {(reading ? "reading" : "writing")} ones over the whole window.";
        }

        if (right.Any(data => data.Container == DataContainer.Any))
        {
            return $"It is a data event; the logs of account {account} hold some for so many different resources of {types} that the ledger does not tell them apart.";
        }

        return grants[action] is Grant grant && grant.Allows.All(allow => LiesWithin(allow.Statement.Resources, right))
            ? null
            : $"It is a data event; the logs of account {account} show those of {Containers(right)} only, and the grant reaches further.";
    }

    private static bool LiesWithin(ResourceElement? resources, LoggedData[] seen) =>
        resources is { Not: false }
        && resources.Patterns.All(pattern => seen.Any(data =>
            pattern == data.Container || WildcardPattern.Covers(data.Container + "/*", pattern, ignoreCase: false)));

    private static string Containers(LoggedData[] seen)
    {
        string[] names = [.. seen.Select(data => data.Container).Distinct().Order(StringComparer.Ordinal)];
        return names.Length <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Length - 3} more";
    }
}
