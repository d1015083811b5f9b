using System.Globalization;
using Leastwise.Usage;

namespace Leastwise.Remote.S3;

/// <summary>What the folders directly below a folder of a bucket are, where it is laid out as CloudTrail does it.</summary>
internal enum KeyLevel
{
    /// <summary>Not CloudTrail's layout, or above it.</summary>
    Other,

    /// <summary>Below <c>AWSLogs/</c>: accounts, and organizations' ids.</summary>
    Accounts,

    /// <summary>Below an organization's id: accounts.</summary>
    Members,

    /// <summary>Below an account: services.</summary>
    Services,

    /// <summary>Below <c>CloudTrail/</c>: regions.</summary>
    Regions,

    /// <summary>Below a region: years.</summary>
    Years,

    /// <summary>Below a year: months.</summary>
    Months,

    /// <summary>A month: its days are listed at once.</summary>
    Month,
}

/// <summary>
/// CloudTrail's keys: <c>[PREFIX/]AWSLogs/[o-ORGANIZATION/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/FILE</c>.
/// Source: "Getting and viewing your CloudTrail log files", AWS CloudTrail User Guide.
/// </summary>
internal static class KeyLayout
{
    private const string Logs = "AWSLogs";

    /// <summary>What lies below a folder, by its key with the slash at its end.</summary>
    public static KeyLevel Below(string folder)
    {
        string[] parts = folder.Split('/', StringSplitOptions.RemoveEmptyEntries);
        KeyLevel level = KeyLevel.Other;
        foreach (string part in parts.AsSpan(Math.Max(0, Array.LastIndexOf(parts, Logs))))
        {
            level = Next(level, part);
        }

        return level;
    }

    /// <summary>What lies below the folder <paramref name="name"/> of a folder.</summary>
    public static KeyLevel Next(KeyLevel level, string name) => level switch
    {
        _ when name == Logs => KeyLevel.Accounts,
        KeyLevel.Accounts when name.StartsWith("o-", StringComparison.Ordinal) => KeyLevel.Members,
        KeyLevel.Accounts or KeyLevel.Members when IsNumber(name, 12) => KeyLevel.Services,
        KeyLevel.Services when IsTrail(name) => KeyLevel.Regions,
        KeyLevel.Regions when name.Contains('-', StringComparison.Ordinal) => KeyLevel.Years,
        KeyLevel.Years when IsNumber(name, 4) => KeyLevel.Months,
        KeyLevel.Months when IsNumber(name, 2) => KeyLevel.Month,
        _ => KeyLevel.Other,
    };

    /// <summary>Whether a folder can hold something that <paramref name="filter"/> takes.</summary>
    /// <param name="level">What the folder above holds.</param>
    /// <param name="folder">The folder's key.</param>
    /// <param name="filter">What is taken.</param>
    public static bool IsWanted(KeyLevel level, string folder, IngestFilter filter)
    {
        string name = NameOf(folder);
        return level switch
        {
            KeyLevel.Accounts or KeyLevel.Members when IsNumber(name, 12) => filter.Accounts.IsEmpty || filter.Accounts.Contains(name),
            // Flow logs of VPCs in their other layout.
            KeyLevel.Accounts or KeyLevel.Members => !name.StartsWith("aws-account-id=", StringComparison.Ordinal),
            // Other services write beside CloudTrail; its digests and Insights hold no calls.
            KeyLevel.Services => IsTrail(name),
            KeyLevel.Regions when name.Contains('-', StringComparison.Ordinal) => filter.Regions.IsEmpty || filter.Regions.Contains(name),
            KeyLevel.Years when IsNumber(name, 4) => Overlaps(filter, FirstDay(name, "01"), FirstDay(name, "12")?.AddMonths(1)),
            KeyLevel.Months when IsNumber(name, 2) && ParentOf(folder) is { } year => Overlaps(filter, FirstDay(year, name), FirstDay(year, name)?.AddMonths(1)),
            _ => true,
        };
    }

    /// <summary>The month of a folder that holds days; null where its name is no month.</summary>
    public static DateOnly? MonthOf(string folder) => FirstDay(ParentOf(folder), NameOf(folder));

    /// <summary>Whether nothing of the day in a key is wanted: days come in order, so nothing after it is.</summary>
    public static bool IsAfter(string month, string key, DateOnly? last) =>
        last is DateOnly day && MonthOf(month) is DateOnly first && key.Length > month.Length + 2 && key[month.Length + 2] == '/'
        && first.Year == day.Year && first.Month == day.Month && int.TryParse(key.AsSpan(month.Length, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > day.Day;

    /// <summary>The last day of delivery that may hold an event that is taken.</summary>
    public static DateOnly? LastDelivery(IngestFilter filter) => filter.Until is DateOnly until && until.DayNumber < DateOnly.MaxValue.DayNumber - IngestFilter.LateDays ? until.AddDays(IngestFilter.LateDays) : null;

    private static bool Overlaps(IngestFilter filter, DateOnly? first, DateOnly? end) =>
        !(first is DateOnly start && LastDelivery(filter) is DateOnly last && start > last) && !(end is DateOnly next && filter.Since is DateOnly since && next <= since);

    private static DateOnly? FirstDay(string year, string month) =>
        DateOnly.TryParseExact($"{year}-{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    private static bool IsTrail(string name) => name.StartsWith("CloudTrail", StringComparison.Ordinal) && name is not ("CloudTrail-Digest" or "CloudTrail-Insight");

    private static bool IsNumber(string name, int digits) => name.Length == digits && name.All(char.IsAsciiDigit);

    private static string NameOf(string folder) => folder.TrimEnd('/') is var name ? name[(name.LastIndexOf('/') + 1)..] : "";

    private static string ParentOf(string folder) => folder.TrimEnd('/') is var name && name.LastIndexOf('/') is > 0 and int at ? NameOf(name[..at]) : "";
}
