namespace Leastwise.Remote.LookupEvents;

/// <summary>A day or an hour of the event history of one account and region, which is asked for and remembered as a whole.</summary>
/// <param name="Account">The account.</param>
/// <param name="Region">The region.</param>
/// <param name="Start">Its first second, UTC.</param>
/// <param name="Length">A day or an hour.</param>
internal sealed record LookupSlice(string Account, string Region, DateTimeOffset Start, TimeSpan Length)
{
    /// <summary>
    /// So long after its end a slice is taken to be complete. CloudTrail delivers within about five minutes, without a promise: "Getting and viewing your
    /// CloudTrail log files", AWS CloudTrail User Guide.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromDays(1);

    /// <summary>Its last second: AWS takes both ends as within.</summary>
    public DateTimeOffset Last => Start + Length - TimeSpan.FromSeconds(1);

    /// <summary>How messages and the ledger call it: as CloudTrail would call a file of it, so that account and region are told from its name.</summary>
    public string Name => $"lookup-events/{Account}_CloudTrail_{Region}_{Start.UtcDateTime:yyyyMMdd'T'HHmm}Z_{(Length == TimeSpan.FromDays(1) ? "day" : "hour")}";

    /// <summary>Names it among all logs.</summary>
    public string Identity => $"{Name}\nhistory";

    /// <summary>Whether nothing will be added to it.</summary>
    public bool IsComplete(DateTimeOffset now) => Start + Length + Settling <= now;

    /// <summary>The same in hours.</summary>
    public IEnumerable<LookupSlice> Hours() =>
        Enumerable.Range(0, (int)(Length / TimeSpan.FromHours(1))).Select(hour => this with { Start = Start.AddHours(hour), Length = TimeSpan.FromHours(1) });
}
