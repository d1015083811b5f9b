using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Text;
using Leastwise.Trail;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage;

/// <summary>One run of reading files into a ledger: files are read several at once and written in their order by one thread.</summary>
internal sealed class Ingest(SqliteConnection connection, TimeProvider time, IProgress<IngestProgress>? progress)
{
    /// <summary>A transaction ends after so many files or events, whichever comes first.</summary>
    private const int FilesPerTransaction = 256;
    private const int EventsPerTransaction = 100_000;

    private readonly ImmutableArray<BadFile>.Builder badFiles = ImmutableArray.CreateBuilder<BadFile>();
    private readonly ImmutableArray<Diagnostic>.Builder badRecords = ImmutableArray.CreateBuilder<Diagnostic>();
    private long filesRead, filesSkipped, filesPassedOver, events, duplicates, badRecordCount, bytes, unpacked;
    private DateTimeOffset? from, to;

    public IngestSummary Run(IEnumerable<string> paths, CancellationToken cancel)
    {
        long started = time.GetTimestamp();
        TrailFile[] files = [.. TrailFiles.Find(paths)];
        using var writer = new LedgerWriter(connection);
        HashSet<string> known = writer.KnownFiles();
        var batch = new List<TrailFileResult>();
        int batchEvents = 0, done = 0;
        foreach ((TrailFile file, TrailFileResult? result) in ReadInOrder(files, known.ToHashSet(StringComparer.Ordinal), cancel))
        {
            done++;
            if (file.Problem is Diagnostic problem)
            {
                badFiles.Add(new BadFile(file.Path, problem.Message));
            }
            else if (result is null || (result.ContentHash.Length > 0 && !known.Add(result.ContentHash)))
            {
                filesSkipped++;
            }
            else
            {
                Note(result);
                batch.Add(result);
                batchEvents += result.Events.Length;
            }

            if (batch.Count >= FilesPerTransaction || batchEvents >= EventsPerTransaction)
            {
                Write(writer, batch);
                batchEvents = 0;
            }

            progress?.Report(new IngestProgress(done, files.Length, events + batchEvents, unpacked));
        }

        cancel.ThrowIfCancellationRequested();
        Write(writer, batch);
        return new IngestSummary
        {
            FilesRead = filesRead,
            FilesSkipped = filesSkipped,
            FilesPassedOver = filesPassedOver,
            Events = events,
            Duplicates = duplicates,
            BadFiles = badFiles.ToImmutable(),
            BadRecords = badRecordCount,
            FirstBadRecords = badRecords.ToImmutable(),
            Bytes = bytes,
            UnpackedBytes = unpacked,
            From = from,
            To = to,
            Elapsed = time.GetElapsedTime(started),
        };
    }

    /// <summary>The files' results in the files' order; a few files ahead are being read meanwhile, never more.</summary>
    private static IEnumerable<(TrailFile File, TrailFileResult? Result)> ReadInOrder(TrailFile[] files, HashSet<string> known, CancellationToken cancel)
    {
        int ahead = Environment.ProcessorCount * 3;
        var readers = new ConcurrentBag<TrailFileReader>();
        var reading = new Queue<(TrailFile File, Task<TrailFileResult?> Result)>();
        int next = 0;
        while (next < files.Length || reading.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            while (next < files.Length && reading.Count < ahead)
            {
                TrailFile file = files[next++];
                reading.Enqueue((file, file.Problem is null ? Task.Run(() => ReadOne(file.Path), CancellationToken.None) : Task.FromResult<TrailFileResult?>(null)));
            }

            (TrailFile first, Task<TrailFileResult?> result) = reading.Dequeue();
            yield return (first, result.GetAwaiter().GetResult());
        }

        TrailFileResult? ReadOne(string path)
        {
            TrailFileReader reader = readers.TryTake(out TrailFileReader? free) ? free : new TrailFileReader();
            TrailFileResult? result = reader.Read(path, known.Contains);
            readers.Add(reader);
            return result;
        }
    }

    private void Note(TrailFileResult result)
    {
        bytes += result.Bytes;
        unpacked += result.UnpackedBytes;
        badRecordCount += result.BadRecords;
        if (result.FirstBadRecord is Diagnostic bad)
        {
            badRecords.Add(bad);
        }

        if (result.PassedOver)
        {
            filesPassedOver++;
        }
        else if (result.NotReadBecause is string reason)
        {
            badFiles.Add(new BadFile(result.Path, reason));
        }

        if (!result.PassedOver && (result.NotReadBecause is null || !result.Events.IsEmpty))
        {
            filesRead++;
        }

        foreach (TrailEvent one in result.Events)
        {
            from = from is null || one.Time < from ? one.Time : from;
            to = to is null || one.Time > to ? one.Time : to;
        }
    }

    private void Write(LedgerWriter writer, List<TrailFileResult> batch)
    {
        if (batch.Count > 0)
        {
            (long added, long repeated) = writer.Write(batch);
            events += added;
            duplicates += repeated;
            batch.Clear();
        }
    }
}
