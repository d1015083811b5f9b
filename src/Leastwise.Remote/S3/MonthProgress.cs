using System.Globalization;

namespace Leastwise.Remote.S3;

/// <summary>
/// How far a month's folder was read to its end, so that it is listed from there on. Only days are remembered to which nothing more comes: CloudTrail tries
/// for thirty days to deliver a file. A day of which an object was not read, or not wholly, is not passed by, nor any after it.
/// </summary>
/// <remarks>Source: "Getting and viewing your CloudTrail log files", AWS CloudTrail User Guide, on redelivery.</remarks>
internal sealed class MonthProgress
{
    private const int DaysOfRedelivery = 31;

    private readonly S3Location location;
    private readonly string month;
    private readonly int days, settled, before;
    private int firstMissing = int.MaxValue;

    private MonthProgress(S3Location location, string month, int days, int settled, int before) =>
        (this.location, this.month, this.days, this.settled, this.before) = (location, month, days, settled, before);

    /// <summary>Whether all of the month was read.</summary>
    public bool IsDone => before == days;

    /// <summary>Keys up to this one were read: a zero sorts after the slash behind the day.</summary>
    public string? After => before == 0 ? null : $"{month}{before:00}0";

    /// <summary>What is to be remembered now; null where that is nothing new.</summary>
    public string? Mark => Math.Min(settled, firstMissing - 1) is var last && last > before ? MarkOf(last) : null;

    /// <summary>The progress of a month, as it is remembered; null where the folder's name is no month.</summary>
    public static MonthProgress? Of(S3Location location, string month, DateOnly today, Func<string, bool> remembers)
    {
        if (KeyLayout.MonthOf(month) is not DateOnly first)
        {
            return null;
        }

        int ofMonth = DateTime.DaysInMonth(first.Year, first.Month);
        var none = new MonthProgress(location, month, ofMonth, Math.Clamp(today.DayNumber - DaysOfRedelivery - first.DayNumber, 0, ofMonth), 0);
        int day = none.settled;
        while (day > 0 && !remembers(none.MarkOf(day)))
        {
            day--;
        }

        return new MonthProgress(location, month, ofMonth, none.settled, day);
    }

    /// <summary>Notes that an object of the month, or something behind it, is not read.</summary>
    public void Miss(string key)
    {
        int day = key.Length > month.Length + 2 && key[month.Length + 2] == '/' && int.TryParse(key.AsSpan(month.Length, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        firstMissing = Math.Min(firstMissing, day);
    }

    private string MarkOf(int day) => $"{location.Called(month)}{day:00}/\nread up to here";
}
