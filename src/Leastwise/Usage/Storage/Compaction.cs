using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>Makes a ledger smaller without changing an answer: joins the blocks of what is counted, drops names that nothing refers to, and gives the space back.</summary>
internal sealed class Compaction(LedgerConnections connections)
{
    private static readonly (string Table, string Users)[] Dimensions =
    [
        ("target", "SELECT target FROM observation UNION SELECT target FROM shared_call"),
        ("denial", "SELECT denial FROM observation UNION SELECT denial FROM shared_call"),
        ("circumstance", "SELECT circumstance FROM observation UNION SELECT circumstance FROM shared_call"),
        ("container", "SELECT container FROM logged_data"),
    ];

    /// <summary>Compacts.</summary>
    /// <param name="forgetBefore">Which records of earlier days are counted is forgotten; null to forget nothing. Such records are not counted any more.</param>
    public void Run(DateOnly? forgetBefore)
    {
        using (SqliteTransaction transaction = connections.Main.BeginTransaction(deferred: false))
        {
            if (forgetBefore is DateOnly day && day.DayNumber > connections.ForgottenBefore())
            {
                Execute($"DELETE FROM seen WHERE logged_day IN (SELECT id FROM logged_day WHERE day < {day.DayNumber})");
                Execute($"INSERT OR REPLACE INTO meta VALUES ('forgottenBefore', '{day.DayNumber.ToString(CultureInfo.InvariantCulture)}')");
            }

            JoinBlocks();
            foreach ((string table, string users) in Dimensions)
            {
                Execute($"DELETE FROM {table} WHERE id NOT IN ({users})");
            }

            transaction.Commit();
        }

        Execute("VACUUM");
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private void JoinBlocks()
    {
        using var find = new Statement(connections.Main, "SELECT logged_day FROM seen GROUP BY logged_day HAVING count(*) > 1 LIMIT 1");
        using var add = new Statement(connections.Main, "INSERT INTO seen (logged_day, events, fingerprints) VALUES (?, ?, ?)");
        while (find.Number() is long day)
        {
            var all = new List<ulong>();
            using (SqliteCommand command = connections.Main.CreateCommand())
            {
                command.CommandText = $"SELECT fingerprints FROM seen WHERE logged_day = {day}";
                using SqliteDataReader blocks = command.ExecuteReader();
                while (blocks.Read())
                {
                    all.AddRange(MemoryMarshal.Cast<byte, ulong>((byte[])blocks.GetValue(0)));
                }
            }

            all.Sort();
            Execute($"DELETE FROM seen WHERE logged_day = {day}");
            add.Bind(1, day).Bind(2, all.Count).Bind(3, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(all))).Run();
        }
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = connections.Main.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
