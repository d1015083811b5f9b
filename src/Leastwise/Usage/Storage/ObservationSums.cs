using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Leastwise.Usage.Storage;

/// <summary>Calls of an actor that are summed over sessions, circumstances and days. Without details, the target is 1 where a role is handed over, else 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ObservationSum(long Actor, long Event, long Place, int Outcome, long Denial, long Target, Tally Tally);

/// <summary>
/// Sums every observation of a window over sessions and days. Rows lie by actor and event, so only the few sums of one event are open at a time; SQLite itself
/// would sort millions of rows, as sessions stand before places in their order. A ledger in a file is read from both ends of its actors at once.
/// </summary>
internal sealed class ObservationSums(SqliteConnection connection, string? path, UsageWindow window, bool details)
{
    /// <summary>Below so many actors connections of their own cost more than they bring.</summary>
    private const int WorthSplitting = 64;

    private const int PatienceInMilliseconds = 60_000;

    /// <summary>The sums, by actor and event.</summary>
    public IEnumerable<ObservationSum> Read()
    {
        HashSet<long> withRoles = details ? [] : RoleTargets();
        long? middle = path is null ? null : Middle();
        if (middle is null || path is null)
        {
            return Read(connection.Handle ?? throw new InvalidOperationException("The connection is closed."), "TRUE", withRoles);
        }

        List<ObservationSum> Half(string actors)
        {
            using sqlite3 own = Open(path);
            return Read(own, actors, withRoles);
        }

        Task<List<ObservationSum>> upper = Task.Run(() => Half($"actor >= {middle}"));
        List<ObservationSum> lower = Half($"actor < {middle}");
        return lower.Concat(upper.GetAwaiter().GetResult());
    }

    /// <summary>A connection that one thread alone uses: without the lock that SQLite would take for every column, a tenth of all the work.</summary>
    private static sqlite3 Open(string path)
    {
        int result = raw.sqlite3_open_v2(path, out sqlite3 database, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX, null);
        SqliteException.ThrowExceptionForRC(result, database);
        raw.sqlite3_busy_timeout(database, PatienceInMilliseconds);
        return database;
    }

    // Called twice and then busy for seconds: code that was compiled ahead of time would stay as it is for the whole call, at half the speed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private List<ObservationSum> Read(sqlite3 database, string actors, HashSet<long> withRoles)
    {
        var sums = new List<ObservationSum>();
        var open = new Dictionary<(long Place, long Outcome, long Denial, long Target), Tally>();
        long actor = -1, kind = -1;
        void Close()
        {
            foreach (((long place, long outcome, long denial, long target), Tally tally) in open)
            {
                sums.Add(new ObservationSum(actor, kind, place, (int)outcome, denial, target, tally));
            }

            open.Clear();
        }

        string sql = $"""
            SELECT actor, event, place, outcome, denial, target, count, first, last FROM observation
            WHERE {actors} AND day BETWEEN {window.FirstDay.DayNumber} AND {window.LastDay.DayNumber} ORDER BY actor, event
            """;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out sqlite3_stmt rows), database);
        using (rows)
        {
            nint row = rows.DangerousGetHandle();
            int result;
            while ((result = NativeRows.Step(row)) == raw.SQLITE_ROW)
            {
                long rowActor = NativeRows.Number(row, 0), rowKind = NativeRows.Number(row, 1);
                if (rowActor != actor || rowKind != kind)
                {
                    Close();
                    (actor, kind) = (rowActor, rowKind);
                }

                long target = details ? NativeRows.Number(row, 5) : withRoles.Count > 0 && withRoles.Contains(NativeRows.Number(row, 5)) ? 1 : 0;
                ref Tally tally = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    open, (NativeRows.Number(row, 2), NativeRows.Number(row, 3), NativeRows.Number(row, 4), target), out _);
                tally = tally.Plus(new Tally(NativeRows.Number(row, 6), NativeRows.Number(row, 7), NativeRows.Number(row, 8)));
            }

            if (result != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(result, database);
            }
        }

        Close();
        return sums;
    }

    private HashSet<long> RoleTargets()
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM target WHERE roles > 0";
        using SqliteDataReader rows = command.ExecuteReader();
        var ids = new HashSet<long>();
        while (rows.Read())
        {
            ids.Add(rows.GetInt64(0));
        }

        return ids;
    }

    private long? Middle()
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT id FROM actor WHERE (SELECT count(*) FROM actor) >= {WorthSplitting} ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM actor)";
        return command.ExecuteScalar() as long?;
    }
}
