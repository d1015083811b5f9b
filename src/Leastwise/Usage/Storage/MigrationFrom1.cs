using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Leastwise.Usage.Intake;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>
/// Brings a ledger of version 1 to the present one. What version 1 did not keep (resources, circumstances, categories) stays unknown for what it had read. Its
/// fingerprints lie together, not by day; they move to a logged day without account, region and date, which is asked for every record.
/// </summary>
internal static class MigrationFrom1
{
    private static readonly string[] Moved = ["file", "unread", "actor", "session", "event", "place", "denial", "observation", "shared_call", "issued", "logged_day", "logged_data"];

    private const string Copy = """
        INSERT INTO file SELECT unhex_(hash), path, events, bad_records, bytes, unpacked_bytes, events = 0 AND bad_records = 0 FROM old_file;
        INSERT INTO unread SELECT path, reason, 0, 0, 0, 0 FROM old_unread;
        INSERT INTO actor SELECT id, key_(kind, unique_id, arn, account), kind, unique_id, arn, account FROM old_actor;
        INSERT INTO session SELECT s.id, key_(a.key, s.access_key, s.assumed_role_id, s.arn, s.source_identity, s.provider), s.actor, s.access_key,
            s.assumed_role_id, s.arn, s.source_identity, s.provider FROM old_session s JOIN actor a ON a.id = s.actor;
        INSERT INTO event SELECT id, key_(source, name, type, ''), source, name, type, '' FROM old_event;
        INSERT INTO place SELECT id, key_(account, region, invoked_by), account, region, invoked_by FROM old_place;
        INSERT INTO denial SELECT id, key_(action, resource, reason), action, resource, reason FROM old_denial;
        INSERT INTO circumstance VALUES (1, key_('', '', ''), '', '', '');
        INSERT INTO target VALUES (1, key_(char(50) || char(9) || char(9) || '*'), 1, char(50) || char(9) || char(9) || '*');
        INSERT INTO observation SELECT actor, event, session, place, outcome, denial, 1, passes_role, day, count, first, last FROM old_observation;
        INSERT INTO shared_call SELECT shared_id, fingerprint, own, actor, event, session, place, outcome, denial, 1, passes_role, time FROM old_shared_call;
        INSERT INTO issued SELECT fingerprint, shared_id, own, actor, session, 0, call, time, access_key, role_arn, assumed_role_arn, assumed_role_id, session_name FROM old_issued;
        INSERT INTO logged_day (account, region, day, events, reads, writes, data, network, ahead)
            SELECT account, region, day, events, reads, writes, 0, 0, 0 FROM old_logged_day;
        INSERT INTO container (key, type, arn) SELECT DISTINCT key_(type, container), type, container FROM old_logged_data;
        INSERT OR IGNORE INTO logged_day (account, region, day, events, reads, writes, data, network, ahead)
            SELECT DISTINCT account, '', day, 0, 0, 0, 0, 0, 0 FROM old_logged_data;
        INSERT INTO logged_data SELECT d.id, c.id, o.reads, o.writes FROM old_logged_data o
            JOIN logged_day d ON d.account = o.account AND d.region = '' AND d.day = o.day JOIN container c ON c.type = o.type AND c.arn = o.container;
        """;

    /// <summary>Migrates within the transaction that is open.</summary>
    public static void Run(SqliteConnection connection)
    {
        connection.CreateFunction("key_", (object?[] columns) => DimensionKey.Of([.. columns.Select(column => column ?? "")]), isDeterministic: true);
        connection.CreateFunction("unhex_", (string hex) => Convert.FromHexString(hex), isDeterministic: true);
        foreach (string table in Moved)
        {
            Execute(connection, $"ALTER TABLE {table} RENAME TO old_{table}");
        }

        Execute(connection, "ALTER TABLE seen RENAME TO old_seen");
        Execute(connection, LedgerSchema.Create);
        Execute(connection, Copy);
        MoveSeen(connection);
        foreach (string table in Moved.Append("seen"))
        {
            Execute(connection, $"DROP TABLE old_{table}");
        }
    }

    private static void MoveSeen(SqliteConnection connection)
    {
        var fingerprints = new List<ulong>();
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = "SELECT fingerprint FROM old_seen";
            using SqliteDataReader rows = command.ExecuteReader();
            while (rows.Read())
            {
                var bytes = (byte[])rows.GetValue(0);
                fingerprints.Add(FileIntake.Fold(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(8))));
            }
        }

        if (fingerprints.Count > 0)
        {
            fingerprints.Sort();
            Execute(connection, "INSERT INTO logged_day (id, account, region, day, events, reads, writes, data, network, ahead) VALUES (0, '', '', 0, 0, 0, 0, 0, 0, 0)");
            using var add = new Statement(connection, "INSERT INTO seen (logged_day, events, fingerprints) VALUES (0, ?, ?)");
            add.Bind(1, fingerprints.Count).Bind(2, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(fingerprints))).Run();
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
