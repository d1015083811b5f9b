using System.Security.Cryptography;
using Leastwise.Trail;
using Leastwise.Usage.Storage;

namespace Leastwise.Usage.Intake;

/// <summary>Reads files one after the other: unpacks, scans, and counts what was not counted before. Each core has one.</summary>
internal sealed class IngestWorker : IDisposable
{
    /// <summary>So many rows are looked for at once.</summary>
    private const int Together = 32;

    private readonly TrailFileReader reader = new();
    private readonly IngestShared shared;
    private readonly LedgerLookup lookup;
    private readonly FileIntake intake;

    /// <summary>What of the file at hand was counted so far.</summary>
    private (long Added, long Rows, long Ahead, long From, long To) counted;

    /// <summary>A worker that asks <paramref name="lookup"/> what the ledger knows.</summary>
    public IngestWorker(IngestShared shared, LedgerLookup lookup)
    {
        this.shared = shared;
        this.lookup = lookup;
        intake = new FileIntake(shared.Names, shared.Days, shared.Requested, shared.Options.Filter, shared.ForgottenBefore, shared.Held) { Full = CountPiece };
    }

    /// <summary>What is counted since the last taking.</summary>
    public Batch Batch { get; private set; } = new();

    /// <summary>Takes what was counted, and lets <paramref name="empty"/> be filled. The worker must not be counting.</summary>
    public Batch Exchange(Batch empty)
    {
        Batch taken = Batch;
        Batch = empty;
        return taken;
    }

    /// <summary>Reads a log and counts its records.</summary>
    public void Read(TrailItem item)
    {
        switch (item)
        {
            case LocalLog local:
                Read(local.Number, local.File);
                break;
            case FetchedLog fetched:
                using (fetched)
                {
                    Read(fetched.Number, fetched.Path, StampOf(fetched.Identity), fetched);
                }

                break;
            case EmptyLog empty:
                Enter(new FileOutcome
                {
                    Number = empty.Number,
                    Path = empty.Path,
                    Stamp = StampOf(empty.Identity),
                    IsNote = true,
                    Result = new TrailFileResult { Path = empty.Path, ContentHash = "", PassedOver = true },
                });
                break;
            case UnfetchedLog lost:
                Enter(new FileOutcome
                {
                    Number = lost.Number,
                    Path = lost.Path,
                    Stamp = null,
                    Result = new TrailFileResult { Path = lost.Path, ContentHash = "", NotReadBecause = lost.Reason, LosesEvents = true },
                });
                break;
            default:
                throw new InvalidOperationException($"No source gives {item.GetType().Name}.");
        }
    }

    private void Read(int number, TrailFile file)
    {
        if (file.Problem is not null)
        {
            Enter(new FileOutcome { Number = number, Path = shared.Options.Called(file.Path), Stamp = null, Result = Problem(file) });
            return;
        }

        if (!shared.Options.Filter.MayHold(file.Path))
        {
            shared.CountLeftOut();
            return;
        }

        byte[]? stamp = FileStamp.Of(file.Path);
        if (!shared.Options.CheckContent && stamp is not null && lookup.KnowsStamp(stamp))
        {
            shared.CountSkipped();
            return;
        }

        Read(number, file.Path, stamp, fetched: null);
    }

    /// <inheritdoc/>
    public void Dispose() => lookup.Dispose();

    private void Read(int number, string path, byte[]? stamp, FetchedLog? fetched)
    {
        bool inLedger = false;
        intake.Begin(shared.LatestTime(path));
        counted = (0, 0, 0, long.MaxValue, long.MinValue);
        var sink = new IntakeSink(intake);
        bool IsKnown(string hash)
        {
            byte[] content = Convert.FromHexString(hash);
            if (!shared.Claim(content))
            {
                return true;
            }

            // Asked only after the claim: what another worker let go of is in the ledger by then.
            if (inLedger = lookup.KnowsFile(content))
            {
                shared.Release(hash);
            }

            return inLedger;
        }

        TrailFileResult? result = fetched is null ? reader.Read(path, IsKnown, ref sink) : reader.Read(fetched, IsKnown, ref sink);
        if (result is null)
        {
            // Content that another worker is reading is not yet in the ledger, so its stamp must not be there before it.
            Enter(new FileOutcome { Number = number, Path = shared.Options.Called(path), Stamp = inLedger ? stamp : null, Result = null });
            return;
        }

        Count(number, result, stamp);
    }

