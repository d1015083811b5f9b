namespace Leastwise.Samples;

/// <summary>The ninety days of the story, 2026-06-01 to 2026-08-29, in UTC.</summary>
public static class Calendar
{
    /// <summary>The first day.</summary>
    public static DateTime First { get; } = On(6, 1);

    /// <summary>The last day.</summary>
    public static DateTime Last { get; } = On(8, 29);

    /// <summary>Every day of the story, in order.</summary>
    public static IEnumerable<DateTime> Days()
    {
        for (var day = First; day <= Last; day = day.AddDays(1))
            yield return day;
    }

    /// <summary>Days on which people work.</summary>
    public static bool IsWorkday(DateTime day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>Days on which somebody looks at global things, which are recorded in us-east-1.</summary>
    public static bool IsStocktaking(DateTime day) => day.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Wednesday;

    /// <summary>A moment of 2026.</summary>
    public static DateTime On(int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        At(2026, month, day, hour, minute, second);

    /// <summary>A moment of any year.</summary>
    public static DateTime At(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        new(year, month, day, hour, minute, second, DateTimeKind.Utc);

    /// <summary>As CloudTrail and the AWS CLI print it.</summary>
    public static string Print(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}
