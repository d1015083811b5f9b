using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>
/// Takes another ledger in, exactly: day by day of each account and region. A day that this ledger lacks, or of which it holds other records, is added; one whose
/// records it has already is passed over; one of which the other has all of this one's and more takes this one's place. Only a day of which each holds
/// some of the other's records cannot be told apart from sums, and refuses the merge.
/// </summary>
internal sealed class Merge(LedgerConnections connections, string source)
{
    private readonly SqliteConnection main = connections.Main;

    /// <summary>Merges.</summary>
    /// <returns>Days added or replaced, and days that were there.</returns>
    /// <exception cref="LedgerException">The two overlap in a way that cannot be told apart.</exception>
    public (long Added, long Known) Run()
    {
        using (SqliteCommand attach = main.CreateCommand())
        {
            attach.CommandText = "ATTACH @path AS src";
            attach.Parameters.AddWithValue("@path", source);
            attach.ExecuteNonQuery();
        }

        try
        {
            using SqliteTransaction transaction = main.BeginTransaction(deferred: false);
            Execute("CREATE TEMP TABLE taken (old INTEGER PRIMARY KEY, account TEXT, region TEXT, day INTEGER)");
            (long added, long known) = ChooseDays();
            MapNames();
            CopyFacts();
            _ = new ContainerBound(main).Settle();
            SettleResources();
            foreach (string table in (string[])["taken", "map_actor", "map_session", "map_event", "map_place", "map_denial", "map_circumstance", "map_target", "map_container"])
            {
                Execute($"DROP TABLE temp.{table}");
            }

            transaction.Commit();
            return (added, known);
        }
        finally
        {
            Execute("DETACH src");
        }
    }

    private (long Added, long Known) ChooseDays()
    {
        bool oursIsOld = Number("SELECT count(*) FROM main.logged_day WHERE id = 0") != 0;
        if (oursIsOld || Number("SELECT count(*) FROM src.logged_day WHERE id = 0") != 0)
        {
            throw new LedgerException(
                $"'{source}' cannot be merged: {(oursIsOld ? $"'{connections.Name}'" : "it")} was begun with a version that did not keep by day what it counted. "
                + "Make it anew from its logs, with 'leastwise ingest LOGS... --ledger NEW', and merge then; or ingest the logs of the one into the ledger of the other.");
        }

        long added = 0, known = 0;
        var clashes = new List<string>();
        foreach ((long theirs, long ours, string name, bool forgotten) in Days())
        {
            if (Summed("src", theirs) is var from && (ours == 0 ? default : Summed("main", ours)) is var here && (from.Source is not null || here.Source is not null) && ours != 0)
            {
                // Sums know no events: of the same source the younger ones stand for both.
                if (from.Source != here.Source)
                {
                    clashes.Add(name);
                }
                else if (from.Asked <= here.Asked)
                {
                    known++;
                }
                else
                {
                    LoggedDayRows.Remove(main, ours);
                    Execute($"INSERT INTO taken SELECT id, account, region, day FROM src.logged_day WHERE id = {theirs}");
                    added++;
                }

                continue;
            }

            ulong[] mine = ours == 0 ? [] : Fingerprints("main", ours), other = Fingerprints("src", theirs);
            var set = mine.ToHashSet();
            int common = other.Count(set.Contains);
            if (forgotten || (common != 0 && common != mine.Length && common != other.Length))
            {
                clashes.Add(name);
            }
            else if (common == other.Length && ours != 0)
            {
                known++;
            }
            else
            {
                if (common != 0)
                {
                    LoggedDayRows.Remove(main, ours);
                }

                Execute($"INSERT INTO taken SELECT id, account, region, day FROM src.logged_day WHERE id = {theirs}");
                added++;
            }
        }

        return clashes.Count == 0 ? (added, known) : throw new LedgerException(
            $"'{source}' cannot be merged: of {clashes.Count} logged days ({string.Join(", ", clashes.Take(3))}{(clashes.Count > 3 ? ", …" : "")}) each ledger holds some of the other's events, and sums cannot be told apart. Ingest the logs of those days instead.");
    }