    /// <summary>Counts the last records of a file, and notes the file with them.</summary>
    private void Count(int number, TrailFileResult result, byte[]? stamp)
    {
        long added;
        shared.Gate.EnterReadLock();
        try
        {
            added = CountRows();
            Batch.Files.Add(new FileOutcome
            {
                Number = number,
                Path = shared.Options.Called(result.Path),
                Result = result,
                Stamp = intake.LeftOut + intake.TooOld + intake.Held > 0 ? null : stamp,
                Added = counted.Added,
                Repeated = counted.Rows - counted.Added,
                LeftOut = intake.LeftOut,
                TooOld = intake.TooOld,
                Held = intake.Held,
                Ahead = counted.Ahead,
                From = counted.From,
                To = counted.To,
            });
        }
        finally
        {
            shared.Gate.ExitReadLock();
        }

        shared.Gathered(added, intake.Singles.Count, result);
    }

    /// <summary>Counts records of a file that has more of them than may wait. A run that ends before the file's end leaves them counted, and knows them again.</summary>
    private void CountPiece()
    {
        long added;
        shared.Gate.EnterReadLock();
        try
        {
            added = CountRows();
        }
        finally
        {
            shared.Gate.ExitReadLock();
        }

        int singles = intake.Singles.Count;
        intake.Empty();
        shared.GatheredPiece(added, singles);
    }

    /// <summary>Counts the rows that wait, those that are new; gives their number.</summary>
    private long CountRows()
    {
        (long added, long ahead, long from, long to) = (0, 0, counted.From, counted.To);
        Span<EventRow> rows = intake.Rows;
        for (int at = 0; at < rows.Length;)
        {
            LoggedDayState day = shared.Days[rows[at].Day];
            lock (day)
            {
                SeenSet seen = shared.Days.Use(day);
                int places = seen.Places;
                DaySums sums = day.Sums;
                for (int number0 = rows[at].Day; at < rows.Length && rows[at].Day == number0; at++)
                {
                    if (at % Together == 0)
                    {
                        seen.Approach(rows.Slice(at, Math.Min(Together, rows.Length - at)));
                    }

                    ref EventRow row = ref rows[at];
                    from = Math.Min(from, row.Time);
                    to = Math.Max(to, row.Time);
                    if (shared.Undated?.Contains(row.Fingerprint) == true || !seen.Add(row.Fingerprint))
                    {
                        continue;
                    }

                    day.Fresh.Add(row.Fingerprint);
                    sums = sums.Plus(row.Marks);
                    ahead += row.Marks.HasFlag(Marks.Ahead) ? 1 : 0;
                    row.Marks |= Marks.New;
                    added++;
                }

                day.Sums = sums;
                shared.Days.Grew(seen.Places - places);
            }
        }

        // Not within the day's lock: workers mostly read files of one day, and only one at a time may tell what is new.
        for (int at = 0; at < rows.Length; at++)
        {
            if (at % Together == 0)
            {
                Batch.Tallies.Approach(rows.Slice(at, Math.Min(Together, rows.Length - at)));
            }

            if (rows[at].Marks.HasFlag(Marks.New))
            {
                Add(rows[at]);
            }
        }

        counted = (counted.Added + added, counted.Rows + rows.Length, counted.Ahead + ahead, from, to);
        return added;
    }

    private void Add(in EventRow row)
    {
        SingleRecord? single = row.Single < 0 ? null : intake.Singles[row.Single];
        if (single is not null)
        {
            Batch.Singles.Add(single);
        }

        if (single is null or { SharedId.Length: 0 })
        {
            Batch.Count(row);
        }

        if (row.Containers != 0)
        {
            Batch.CountData(row);
        }
    }

    private void Enter(FileOutcome file)
    {
        shared.Gate.EnterReadLock();
        try
        {
            Batch.Files.Add(file);
        }
        finally
        {
            shared.Gate.ExitReadLock();
        }

        shared.Gathered(0, 0, file.Result);
    }

    private static byte[]? StampOf(string? identity) => identity is null ? null : FileStamp.OfIdentity(identity);

    private static TrailFileResult Problem(TrailFile file) => new() { Path = file.Path, ContentHash = "", NotReadBecause = file.Problem?.Message };
}
