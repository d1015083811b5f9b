using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Leastwise.Usage.Intake;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>Checks that a ledger is whole: the database's own pages, that every row that is referred to is there, that what rows say is what they were made with, and that the sums agree.</summary>
internal sealed class Verification(LedgerConnections connections)
{
    private static readonly (string Table, string Column, string Dimension)[] References =
    [
        .. from table in (string[])["observation", "shared_call"]
           from name in (string[])["actor", "event", "session", "place", "denial", "circumstance", "target"]
           select (table, name, name),
        ("session", "actor", "actor"), ("issued", "actor", "actor"), ("issued", "session", "session"), ("issued", "place", "place"),
        ("seen", "logged_day", "logged_day"), ("logged_data", "logged_day", "logged_day"), ("logged_data", "container", "container"), ("summed_day", "logged_day", "logged_day"),
    ];

    /// <summary>What a dimension's key is the hash of. A session's goes through its actor's key, as rows' numbers differ between ledgers; that of a target is its text alone.</summary>
    private static readonly (string Table, string Content)[] Keys =
    [
        ("actor", "kind, unique_id, arn, account"),
        ("session", "(SELECT key FROM actor WHERE id = t.actor), access_key, assumed_role_id, arn, source_identity, provider"),
        ("event", "source, name, type, category"),
        ("place", "account, region, invoked_by"),
        ("denial", "action, resource, reason"),
        ("circumstance", "mfa, vpc_endpoint, network"),
        ("target", "resources"),
        ("container", "type, arn"),
    ];

    private readonly ImmutableArray<string>.Builder problems = ImmutableArray.CreateBuilder<string>();

    /// <summary>What does not hold, a sentence each; nothing where the ledger is whole.</summary>
    public ImmutableArray<string> Run()
    {
        try
        {
            Check();
        }
        catch (SqliteException damaged)
        {
            problems.Add($"The database is damaged: {damaged.Message.TrimEnd('.')}.");
        }
        catch (Exception odd) when (odd is InvalidCastException or FormatException or OverflowException)
        {
            problems.Add($"The database is damaged: a cell is of another kind than its column ({odd.Message.TrimEnd('.')}).");
        }

        return problems.ToImmutable();
    }

    private void Check()
    {
        using SqliteTransaction transaction = connections.Main.BeginTransaction(deferred: true);
        foreach (string said in Texts("PRAGMA integrity_check(20)").Where(said => said != "ok"))
        {
            problems.Add($"The database is damaged: {said}.");
        }

        foreach ((string table, string column, string dimension) in References)
        {
            string lost = Texts($"SELECT count(*) FROM {table} t WHERE t.{column} != 0 AND NOT EXISTS (SELECT 1 FROM {dimension} d WHERE d.id = t.{column})")[0];
            if (lost != "0")
            {
                problems.Add($"{lost} rows of {table} refer to a {dimension} that is not there.");
            }
        }

        CheckKeys();
        CheckSums();
        CheckSeen();
    }

    private void CheckKeys()
    {
        foreach ((string table, string content) in Keys)
        {
            using SqliteCommand command = connections.Main.CreateCommand();
            command.CommandText = $"SELECT key, {content} FROM {table} t";
            using SqliteDataReader rows = command.ExecuteReader();
            var columns = new object[rows.FieldCount];
            long changed = 0;
            while (rows.Read())
            {
                rows.GetValues(columns);
                changed += columns[0] is byte[] key && DimensionKey.Of(columns.AsSpan(1)).AsSpan().SequenceEqual(key) ? 0 : 1;
            }

            if (changed > 0)
            {
                problems.Add($"{table}: contents and keys of {changed} rows do not belong together.");
            }
        }
    }

    /// <summary>Each counted record of a day is in its observations, or is kept one by one.</summary>
    private void CheckSums()
    {
        foreach (string wrong in Texts(
            """
            SELECT s.account || ' ' || s.region || ' ' || date((s.day - 719162) * 86400, 'unixepoch') || ': ' || coalesce(l.events, 0) || ' events were counted, ' || s.events || ' are observed'
            FROM (
                SELECT account, region, day, sum(count) AS events FROM (
                    SELECT p.account, p.region, o.day, o.count FROM observation o JOIN place p ON p.id = o.place
                    UNION ALL SELECT p.account, p.region, 719162 + o.time / 86400, 1 FROM shared_call o JOIN place p ON p.id = o.place
                    UNION ALL SELECT account, region, day, 0 FROM logged_day)
                GROUP BY account, region, day) s
            LEFT JOIN logged_day l ON l.account = s.account AND l.region = s.region AND l.day = s.day
            WHERE s.events != coalesce(l.events, 0) ORDER BY s.account, s.region, s.day LIMIT 20
            """))
        {
            problems.Add($"{wrong}.");
        }
    }

    private void CheckSeen()
    {
        // Version 1 did not keep by day what it counted.
        bool undated = Texts("SELECT count(*) FROM logged_day WHERE id = 0")[0] != "0";
        int forgotten = connections.ForgottenBefore();
        using SqliteCommand command = connections.Main.CreateCommand();
        command.CommandText = $"SELECT l.account || ' ' || l.region || ' ' || l.day, l.events, s.events, s.fingerprints FROM logged_day l LEFT JOIN seen s ON s.logged_day = l.id WHERE l.day >= {forgotten} AND l.id != 0 AND l.id NOT IN (SELECT logged_day FROM summed_day) ORDER BY l.id";
        using SqliteDataReader rows = command.ExecuteReader();
        string day = "";
        long expected = 0;
        var seen = new SeenSet(0);
        while (rows.Read())
        {
            if (rows.GetString(0) != day)
            {
                Compare(day, expected, seen.Count, undated);
                (day, expected, seen) = (rows.GetString(0), rows.GetInt64(1), new SeenSet(0));
            }

            foreach (ulong fingerprint in MemoryMarshal.Cast<byte, ulong>(rows.IsDBNull(3) ? [] : (byte[])rows.GetValue(3)))
            {
                if (!seen.Add(fingerprint))
                {
                    problems.Add($"{day}: a record is counted twice.");
                }
            }
        }

        Compare(day, expected, seen.Count, undated);
    }

    private void Compare(string day, long expected, long found, bool undated)
    {
        if (undated ? found > expected : found != expected)
        {
            problems.Add($"{day}: {expected} events were counted, {found} are known as counted.");
        }
    }

    private List<string> Texts(string sql)
    {
        using SqliteCommand command = connections.Main.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }
}
