using System.Collections.Concurrent;
using Leastwise.Catalog;
using Leastwise.Trail;

namespace Leastwise.Usage.Intake;

/// <summary>What the workers of one run share with the one who writes.</summary>
internal sealed class IngestShared(IngestOptions options, LoggedDays days, SeenSet? undated, int forgottenBefore, IReadOnlySet<(string Account, string Region, int Day)> summed) : IDisposable
{
    /// <summary>So many counted records are written at once. One that is kept with its texts, or names something new, counts more: that bounds the memory.</summary>
    private const int EventsPerBatch = 150_000;

    /// <summary>The last batches are smaller by so much, as only one core is busy with the very last.</summary>
    private const int ShareAtEnd = 32;

    /// <summary>A transaction ends after so many counted records or files, whichever comes first.</summary>
    private const int EventsPerTransaction = 2 * EventsPerBatch;

    private readonly object turn = new();
    private readonly ConcurrentDictionary<string, byte> claimed = new(StringComparer.Ordinal);
    private readonly DateTimeOffset now = options.Time.GetUtcNow();
    private long pendingEvents, pendingFiles, openEvents, openFiles, weighed, done, skipped, leftOut, events, unpacked, packed;
    private int working, reading;
    private bool writing, stopped;
    private Func<long> left = static () => long.MaxValue;
    private Exception? failure;

    public IngestOptions Options => options;

    public Names Names { get; } = new();

    public LoggedDays Days => days;

    /// <summary>What requests' parameters name.</summary>
    public RequestedResources Requested { get; } = new(ActionCatalog.Default);

    /// <summary>Records that an older ledger counted without their days; null for none.</summary>
    public SeenSet? Undated => undated;

    /// <summary>Records of earlier days are not counted: which of them are known was forgotten.</summary>
    public int ForgottenBefore => forgottenBefore;

    /// <summary>Whether an engine summed up an account, region and day, so that its events cannot be told from those of files; null where none was.</summary>
    public Func<string, string, int, bool>? Held { get; } = summed.Count == 0 ? null : (account, region, day) => summed.Contains((account, region, day));

    /// <summary>Read-held while a file's records are counted; write-held to take what was gathered. So what is taken are whole files or pieces, and every record that made another one a repetition is taken with it or before.</summary>
    public ReaderWriterLockSlim Gate { get; } = new();

    /// <summary>Files that were left out by their names.</summary>
    public long LeftOut => Interlocked.Read(ref leftOut);

    /// <summary>Files that were known by their stamps.</summary>
    public long Skipped => Interlocked.Read(ref skipped);

    /// <summary>Files that are done with.</summary>
    public long Done => Interlocked.Read(ref done);

    /// <summary>How far the run has come.</summary>
    public IngestProgress Progress(long total) =>
        new(Interlocked.Read(ref done), total, Interlocked.Read(ref events), Interlocked.Read(ref unpacked)) { Bytes = Interlocked.Read(ref packed) };

    /// <summary>What a source that fetches asks first.</summary>
    /// <param name="lookup">Asked in turns, and by nobody else.</param>
    public TrailNeeds Needs(Storage.LedgerLookup lookup)
    {
        var one = new Lock();
        return new TrailNeeds(
            name =>
            {
                bool may = options.Filter.MayHold(name);
                if (!may)
                {
                    CountLeftOut();
                }

                return may;
            },
            identity =>
            {
                bool known = Remembers(identity);
                if (known)
                {
                    CountSkipped();
                }

                return known;
            },
            Remembers);

        bool Remembers(string identity)
        {
            lock (one)
            {
                return !options.CheckContent && lookup.KnowsStamp(FileStamp.OfIdentity(identity));
            }
        }
    }

    public void CountSkipped()
    {
        Interlocked.Increment(ref skipped);
        Interlocked.Increment(ref done);
    }

    public void CountLeftOut()
    {
        Interlocked.Increment(ref leftOut);
        Interlocked.Increment(ref done);
    }

    /// <summary>Takes a content for one worker; false where another has it.</summary>
    public bool Claim(byte[] content) => claimed.TryAdd(Convert.ToHexString(content), 0);

    /// <summary>Forgets a claim, when the ledger has the content.</summary>
    public void Release(string contentHash) => claimed.TryRemove(contentHash, out _);

    /// <summary>
    /// The latest plausible time of a record, Unix seconds: a day after the file was delivered, or after now where that is later (a file's name need not tell, and
    /// clocks are wrong by a little).
    /// </summary>
    public long LatestTime(string path)
    {
        DateTimeOffset latest = DeliveredLog.Parse(path) is { } name && name.At > now ? name.At : now;
        return latest.ToUnixTimeSeconds() + 86_400;
    }

