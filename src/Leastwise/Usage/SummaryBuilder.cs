using System.Collections.Immutable;
using Leastwise.Text;
using Leastwise.Trail;
using Leastwise.Usage.Intake;

namespace Leastwise.Usage;

/// <summary>Sums what the files of a run gave.</summary>
internal sealed class SummaryBuilder(TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private readonly List<(int Number, BadFile File)> badFiles = [];
    private readonly List<(int Number, Diagnostic Record)> badRecords = [];
    private long slices, held, filesRead, filesSkipped, filesPassedOver, events, duplicates, leftOut, tooOld, ahead, badRecordCount, bytes, unpacked;
    private long from = long.MaxValue, to = long.MinValue;

    /// <summary>Adds a file.</summary>
    public void Add(FileOutcome file)
    {
        if (file.IsNote)
        {
            return;
        }

        if (file.Result is not TrailFileResult result)
        {
            filesSkipped++;
            return;
        }

        bytes += result.Bytes;
        unpacked += result.UnpackedBytes;
        badRecordCount += result.BadRecords;
        events += file.Added;
        duplicates += file.Repeated;
        leftOut += file.LeftOut;
        tooOld += file.TooOld;
        ahead += file.Ahead;
        held += file.Held;
        from = Math.Min(from, file.From);
        to = Math.Max(to, file.To);
        if (result.FirstBadRecord is Diagnostic bad)
        {
            badRecords.Add((file.Number, bad));
        }

        if (result.PassedOver)
        {
            filesPassedOver++;
        }
        else if (result.NotReadBecause is string reason)
        {
            badFiles.Add((file.Number, new BadFile(file.Path, reason)));
        }

        if (!result.PassedOver && (result.NotReadBecause is null || result.EventCount > 0))
        {
            filesRead++;
        }
    }

    /// <summary>Adds a day that an engine summed up.</summary>
    public void Add(AggregatedSlice slice)
    {
        slices++;
        events += slice.Events;
        duplicates += slice.Duplicates;
        leftOut += slice.LeftOut;
        held += slice.Held;
        ahead += slice.Ahead;
        badRecordCount += slice.Bad;
        from = Math.Min(from, slice.From);
        to = Math.Max(to, slice.To);
        if (slice.FirstBad is Diagnostic bad)
        {
            badRecords.Add((badRecords.Count, bad));
        }
    }

    /// <summary>The summary.</summary>
    /// <param name="skippedByStamp">Files that were not opened, because they are known and unchanged.</param>
    /// <param name="counted">How often each kind of event was counted.</param>
    /// <param name="leftOutByName">Files that were not opened, because their names tell that they hold nothing asked for.</param>
    public IngestSummary Build(long skippedByStamp, long leftOutByName, Dictionary<EventKind, long> counted) => new()
    {
        FilesRead = filesRead,
        FilesSkipped = filesSkipped + skippedByStamp,
        FilesPassedOver = filesPassedOver,
        FilesLeftOut = leftOutByName,
        Events = events,
        Duplicates = duplicates,
        EventsLeftOut = leftOut,
        EventsTooOld = tooOld,
        EventsAhead = ahead,
        EventsHeld = held,
        SlicesRead = slices,
        BadFiles = [.. badFiles.OrderBy(one => one.Number).ThenBy(one => one.File.Path, StringComparer.Ordinal).Select(one => one.File)],
        BadRecords = badRecordCount,
        FirstBadRecords = [.. badRecords.OrderBy(one => one.Number).ThenBy(one => one.Record.Position.File, StringComparer.Ordinal).Select(one => one.Record)],
        Bytes = bytes,
        UnpackedBytes = unpacked,
        From = from > to ? null : DateTimeOffset.FromUnixTimeSeconds(from),
        To = from > to ? null : DateTimeOffset.FromUnixTimeSeconds(to),
        Kinds =
        [
            .. counted.GroupBy(one => (one.Key.Source, one.Key.Name, one.Key.Type))
                .Select(group => new CountedEvent(group.Key.Source, group.Key.Name, group.Key.Type.Length == 0 ? null : group.Key.Type, group.Sum(one => one.Value)))
                .OrderBy(one => one.Source, StringComparer.Ordinal)
                .ThenBy(one => one.Name, StringComparer.Ordinal)
                .ThenBy(one => one.Type, StringComparer.Ordinal),
        ],
        Elapsed = time.GetElapsedTime(started),
    };
}
