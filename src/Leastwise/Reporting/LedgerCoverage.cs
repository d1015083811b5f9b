using System.Collections.Immutable;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>What a ledger's logs reach over, account by account.</summary>
internal sealed record LedgerCoverage(
    string AccountId,
    DateOnly First,
    DateOnly Last,
    int Days,
    long Events,
    ImmutableArray<string> Regions,
    ImmutableArray<string> Categories,
    ImmutableArray<string> DataResourceTypes,
    ImmutableArray<DayRange> Gaps)
{
    /// <summary>By account.</summary>
    public static ImmutableArray<LedgerCoverage> Of(Coverage coverage)
    {
        ILookup<string, LoggedDay> days = coverage.Days.ToLookup(day => day.AccountId, StringComparer.Ordinal);
        return [.. coverage.Accounts.Values.Select(account => Of(account, [.. days[account.AccountId]], coverage))];
    }

    private static LedgerCoverage Of(AccountCoverage account, LoggedDay[] days, Coverage coverage)
    {
        string?[] categories =
        [
            days.Any(day => day.Data > 0) ? "Data" : null,
            days.Any(day => day.Reads + day.Writes > 0) ? "Management" : null,
            days.Any(day => day.Network > 0) ? "NetworkActivity" : null,
        ];
        return new LedgerCoverage(
            account.AccountId,
            account.First,
            account.Last,
            account.Days.Length,
            account.Events,
            account.Regions,
            [.. categories.OfType<string>()],
            [.. coverage.Data.Where(data => data.AccountId == account.AccountId).Select(data => data.Type).Distinct().Order(StringComparer.Ordinal)],
            LogCoverage.GapsOf(days.Where(day => !day.IsAhead).Select(day => new RegionDay(day.Region, day.Day, day.Events)), UsageWindow.Days(account.First, account.Last, asked: false)));
    }
}
