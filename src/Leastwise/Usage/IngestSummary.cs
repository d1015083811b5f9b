using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Text;

namespace Leastwise.Usage;

/// <summary>A file that could not be read, or not to its end.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">One sentence with what to do.</param>
public sealed record BadFile(string Path, string Reason);

/// <summary>How often an event was counted.</summary>
/// <param name="Source">The <c>eventSource</c>.</param>
/// <param name="Name">The <c>eventName</c>.</param>
/// <param name="Type">The <c>eventType</c>; null where the records had none.</param>
/// <param name="Count">How often.</param>
public sealed record CountedEvent(string Source, string Name, string? Type, long Count)
{
    /// <summary>Those that the catalogue does not know, most frequent first.</summary>
    public static ImmutableArray<UnresolvedEvent> Unresolved(IEnumerable<CountedEvent> events, ActionCatalog catalog)
    {
        var resolver = new EventResolver(catalog);
        return
        [
            .. events.Where(one => resolver.Resolve(one.Source, one.Name, one.Type) is EventResolution.Unresolved)
                .GroupBy(one => (one.Source, one.Name))
                .Select(group => new UnresolvedEvent(group.Key.Source, group.Key.Name, group.Sum(one => one.Count)))
                .OrderByDescending(one => one.Count)
                .ThenBy(one => one.Source, StringComparer.Ordinal)
                .ThenBy(one => one.Name, StringComparer.Ordinal),
        ];
    }
}

/// <summary>What an ingest did.</summary>
public sealed record IngestSummary
{
    /// <summary>That of a run which was given nothing.</summary>
    public static IngestSummary Nothing { get; } = new()
    {
        FilesRead = 0,
        FilesSkipped = 0,
        FilesPassedOver = 0,
        Events = 0,
        Duplicates = 0,
        BadFiles = [],
        BadRecords = 0,
        FirstBadRecords = [],
        Bytes = 0,
        UnpackedBytes = 0,
        From = null,
        To = null,
        Elapsed = TimeSpan.Zero,
    };

    /// <summary>Files read to their end, or as far as they can be read.</summary>
    public required long FilesRead { get; init; }

    /// <summary>Files whose content the ledger knew already.</summary>
    public required long FilesSkipped { get; init; }

    /// <summary>Digests and Insights, which hold no calls.</summary>
    public required long FilesPassedOver { get; init; }

    /// <summary>Files that were not opened, because their names tell that they hold nothing that was asked for.</summary>
    public long FilesLeftOut { get; init; }

    /// <summary>Records that were not asked for.</summary>
    public long EventsLeftOut { get; init; }

    /// <summary>Records of days of which the ledger forgot what it had counted; they are not counted, lest they count twice.</summary>
    public long EventsTooOld { get; init; }

    /// <summary>Records of logged days that are in the ledger from another kind of source: from an engine, where files are read, and the other way round. They are not counted, lest they count twice.</summary>
    public long EventsHeld { get; init; }

    /// <summary>The logged days that an engine's sums were not taken of, because the ledger has them from elsewhere.</summary>
    public ImmutableArray<HeldDay> HeldDays { get; init; } = [];

    /// <summary>Days that an engine was asked for.</summary>
    public long SlicesRead { get; init; }

    /// <summary>New records dated more than a day ahead of the file's delivery and of the clock.</summary>
    public long EventsAhead { get; init; }

    /// <summary>Records that were new and are counted.</summary>
    public required long Events { get; init; }

    /// <summary>Records that had been counted before, from this or another file.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Files that could not be read, or not to their end, in order of reading.</summary>
    public required ImmutableArray<BadFile> BadFiles { get; init; }

    /// <summary>Records that could not be read.</summary>
    public required long BadRecords { get; init; }

    /// <summary>The first bad record of each file that had one.</summary>
    public required ImmutableArray<Diagnostic> FirstBadRecords { get; init; }

    /// <summary>Bytes on disk of the files read.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of them after unpacking.</summary>
    public required long UnpackedBytes { get; init; }

    /// <summary>The time of the first event read; null where none was.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>The time of the last event read.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>The new records by kind of event, in ordinal order.</summary>
    public ImmutableArray<CountedEvent> Kinds { get; init; } = [];

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}

/// <summary>How far an ingest has come.</summary>
/// <param name="FilesDone">Files dealt with.</param>
/// <param name="FilesTotal">Files found.</param>
/// <param name="Events">New events so far.</param>
/// <param name="UnpackedBytes">Unpacked bytes so far.</param>
public sealed record IngestProgress(long FilesDone, long FilesTotal, long Events, long UnpackedBytes)
{
    /// <summary>Bytes on disk so far.</summary>
    public long Bytes { get; init; }
}
