using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>Writes observations and the records that are kept one by one.</summary>
internal sealed class ObservationRows(SqliteConnection connection, ResourceLevels levels) : IDisposable
{
    private readonly Statement add = new(
        connection,
        """
        INSERT INTO observation (actor, event, session, place, denial, circumstance, target, day, outcome, count, first, last)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, first = min(first, excluded.first), last = max(last, excluded.last)
        """);

    private readonly Statement addShared = new(
        connection,
        """
        INSERT OR IGNORE INTO shared_call (actor, event, session, place, denial, circumstance, target, time, outcome, shared_id, fingerprint, own)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private readonly Statement updateShared = new(connection, "UPDATE shared_call SET target = ?, denial = ? WHERE shared_id = ? AND fingerprint = ?");

    private readonly Statement find = new(
        connection, "SELECT session, place, denial, circumstance, target, day, outcome, count, first, last FROM observation WHERE actor = ? AND event = ?");

    private readonly Statement remove = new(connection, "DELETE FROM observation WHERE actor = ? AND event = ?");

    private ObservationKey bound = new(-1, -1, -1, -1, -1, -1, -1, -1, -1);
    private Tally boundTally = new(long.MinValue, long.MinValue, long.MinValue);

    /// <summary>Adds to an observation. The key is already as it is kept.</summary>
    public void Add(in ObservationKey key, in Tally tally)
    {
        // Rows come in the table's order, so most numbers are those of the row before, and stay bound.
        BindChanged(1, bound.Actor, key.Actor);
        BindChanged(2, bound.Event, key.Event);
        BindChanged(3, bound.Session, key.Session);
        BindChanged(4, bound.Place, key.Place);
        BindChanged(5, bound.Denial, key.Denial);
        BindChanged(6, bound.Circumstance, key.Circumstance);
        BindChanged(7, bound.Target, key.Target);
        BindChanged(8, bound.Day, key.Day);
        BindChanged(9, bound.Outcome, key.Outcome);
        BindChanged(10, boundTally.Count, tally.Count);
        BindChanged(11, boundTally.First, tally.First);
        BindChanged(12, boundTally.Last, tally.Last);
        bound = key;
        boundTally = tally;
        add.Run();
    }

    private void BindChanged(int at, long before, long now)
    {
        if (before != now)
        {
            add.Bind(at, now);
        }
    }

    /// <summary>Adds a record of a call that several accounts record.</summary>
    public void AddShared(in ObservationKey key, long time, string sharedId, byte[] fingerprint, bool own)
    {
        Bind(addShared, key);
        addShared.Bind(8, time).Bind(10, sharedId).Bind(11, fingerprint).Bind(12, own ? 1 : 0).Run();
    }

    /// <summary>Rewrites what is kept of principals and events whose level rose.</summary>
    public void Rewrite(List<(int Actor, int Event)> risen)
    {
        foreach ((int actor, int kind) in risen)
        {
            RewriteObservations(actor, kind);
            RewriteShared(actor, kind);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        add.Dispose();
        addShared.Dispose();
        updateShared.Dispose();
        find.Dispose();
        remove.Dispose();
    }

    private static void Bind(Statement statement, in ObservationKey key) => statement
        .Bind(1, key.Actor).Bind(2, key.Event).Bind(3, key.Session).Bind(4, key.Place).Bind(5, key.Denial).Bind(6, key.Circumstance).Bind(7, key.Target).Bind(9, key.Outcome);

    private void RewriteObservations(int actor, int kind)
    {
        var sums = new List<(ObservationKey Key, Tally Tally)>();
        find.Bind(1, actor).Bind(2, kind);
        while (find.Next())
        {
            ObservationKey key = levels.Kept(new ObservationKey(
                actor, kind, (int)find.Column(0), (int)find.Column(1), (int)find.Column(2), (int)find.Column(3), (int)find.Column(4), (int)find.Column(5), (int)find.Column(6)));
            sums.Add((key, new Tally(find.Column(7), find.Column(8), find.Column(9))));
        }

        remove.Bind(1, actor).Bind(2, kind).Run();
        sums.Sort(static (one, other) => ObservationKey.TableOrder.Compare(one.Key, other.Key));
        for (int i = 0; i < sums.Count;)
        {
            (ObservationKey key, Tally sum) = sums[i];
            for (i++; i < sums.Count && sums[i].Key == key; i++)
            {
                sum = sum.Plus(sums[i].Tally);
            }

            Add(key, sum);
        }
    }

    private void RewriteShared(int actor, int kind)
    {
        var changed = new List<(string Shared, byte[] Fingerprint, ObservationKey Key)>();
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT shared_id, fingerprint, target, denial FROM shared_call WHERE actor = {actor} AND event = {kind}";
            using SqliteDataReader row = command.ExecuteReader();
            while (row.Read())
            {
                var key = new ObservationKey(actor, kind, 0, 0, row.GetInt32(3), 0, row.GetInt32(2), 0, 0);
                ObservationKey kept = levels.Kept(key);
                if (kept != key)
                {
                    changed.Add((row.GetString(0), (byte[])row.GetValue(1), kept));
                }
            }
        }

        foreach ((string shared, byte[] fingerprint, ObservationKey key) in changed)
        {
            updateShared.Bind(1, key.Target).Bind(2, key.Denial).Bind(3, shared).Bind(4, fingerprint).Run();
        }
    }
}
