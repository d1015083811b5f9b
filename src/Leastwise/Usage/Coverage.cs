using System.Collections.Immutable;

namespace Leastwise.Usage;

/// <summary>Records of one account and region on one day (UTC).</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Region">The region.</param>
/// <param name="Day">The day.</param>
/// <param name="Events">All records.</param>
/// <param name="Reads">Management events that read, or do not say.</param>
/// <param name="Writes">Management events that write, or do not say.</param>
public sealed record LoggedDay(string AccountId, string Region, DateOnly Day, long Events, long Reads, long Writes)
{
    /// <summary>Data events.</summary>
    public long Data { get; init; }

    /// <summary>Network activity events.</summary>
    public long Network { get; init; }

    /// <summary>Records dated more than a day ahead of their file's delivery and of the clock when they were read.</summary>
    public long Ahead { get; init; }

    /// <summary>Whether all of them are dated ahead: such a day proves no logging and stretches no window.</summary>
    public bool IsAhead => Ahead >= Events;
}

/// <summary>Data events of one account, resource type, container and kind.</summary>
/// <param name="AccountId">The account whose trail recorded them.</param>
/// <param name="Type">The resource type that the trail selects, such as <c>AWS::S3::Object</c>.</param>
/// <param name="Container">The bucket's ARN, else the resource's.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
/// <param name="Reading">Whether they read: a trail can select reading or writing ones alone.</param>
/// <param name="Events">How many.</param>
public sealed record LoggedData(string AccountId, string Type, string Container, DateOnly First, DateOnly Last, bool Reading, long Events);

/// <summary>A file with events that were not read.</summary>
/// <param name="Path">Its path, as it was opened.</param>
/// <param name="AccountId">The account in its name; null where it may hold any account's.</param>
public sealed record LostFile(string Path, string? AccountId);

/// <summary>What the logs of one account reach over.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="First">The first day with a record.</param>
/// <param name="Last">The last.</param>
/// <param name="Days">Days with records, ascending.</param>
/// <param name="Events">Records in all.</param>
/// <param name="Regions">Regions in ordinal order.</param>
public sealed record AccountCoverage(string AccountId, DateOnly First, DateOnly Last, ImmutableArray<DateOnly> Days, long Events, ImmutableArray<string> Regions)
{
    /// <summary>The days with records that lie within a window, ascending.</summary>
    public ReadOnlySpan<DateOnly> DaysWithin(UsageWindow window)
    {
        DateOnly first = window.FirstDay, last = window.LastDay;
        int start = 0, end = Days.Length;
        while (start < end && Days[start] < first)
        {
            start++;
        }

        while (end > start && Days[end - 1] > last)
        {
            end--;
        }

        return Days.AsSpan()[start..end];
    }
}

/// <summary>What the logs reach over: without it, silence proves nothing.</summary>
public sealed record Coverage
{
    /// <summary>By account, day, region in that order.</summary>
    public required ImmutableArray<LoggedDay> Days { get; init; }

    /// <summary>By account, type, container in that order.</summary>
    public required ImmutableArray<LoggedData> Data { get; init; }

    /// <summary>By account.</summary>
    public required ImmutableSortedDictionary<string, AccountCoverage> Accounts { get; init; }

    /// <summary>The first day of any account; null without logs.</summary>
    public DateOnly? FirstDay => Accounts.IsEmpty ? null : Accounts.Values.Min(account => account.First);

    /// <summary>The last day of any account.</summary>
    public DateOnly? LastDay => Accounts.IsEmpty ? null : Accounts.Values.Max(account => account.Last);

    /// <summary>From days and data.</summary>
    public static Coverage Of(ImmutableArray<LoggedDay> days, ImmutableArray<LoggedData> data)
    {
        var accounts = ImmutableSortedDictionary.CreateBuilder<string, AccountCoverage>(StringComparer.Ordinal);
        foreach (IGrouping<string, LoggedDay> account in days.Where(day => !day.IsAhead).GroupBy(day => day.AccountId, StringComparer.Ordinal))
        {
            accounts.Add(account.Key, OfAccount(account));
        }

        return new Coverage { Days = days, Data = data, Accounts = accounts.ToImmutable() };
    }

    private static AccountCoverage OfAccount(IGrouping<string, LoggedDay> days)
    {
        var distinct = ImmutableArray.CreateBuilder<DateOnly>();
        long events = 0;
        foreach (LoggedDay day in days.OrderBy(day => day.Day.DayNumber))
        {
            events += day.Events;
            if (distinct.Count == 0 || distinct[^1] != day.Day)
            {
                distinct.Add(day.Day);
            }
        }

        return new AccountCoverage(
            days.Key, distinct[0], distinct[^1], distinct.ToImmutable(), events, [.. days.Select(day => day.Region).Distinct().Order(StringComparer.Ordinal)]);
    }
}
