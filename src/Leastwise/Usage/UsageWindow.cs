namespace Leastwise.Usage;

/// <summary>The time that verdicts speak of: whole UTC days, both ends included.</summary>
/// <param name="Start">The first day, at midnight UTC.</param>
/// <param name="End">The last day, at its last second UTC.</param>
/// <param name="Asked">True where it was asked for; false where it is the whole extent of the logs.</param>
public sealed record UsageWindow(DateTimeOffset Start, DateTimeOffset End, bool Asked)
{
    /// <summary>The first day.</summary>
    public DateOnly FirstDay => DateOnly.FromDateTime(Start.UtcDateTime);

    /// <summary>The last day.</summary>
    public DateOnly LastDay => DateOnly.FromDateTime(End.UtcDateTime);

    /// <summary>No time at all: there are no logs, and no days were asked for. Nothing is known of it.</summary>
    public static UsageWindow None { get; } = Days(DateOnly.MinValue, DateOnly.MinValue, asked: false);

    /// <summary>Whether this is <see cref="None"/>.</summary>
    public bool IsNone => this == None;

    /// <summary>From one day to another, both included.</summary>
    public static UsageWindow Days(DateOnly first, DateOnly last, bool asked) =>
        new(
            new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero),
            new DateTimeOffset(last, new TimeOnly(23, 59, 59), TimeSpan.Zero),
            asked);

    /// <summary>
    /// The days asked for; an end that is not asked for is the logs' own. <see cref="None"/> where the logs are empty and not both
    /// ends are asked for.
    /// </summary>
    public static UsageWindow Of(Coverage coverage, DateOnly? start, DateOnly? end)
    {
        DateOnly? first = start ?? coverage.FirstDay, last = end ?? coverage.LastDay;
        return first is null || last is null ? None : Days(first.Value, last.Value, start is not null || end is not null);
    }
}
