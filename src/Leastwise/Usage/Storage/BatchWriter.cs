using System.Runtime.InteropServices;
using Leastwise.Trail;
using Leastwise.Usage.Intake;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>Writes what workers gathered: whole files with their identities, or nothing. A transaction takes one batch after the other, as committing writes each page that was touched to the log.</summary>
internal sealed class BatchWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private SqliteTransaction? open;
    private readonly DimensionTables tables;
    private readonly ResourceLevels levels;
    private readonly TableOrder tableOrder = new();
    private readonly List<long> counted = [];
    private TallyTable.Sum[] gathered = [], sums = [];
    private readonly ObservationRows observations;
    private readonly Statement addFile, addStamp, addUnread, removeUnread, addDay, findDay, growDay, addSeen, addData, addIssued;

    public BatchWriter(SqliteConnection connection)
    {
        this.connection = connection;
        tables = new DimensionTables(connection);
        levels = new ResourceLevels(connection, tables);
        observations = new ObservationRows(connection, levels);
        addFile = new(connection, "INSERT OR IGNORE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)");
        addStamp = new(connection, "INSERT OR IGNORE INTO stamp VALUES (?)");
        addUnread = new(connection, "INSERT OR REPLACE INTO unread VALUES (?, ?, ?, ?, ?, ?)");
        removeUnread = new(connection, "DELETE FROM unread WHERE path = ?");
        addDay = new(connection, "INSERT OR IGNORE INTO logged_day (account, region, day, events, reads, writes, data, network, ahead) VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0)");
        findDay = new(connection, "SELECT id FROM logged_day WHERE account = ? AND region = ? AND day = ?");
        growDay = new(connection, "UPDATE logged_day SET events = events + ?, reads = reads + ?, writes = writes + ?, data = data + ?, network = network + ?, ahead = ahead + ? WHERE id = ?");
        addSeen = new(connection, "INSERT INTO seen (logged_day, events, fingerprints) VALUES (?, ?, ?)");
        addData = new(connection, "INSERT INTO logged_data VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET reads = reads + excluded.reads, writes = writes + excluded.writes");
        addIssued = new(connection, "INSERT OR IGNORE INTO issued VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    /// <summary>How often each kind of event was counted.</summary>
    public Dictionary<EventKind, long> Counted =>
        tables.Kinds.Zip(counted).Where(pair => pair.First is not null && pair.Second > 0).GroupBy(pair => pair.First ?? throw new InvalidOperationException("Filtered."), pair => pair.Second)
            .ToDictionary(group => group.Key, group => group.Sum());

    /// <summary>Writes a batch. Nobody else sees it before <see cref="Commit"/>.</summary>
    public void Write(IReadOnlyList<Batch> batches, IReadOnlyList<DayRecords> days, LoggedDays all, Names names)
    {
        open ??= connection.BeginTransaction(deferred: false);
        tables.Take(names);
        foreach (FileOutcome file in batches.SelectMany(batch => batch.Files))
        {
            Enter(file);
        }

        foreach (DayRecords records in days)
        {
            WriteDay(records);
        }

        WriteData(batches, all);
        WriteObservations(batches);
        Publish(names, batches);
    }

    /// <summary>Ends the transaction of the batches that were written: whatever happens, the ledger has them from now on.</summary>
    public void Commit()
    {
        open?.Commit();
        open?.Dispose();
        open = null;
    }

    /// <summary>Writes a day of an engine, in the place of what it gave of that day before.</summary>
    public void Write(AggregatedSlice slice, LoggedDays all, Names names, SliceRows slices, DateTimeOffset asked)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        if (slices.Remove(slice.Day))
        {
            levels.Forget();
        }

        tables.Take(names);
        foreach ((int number, (long events, DaySums sums)) in slice.Days.OrderBy(day => day.Key))
        {
            LoggedDayState day = all[number];
            day.Row = 0;
            Grow(day, events, sums);
            slices.Own(day.Row, asked);
        }

        WriteData([slice.Batch], all);
        WriteObservations([slice.Batch]);
        slices.Enter(slice.Day, asked, slice.Given);
        transaction.Commit();
        Publish(names, [slice.Batch]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        open?.Dispose();
        foreach (IDisposable one in (IDisposable[])[addFile, addStamp, addUnread, removeUnread, addDay, findDay, growDay, addSeen, addData, addIssued, observations, levels, tables])
        {
            one.Dispose();
        }
    }

    /// <summary>
    /// Enters the file's identity. A file that was not read to its end gets none: it is read again next time, when it may have been mended, and what it gave is
    /// known by its events. The same goes for one of which a filter kept events out.
    /// </summary>
    private void Enter(FileOutcome file)
    {
        if (file.Stamp is byte[] stamp && (file.Result is null || IsWhole(file.Result)))
        {
            addStamp.Bind(1, stamp).Run();
        }

        if (file.Result is not TrailFileResult result)
        {
            return;
        }

        if (result.LosesEvents)
        {
            bool torn = !IsWhole(result);
            addUnread.Bind(1, file.Path).Bind(2, result.NotReadBecause ?? result.FirstBadRecord?.Message).Bind(3, torn ? result.EventCount : 0)
                .Bind(4, torn ? result.BadRecords : 0).Bind(5, torn ? result.Bytes : 0).Bind(6, torn ? result.UnpackedBytes : 0).Run();
        }
        else
        {
            removeUnread.Bind(1, file.Path).Run();
        }

        if (IsWhole(result) && result.ContentHash.Length > 0 && file.LeftOut + file.TooOld + file.Held == 0)
        {
            addFile.Bind(1, Convert.FromHexString(result.ContentHash)).Bind(2, file.Path).Bind(3, result.EventCount).Bind(4, result.BadRecords)
                .Bind(5, result.Bytes).Bind(6, result.UnpackedBytes).Bind(7, result.PassedOver ? 1 : 0).Run();
        }
    }

    private static bool IsWhole(TrailFileResult result) => result.NotReadBecause is null || result.PassedOver;

    private void WriteDay(DayRecords records)
    {
        LoggedDayState day = records.Day;
        Grow(day, records.Fresh.Count, records.Sums);
        RadixSort.Sort(CollectionsMarshal.AsSpan(records.Fresh));
        addSeen.Bind(1, day.Row).Bind(2, records.Fresh.Count).Bind(3, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records.Fresh))).Run();
    }

    private void Grow(LoggedDayState day, long events, DaySums more)
    {
        if (day.Row == 0)
        {
            addDay.Bind(1, day.Account).Bind(2, day.Region).Bind(3, day.Day).Run();
            day.Row = findDay.Bind(1, day.Account).Bind(2, day.Region).Bind(3, day.Day).Number() ?? throw new InvalidOperationException("A day that was just added must be there.");
        }

        growDay.Bind(1, events).Bind(2, more.Reads).Bind(3, more.Writes).Bind(4, more.Data).Bind(5, more.Network).Bind(6, more.Ahead).Bind(7, day.Row).Run();
    }

    private void WriteData(IReadOnlyList<Batch> batches, LoggedDays all)
    {
        foreach (((int day, int containers), (long reads, long writes)) in batches.SelectMany(batch => batch.Data))
        {
            foreach (int container in tables.ContainersOf(containers))
            {
                addData.Bind(1, all[day].Row).Bind(2, container).Bind(3, reads).Bind(4, writes).Run();
            }
        }
    }

    private void WriteObservations(IReadOnlyList<Batch> batches)
    {
        int count = batches.Sum(batch => batch.Tallies.Count);
        if (gathered.Length < count)
        {
            gathered = GC.AllocateUninitializedArray<TallyTable.Sum>(count + (count / 4));
            sums = GC.AllocateUninitializedArray<TallyTable.Sum>(gathered.Length);
        }

        int at = 0;
        foreach (Batch batch in batches)
        {
            foreach (ref readonly TallyTable.Sum sum in batch.Tallies.Sums)
            {
                gathered[at++] = new TallyTable.Sum { Key = tables.Written(sum.Key), Tally = sum.Tally };
                Counts(sum.Key.Event, sum.Tally.Count);
            }
        }

        Span<TallyTable.Sum> ordered = InOrder(count);
        levels.Note(ordered);
        SingleRecord[] singles = [.. batches.SelectMany(batch => batch.Singles)];
        foreach (SingleRecord single in singles.Where(single => single.SharedId.Length > 0))
        {
            levels.Note(tables.Written(single.Key));
            Counts(single.Key.Event, 1);
        }

        observations.Rewrite(levels.TakeRisen());
        if (levels.Keep(ordered))
        {
            (gathered, sums) = (sums, gathered);
            ordered = InOrder(count);
        }

        for (int i = 0; i < count;)
        {
            // Several workers, or several resources that are one pattern now, add to the same row.
            ref readonly TallyTable.Sum first = ref ordered[i];
            Tally sum = first.Tally;
            for (i++; i < count && ordered[i].Key == first.Key; i++)
            {
                sum = sum.Plus(ordered[i].Tally);
            }

            observations.Add(first.Key, sum);
        }

        foreach (SingleRecord single in singles)
        {
            Write(single);
        }
    }

    /// <summary>What was gathered, in the table's order. Laid out anew once: all that follows then goes from one to the next.</summary>
    private Span<TallyTable.Sum> InOrder(int count)
    {
        ReadOnlySpan<int> order = tableOrder.Of(gathered, count);
        for (int i = 0; i < count; i++)
        {
            sums[i] = gathered[order[i]];
        }

        return sums.AsSpan(0, count);
    }

    private void Counts(int kind, long count)
    {
        while (counted.Count <= kind)
        {
            counted.Add(0);
        }

        counted[kind] += count;
    }

    private void Write(SingleRecord single)
    {
        ObservationKey key = levels.Kept(tables.Written(single.Key));
        if (single.SharedId.Length > 0)
        {
            observations.AddShared(key, single.Time, single.SharedId, single.Fingerprint, single.Own);
        }

        if (single.Issued is IssuedSession issued)
        {
            addIssued.Bind(1, single.Fingerprint).Bind(2, single.SharedId).Bind(3, single.Own ? 1 : 0).Bind(4, key.Actor).Bind(5, key.Session).Bind(6, key.Place)
                .Bind(7, single.Call).Bind(8, single.Time).Bind(9, issued.AccessKeyId).Bind(10, issued.RoleArn).Bind(11, issued.AssumedRoleArn)
                .Bind(12, issued.AssumedRoleId).Bind(13, issued.SessionName).Run();
        }
    }

    /// <summary>Tells the workers which resources need not be told apart any more.</summary>
    private void Publish(Names names, IReadOnlyList<Batch> batches)
    {
        if (!levels.TakeNews())
        {
            return;
        }

        foreach (Batch batch in batches)
        {
            foreach (ref readonly TallyTable.Sum sum in batch.Tallies.Sums)
            {
                ObservationKey written = tables.Written(sum.Key);
                if (levels.LevelOf(written.Actor, written.Event) is > 0 and int level)
                {
                    names.SetLevel(sum.Key.Actor, sum.Key.Event, level);
                }
            }
        }
    }
}