    private List<(long Theirs, long Ours, string Name, bool Forgotten)> Days()
    {
        int forgotten = Math.Max(connections.ForgottenBefore(), (int)Number("SELECT coalesce((SELECT CAST(value AS INTEGER) FROM src.meta WHERE name = 'forgottenBefore'), 0)"));
        using SqliteCommand command = main.CreateCommand();
        command.CommandText = $"""
            SELECT s.id, coalesce(m.id, 0), s.account || ' ' || s.region || ' ' || date((s.day - 719162) * 86400, 'unixepoch'), s.day < {forgotten} AND m.id IS NOT NULL
            FROM src.logged_day s LEFT JOIN main.logged_day m ON m.account = s.account AND m.region = s.region AND m.day = s.day ORDER BY s.account, s.day, s.region
            """;
        using SqliteDataReader rows = command.ExecuteReader();
        var days = new List<(long, long, string, bool)>();
        while (rows.Read())
        {
            days.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetInt64(3) != 0));
        }

        return days;
    }

    /// <summary>The engine that summed a day up, and when it was asked; no source where events were counted one by one.</summary>
    private (string? Source, long Asked) Summed(string database, long day)
    {
        using SqliteCommand command = main.CreateCommand();
        command.CommandText = $"SELECT source, asked FROM {database}.summed_day WHERE logged_day = {day}";
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read() ? (row.GetString(0), row.GetInt64(1)) : default;
    }

    private ulong[] Fingerprints(string database, long day)
    {
        using SqliteCommand command = main.CreateCommand();
        command.CommandText = $"SELECT fingerprints FROM {database}.seen WHERE logged_day = {day}";
        using SqliteDataReader blocks = command.ExecuteReader();
        var all = new List<ulong>();
        while (blocks.Read())
        {
            all.AddRange(MemoryMarshal.Cast<byte, ulong>((byte[])blocks.GetValue(0)));
        }

        return [.. all];
    }

    private void MapNames()
    {
        foreach ((string table, string columns) in ((string, string)[])
        [
            ("actor", "kind, unique_id, arn, account"), ("event", "source, name, type, category"), ("place", "account, region, invoked_by"), ("denial", "action, resource, reason"),
            ("circumstance", "mfa, vpc_endpoint, network"), ("target", "roles, resources"), ("container", "type, arn"),
        ])
        {
            Execute($"INSERT OR IGNORE INTO main.{table} (key, {columns}) SELECT key, {columns} FROM src.{table}");
            Map(table);
        }

        Execute(
            """
            INSERT OR IGNORE INTO main.session (key, actor, access_key, assumed_role_id, arn, source_identity, provider)
            SELECT s.key, m.new, s.access_key, s.assumed_role_id, s.arn, s.source_identity, s.provider FROM src.session s JOIN map_actor m ON m.old = s.actor
            """);
        Map("session");
    }

    private void Map(string table) => Execute(
        $"""
        CREATE TEMP TABLE map_{table} (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
        INSERT INTO map_{table} VALUES (0, 0);
        INSERT OR IGNORE INTO map_{table} SELECT s.id, m.id FROM src.{table} s JOIN main.{table} m ON m.key = s.key;
        """);

    private void CopyFacts()
    {
        const string Names = "a.new, e.new, s.new, p.new, o.outcome, d.new, c.new, t.new";
        const string Joins = """
            JOIN map_actor a ON a.old = o.actor JOIN map_event e ON e.old = o.event JOIN map_session s ON s.old = o.session JOIN map_place p ON p.old = o.place
            JOIN map_denial d ON d.old = o.denial JOIN map_circumstance c ON c.old = o.circumstance JOIN map_target t ON t.old = o.target
            JOIN src.place w ON w.id = o.place JOIN taken k ON k.account = w.account AND k.region = w.region AND k.day =
            """;
        Execute("CREATE INDEX temp.taken_day ON taken (account, region, day)");
        Execute(
            $"""
            INSERT INTO main.observation SELECT {Names}, o.day, o.count, o.first, o.last FROM src.observation o {Joins} o.day
            ON CONFLICT DO UPDATE SET count = count + excluded.count, first = min(first, excluded.first), last = max(last, excluded.last);
            INSERT OR IGNORE INTO main.shared_call SELECT o.shared_id, o.fingerprint, o.own, {Names}, o.time FROM src.shared_call o {Joins} 719162 + o.time / 86400;
            INSERT OR IGNORE INTO main.issued SELECT o.fingerprint, o.shared_id, o.own, a.new, s.new, p.new, o.call, o.time, o.access_key, o.role_arn, o.assumed_role_arn, o.assumed_role_id, o.session_name
            FROM src.issued o JOIN map_actor a ON a.old = o.actor JOIN map_session s ON s.old = o.session JOIN map_place p ON p.old = o.place
            JOIN src.place w ON w.id = o.place JOIN taken k ON k.account = w.account AND k.region = w.region AND k.day = 719162 + o.time / 86400;
            INSERT INTO main.logged_day (account, region, day, events, reads, writes, data, network, ahead)
            SELECT l.account, l.region, l.day, l.events, l.reads, l.writes, l.data, l.network, l.ahead FROM src.logged_day l JOIN taken k ON k.old = l.id
            WHERE TRUE ON CONFLICT DO UPDATE SET events = events + excluded.events, reads = reads + excluded.reads, writes = writes + excluded.writes,
            data = data + excluded.data, network = network + excluded.network, ahead = ahead + excluded.ahead;
            INSERT INTO main.seen (logged_day, events, fingerprints) SELECT m.id, s.events, s.fingerprints FROM src.seen s JOIN taken k ON k.old = s.logged_day
            JOIN main.logged_day m ON m.account = k.account AND m.region = k.region AND m.day = k.day;
            INSERT INTO main.logged_data SELECT m.id, c.new, d.reads, d.writes FROM src.logged_data d JOIN taken k ON k.old = d.logged_day
            JOIN main.logged_day m ON m.account = k.account AND m.region = k.region AND m.day = k.day JOIN map_container c ON c.old = d.container
            WHERE TRUE ON CONFLICT DO UPDATE SET reads = reads + excluded.reads, writes = writes + excluded.writes;
            INSERT OR REPLACE INTO main.summed_day SELECT m.id, s.source, s.lacks, s.asked FROM src.summed_day s JOIN taken k ON k.old = s.logged_day
            JOIN main.logged_day m ON m.account = k.account AND m.region = k.region AND m.day = k.day;
            INSERT INTO main.slice SELECT * FROM src.slice WHERE TRUE
            ON CONFLICT DO UPDATE SET asked = excluded.asked, events = excluded.events WHERE excluded.asked > asked;
            INSERT OR IGNORE INTO main.file SELECT * FROM src.file;
            INSERT OR IGNORE INTO main.stamp SELECT * FROM src.stamp;
            INSERT OR IGNORE INTO main.unread SELECT * FROM src.unread;
            INSERT OR REPLACE INTO main.meta SELECT name, max(CAST(value AS INTEGER)) FROM
                (SELECT name, value FROM src.meta WHERE name = 'forgottenBefore' UNION ALL SELECT name, value FROM main.meta WHERE name = 'forgottenBefore') GROUP BY name;
            """);
    }

    /// <summary>Brings both ledgers' resources to one level for each principal and event.</summary>
    private void SettleResources()
    {
        using var tables = new DimensionTables(main);
        using var levels = new ResourceLevels(main, tables);
        using var observations = new ObservationRows(main, levels);
        var pairs = new List<(int, int, int)>();
        using (SqliteCommand command = main.CreateCommand())
        {
            command.CommandText = """
                SELECT a.new, e.new, max(coalesce(g.level, 0)) FROM
                    (SELECT DISTINCT actor, event FROM src.observation WHERE target != 0 OR denial != 0 UNION SELECT actor, event FROM src.shared_call WHERE target != 0 OR denial != 0) o
                JOIN map_actor a ON a.old = o.actor JOIN map_event e ON e.old = o.event LEFT JOIN src.generalised g ON g.actor = o.actor AND g.event = o.event GROUP BY 1, 2
                """;
            using SqliteDataReader rows = command.ExecuteReader();
            while (rows.Read())
            {
                pairs.Add((rows.GetInt32(0), rows.GetInt32(1), rows.GetInt32(2)));
            }
        }

        foreach ((int actor, int kind, int level) in pairs)
        {
            levels.Settle(actor, kind, level);
        }

        observations.Rewrite(levels.TakeRisen());
    }

    private long Number(string sql)
    {
        using var statement = new Statement(main, sql);
        return statement.Number() ?? 0;
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = main.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
