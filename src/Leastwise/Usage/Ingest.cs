using System.Runtime.ExceptionServices;
using Leastwise.Trail;
using Leastwise.Usage.Intake;
using Leastwise.Usage.Storage;

namespace Leastwise.Usage;

/// <summary>One run of reading files into a ledger: workers read and count, the calling thread writes whole files in large transactions.</summary>
internal sealed class Ingest(LedgerConnections connections, IngestOptions options, IProgress<IngestProgress>? progress)
{
    /// <summary>Places of counted records in memory, eight bytes each: 128 MB.</summary>
    private const long MostPlaces = 16 * 1024 * 1024;

    private readonly Stack<Batch> spare = new();
    private readonly List<FileOutcome> uncommitted = [];
    private readonly SummaryBuilder summary = new(options.Time);

    public IngestSummary Run(ITrailSource source, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using LedgerLookup known = connections.Lookup();
        using LedgerLookup loading = connections.Lookup();
        using var shared = new IngestShared(options, new LoggedDays(loading.Load, MostPlaces), loading.LoadUndated(), connections.ForgottenBefore(), loading.SummedDays());
        using var writer = new BatchWriter(connections.Main);
        source.Begin(shared.Needs(known) with { Ledger = connections.Path }, stop.Token);
        int most = source.FoundAll ? (int)Math.Clamp(source.Found, 1, int.MaxValue) : int.MaxValue;
        IngestWorker[] workers = [.. Enumerable.Range(0, Math.Clamp(options.Workers ?? Environment.ProcessorCount, 1, most)).Select(_ => new IngestWorker(shared, connections.Lookup()))];
        Thread[] threads = Start(workers, source, shared, stop.Token);
        try
        {
            bool last;
            do
            {
                (bool due, bool end) = shared.Wait();
                last = end || cancel.IsCancellationRequested;
                progress?.Report(shared.Progress(source.Found));
                if (due || last)
                {
                    shared.Writing(begins: true);
                    Write(writer, workers, shared, last);
                    shared.Writing(begins: false);
                }
            }
            while (!last);
            if (shared.Failure is null && !cancel.IsCancellationRequested)
            {
                progress?.Report(shared.Progress(source.Found));
            }
        }
        catch (Exception exception)
        {
            shared.Fail(exception);
            throw;
        }
        finally
        {
            stop.Cancel();
            shared.Stop();
            foreach (Thread thread in threads)
            {
                thread.Join();
            }

            source.Dispose();

            foreach (IngestWorker worker in workers)
            {
                worker.Dispose();
            }
        }

        if (shared.Failure is Exception failed)
        {
            ExceptionDispatchInfo.Throw(failed);
        }

        cancel.ThrowIfCancellationRequested();
        return summary.Build(shared.Skipped, shared.LeftOut, writer.Counted);
    }

    private static Thread[] Start(IngestWorker[] workers, ITrailSource source, IngestShared shared, CancellationToken stop)
    {
        shared.Begin(workers.Length, () => source.FoundAll ? source.Found - shared.Done : long.MaxValue);
        return
        [
            .. workers.Select(worker =>
            {
                var thread = new Thread(() =>
                {
                    try
                    {
                        while (shared.Failure is null && !stop.IsCancellationRequested && source.Next() is TrailItem item)
                        {
                            shared.BeginReading();
                            worker.Read(item);
                            shared.EndReading();
                        }

                        shared.Ended(null);
                    }
                    catch (Exception exception)
                    {
                        // Told to the thread that waits, which says it.
                        shared.Ended(exception);
                    }
                })
                { IsBackground = true };
                thread.Start();
                return thread;
            }),
        ];
    }

    private void Write(BatchWriter writer, IngestWorker[] workers, IngestShared shared, bool last)
    {
        Batch[] batches;
        bool full;
        List<DayRecords> days;
        shared.Gate.EnterWriteLock();
        try
        {
            batches = [.. workers.Select(worker => worker.Exchange(spare.TryPop(out Batch? empty) ? empty : new Batch()))];
            days = shared.Days.TakeFresh();
            full = shared.Taken();
        }
        finally
        {
            shared.Gate.ExitWriteLock();
        }

        // Days without a file are those of a piece of one.
        if (days.Count > 0 || batches.Any(batch => batch.Files.Count > 0))
        {
            connections.InTurn(() => writer.Write(batches, days, shared.Days, shared.Names));
        }

        foreach (Batch batch in batches)
        {
            uncommitted.AddRange(batch.Files);
            batch.Clear();
            spare.Push(batch);
        }

        if (full || last)
        {
            Commit(writer, shared);
        }
    }

    private void Commit(BatchWriter writer, IngestShared shared)
    {
        connections.InTurn(writer.Commit);
        shared.Committed();
        foreach (FileOutcome file in uncommitted)
        {
            summary.Add(file);
            if (file.Result is { ContentHash.Length: > 0 } result)
            {
                shared.Release(result.ContentHash);
            }
        }

        uncommitted.Clear();

        shared.Gate.EnterWriteLock();
        try
        {
            shared.Days.Shrink();
        }
        finally
        {
            shared.Gate.ExitWriteLock();
        }
    }
}