    /// <summary>Notes a file that was gathered, and waits where the writer is far behind.</summary>
    public void Gathered(long added, long singles, TrailFileResult? result)
    {
        Interlocked.Increment(ref done);
        Interlocked.Add(ref unpacked, result?.UnpackedBytes ?? 0);
        Interlocked.Add(ref packed, result?.Bytes ?? 0);
        Gathered(added, singles, files: 1);
    }

    /// <summary>Notes a piece of a file, which has more, and waits as above.</summary>
    /// <exception cref="OperationCanceledException">The run is over; the rest of the file is not wanted.</exception>
    public void GatheredPiece(long added, long singles)
    {
        Gathered(added, singles, files: 0);
        lock (turn)
        {
            if (stopped || failure is not null)
            {
                throw new OperationCanceledException();
            }
        }
    }

    private void Gathered(long added, long singles, int files)
    {
        Interlocked.Add(ref events, added);
        lock (turn)
        {
            long weight = Names.Weight;
            pendingEvents += added + (Names.WeightOfTexts * singles) + weight - weighed;
            weighed = weight;
            pendingFiles += files;
            if (Due)
            {
                Monitor.PulseAll(turn);
            }

            while ((pendingEvents >= EventsPerBatch * 5 / 4 || pendingFiles >= 4 * options.FilesPerTransaction) && failure is null && !stopped)
            {
                Monitor.Wait(turn);
            }
        }
    }

    /// <summary>So many workers begin.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="unread">How many files are not read yet; the greatest number where that is not known.</param>
    public void Begin(int workers, Func<long> unread)
    {
        working = workers;
        left = unread;
    }

    /// <summary>
    /// Called before a file is read. While the ledger is written one core is the writer's: were all of them reading too, the writer would come to an end late, with the
    /// workers waiting for it.
    /// </summary>
    public void BeginReading()
    {
        lock (turn)
        {
            while (writing && reading >= Environment.ProcessorCount - 1 && failure is null && !stopped)
            {
                Monitor.Wait(turn);
            }

            reading++;
        }
    }

    /// <summary>Called when it was read.</summary>
    public void EndReading()
    {
        lock (turn)
        {
            reading--;
            if (writing)
            {
                Monitor.PulseAll(turn);
            }
        }
    }

    /// <summary>The ledger is written from now on, or is no longer.</summary>
    public void Writing(bool begins)
    {
        lock (turn)
        {
            writing = begins;
            Monitor.PulseAll(turn);
        }
    }

    /// <summary>A worker has ended, because of <paramref name="because"/> or because nothing is left.</summary>
    public void Ended(Exception? because)
    {
        lock (turn)
        {
            working--;
            failure ??= because;
            Monitor.PulseAll(turn);
        }
    }

    /// <summary>The writer cannot go on; nobody shall wait for it.</summary>
    public void Fail(Exception because)
    {
        lock (turn)
        {
            failure ??= because;
            Monitor.PulseAll(turn);
        }
    }

    /// <summary>Nobody writes any more, so nobody shall wait for it.</summary>
    public void Stop()
    {
        lock (turn)
        {
            stopped = true;
            Monitor.PulseAll(turn);
        }
    }

    /// <summary>Waits until there is enough to be written, all is read, or a little time has passed.</summary>
    /// <returns>Whether there is enough, and whether all is read.</returns>
    public (bool Due, bool End) Wait()
    {
        lock (turn)
        {
            if (!Due && working > 0 && failure is null)
            {
                Monitor.Wait(turn, TimeSpan.FromMilliseconds(100));
            }

            return (Due, working == 0 || failure is not null);
        }
    }

    /// <summary>Notes that everything gathered was taken.</summary>
    /// <returns>Whether the transaction shall end with it.</returns>
    public bool Taken()
    {
        lock (turn)
        {
            openEvents += pendingEvents;
            openFiles += pendingFiles;
            pendingEvents = 0;
            pendingFiles = 0;
            Monitor.PulseAll(turn);
            return openEvents >= EventsPerTransaction || openFiles >= options.FilesPerTransaction;
        }
    }

    /// <summary>Notes that a transaction has ended.</summary>
    public void Committed()
    {
        lock (turn)
        {
            openEvents = 0;
            openFiles = 0;
        }
    }

    /// <summary>What ended a worker; null where none failed.</summary>
    public Exception? Failure => failure;

    private bool Due => pendingEvents >= EventsPerBatch || openFiles + pendingFiles >= options.FilesPerTransaction || (pendingEvents >= EventsPerBatch / ShareAtEnd && pendingEvents >= Left);

    /// <summary>
    /// What the files that are not read yet seem to weigh. While a half of what is left is written, one worker reads a good part of the other: few batches, as each
    /// seeks its pages anew, and yet a small one at the end.
    /// </summary>
    private long Left => pendingFiles > 0 && left() is var files && files < int.MaxValue ? files * pendingEvents / pendingFiles : long.MaxValue;

    /// <inheritdoc/>
    public void Dispose() => Gate.Dispose();
}
