using System.Collections.Immutable;
using Leastwise.Samples.Acme;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Delivery;

/// <summary>
/// Packs events into files. A real trail writes a file every five minutes; here a day and region mostly make one file, so that the sample stays
/// small. Some days come in four files, some events late, and some files twice.
/// </summary>
public static class Deliveries
{
    private static readonly ImmutableArray<DateTime> s_daysInFourFiles = [Calendar.On(6, 10), Calendar.On(7, 22), Calendar.On(8, 19)];

    private static readonly ImmutableArray<DateTime> s_daysDeliveredTwice = [Calendar.On(6, 17), Calendar.On(7, 8), Calendar.On(8, 5)];

    /// <summary>How many events of a day come again.</summary>
    private const int Repeated = 40;

    /// <summary>All files, in the order of their keys.</summary>
    public static ImmutableArray<LogFile> Of(IEnumerable<TrailEvent> events)
    {
        var files = events.Where(static e => !IsLost(e))
            .GroupBy(static e => (e.Account, e.Region, Delivered: DeliveryOf(e)))
            .Select(static group => File(group.Key.Account, group.Key.Region, group.Key.Delivered, group))
            .ToList();
        var again = files.Where(static file => s_daysDeliveredTwice.Contains(file.Delivered.Date) && file.Region == Places.Ireland)
            .Select(static file => File(file.Account, file.Region, file.Delivered.AddMinutes(3), file.Events.Take(Repeated)))
            .ToList();
        return [.. files.Concat(again).OrderBy(static file => file.Key, StringComparer.Ordinal)];
    }

    /// <summary>The six days of acme-tools that were lost.</summary>
    public static bool IsLost(TrailEvent e) => e.Account == Places.Tools && e.At >= Calendar.On(7, 10) && e.At < Calendar.On(7, 16);

    private static DateTime DeliveryOf(TrailEvent e)
    {
        if (e.DeliveredLate is { } late)
            return late;
        var day = e.At.Date;
        if (s_daysInFourFiles.Contains(day))
            return day.AddHours((e.At.Hour / 6 * 6) + 5).AddMinutes(55);
        // The evening of 3 July in Ireland is delivered only the next morning, into the next day's folder.
        if (day == Calendar.On(7, 3) && e.At.Hour >= 18 && e.Region == Places.Ireland)
            return Calendar.On(7, 4, 4, 10);
        return day.AddHours(23).AddMinutes(55);
    }

    private static LogFile File(string account, string region, DateTime delivered, IEnumerable<TrailEvent> events) => new(
        KeyLayout.LogFile(account, region, delivered), account, region, delivered,
        [.. events]);
}
