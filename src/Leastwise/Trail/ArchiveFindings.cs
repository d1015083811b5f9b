namespace Leastwise.Trail;

/// <summary>Reads one entry of an archive: its name in messages, and its content.</summary>
internal delegate TrailFileResult EntryReader(string name, Stream content);

/// <summary>What the entries of an archive gave together.</summary>
/// <param name="path">How messages call the archive.</param>
internal sealed class ArchiveFindings(string path)
{
    private TrailFileResult sum = new() { Path = path, ContentHash = "" };
    private long entries;
    private long notRead;
    private long passedOver;
    private string? first;

    /// <summary>How messages call an entry.</summary>
    public string Called(string entry) => $"{path}!{entry}";

    /// <summary>Whether an entry's name is one that a search through a folder passes over: hidden files, and what macOS adds to archives.</summary>
    public static bool IsHidden(string entry) =>
        entry.EndsWith('/') || entry.Split('/').Any(part => part.StartsWith('.') && part.Trim('.').Length > 0) || entry.StartsWith("__MACOSX/", StringComparison.Ordinal);

    /// <summary>Adds what an entry gave.</summary>
    public void Add(TrailFileResult entry)
    {
        entries++;
        sum = sum with
        {
            UnpackedBytes = sum.UnpackedBytes + entry.UnpackedBytes,
            EventCount = sum.EventCount + entry.EventCount,
            BadRecords = sum.BadRecords + entry.BadRecords,
            FirstBadRecord = sum.FirstBadRecord ?? entry.FirstBadRecord,
            InsightRecords = sum.InsightRecords + entry.InsightRecords,
            FutureEvents = sum.FutureEvents + entry.FutureEvents,
            FirstFutureEvent = sum.FirstFutureEvent ?? entry.FirstFutureEvent,
            LosesEvents = sum.LosesEvents || entry.LosesEvents || (entry is { NotReadBecause: not null, PassedOver: false } && LogFileName.AccountOf(entry.Path) is not null),
        };
        if (entry.PassedOver)
        {
            passedOver++;
        }
        else if (entry.NotReadBecause is string because)
        {
            notRead++;
            first ??= $"'{entry.Path[(path.Length + 1)..]}': {because}";
        }
    }

    /// <summary>The archive's result.</summary>
    /// <param name="trouble">Why the rest of it could not be read, as the end of a sentence; null where all of it was.</param>
    public TrailFileResult Result(string? trouble) => trouble is not null
        ? sum with { NotReadBecause = $"Only {entries} of its entries, with {sum.EventCount} events, could be read: {trouble}; copy it again.", LosesEvents = true }
        : entries == 0 ? sum with { NotReadBecause = "It is an archive without files." }
        : passedOver == entries ? sum with { NotReadBecause = $"Its {entries} entries hold no events by their nature: digests, Insights (passed over).", PassedOver = true }
        : notRead > 0 ? sum with { NotReadBecause = $"{notRead} of its {entries} entries were not read, or not to their end; the first is {first}" }
        : sum;
}
