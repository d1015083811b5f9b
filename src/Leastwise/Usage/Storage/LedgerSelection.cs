using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>
/// The rows that bear on some actors: their calls, their sessions, and the calls that issued these, back to the first. It finds sessions step by step through the
/// indexes, so that it costs what the actors cost and not what the ledger does.
/// </summary>
internal sealed class LedgerSelection
{
    private const string Chosen = "(SELECT id FROM temp.chosen_session)";

    private readonly string actors;

    /// <summary>Finds the sessions.</summary>
    public LedgerSelection(SqliteConnection connection, List<long> actorIds)
    {
        actorIds.Sort();
        actors = $"({string.Join(", ", actorIds)})";
        Choose(connection, $"SELECT id FROM session WHERE actor IN {actors} UNION SELECT session FROM shared_call WHERE {OfSharedCalls} session != 0");
    }

    /// <summary>Chooses sessions, and those through which they were opened, back to the first; their conditions are <see cref="OfSessions"/> and <see cref="OfIssued"/>.</summary>
    /// <param name="connection">The ledger.</param>
    /// <param name="sessions">A query for their ids.</param>
    public static void Choose(SqliteConnection connection, string sessions)
    {
        Run(connection, "CREATE TEMP TABLE IF NOT EXISTS chosen_session (id INTEGER PRIMARY KEY, step INTEGER NOT NULL); DELETE FROM temp.chosen_session;");
        Run(connection, $"WITH first (id) AS ({sessions}) INSERT INTO temp.chosen_session SELECT id, 0 FROM first");
        int step = 0;
        string Found() => IssuedTo($"(SELECT id FROM temp.chosen_session WHERE step = {step.ToString(CultureInfo.InvariantCulture)})");
        while (Run(connection, $"INSERT OR IGNORE INTO temp.chosen_session SELECT session, {(step + 1).ToString(CultureInfo.InvariantCulture)} FROM issued WHERE session != 0{Found()}") > 0)
        {
            // One step further back, from those that the last one found.
            step++;
        }
    }

    /// <summary>A condition on observations, with what joins it to others.</summary>
    public string OfActors => $"actor IN {actors} AND";

    /// <summary>A condition on records of calls that several accounts record: all records of a call, since which of them stands for it is chosen later.</summary>
    public string OfSharedCalls => $"shared_id IN (SELECT shared_id FROM shared_call WHERE actor IN {actors}) AND";

    /// <summary>A condition on targets, with its beginning: those of the actors' calls.</summary>
    public string OfTargets => $" WHERE id IN (SELECT target FROM observation WHERE actor IN {actors} UNION SELECT target FROM shared_call WHERE {OfSharedCalls} TRUE)";

    /// <summary>A condition on sessions, with its beginning.</summary>
    public static string OfSessions => $" WHERE id IN {Chosen}";

    /// <summary>A condition on issued credentials, after others.</summary>
    public static string OfIssued => IssuedTo(Chosen);

    /// <summary>The services whose events a trail can leave out and of which an account's logs hold some in the window.</summary>
    public static IEnumerable<AccountService> Excludable(SqliteConnection connection, string account, UsageWindow window)
    {
        string place = $"SELECT id FROM place WHERE account = {SqlText.Quote(account)}";
        foreach (string prefix in SelectedEvents.Excludable)
        {
            // The order is forced: a few probes for each actor instead of a look at every row, and it ends at the first.
            string calls = $"FROM event e CROSS JOIN actor a CROSS JOIN {{0}} o WHERE e.source LIKE '{prefix}.%' AND o.actor = a.id AND o.event = e.id AND o.place IN ({place})";
            if (Exists(connection, $"SELECT 1 {string.Format(null, calls, "observation")} AND o.day BETWEEN {window.FirstDay.DayNumber} AND {window.LastDay.DayNumber} LIMIT 1")
                || Exists(connection, $"SELECT 1 {string.Format(null, calls, "shared_call")} AND o.time BETWEEN {window.Start.ToUnixTimeSeconds()} AND {window.End.ToUnixTimeSeconds()} LIMIT 1"))
            {
                yield return new AccountService(account, prefix);
            }
        }
    }

    /// <summary>The accounts whose logs hold, in the window, a call that changes what a trail records.</summary>
    public static IEnumerable<string> TrailChanges(SqliteConnection connection, UsageWindow window)
    {
        string changes = $"e.source = {SqlText.Quote(TrailEvidence.Source)} AND e.name IN ({string.Join(", ", TrailEvidence.Changes.Select(SqlText.Quote))})";
        // As above: such calls are few, and looked for actor by actor.
        string calls = $"FROM event e CROSS JOIN actor a CROSS JOIN {{0}} o CROSS JOIN place p WHERE {changes} AND o.actor = a.id AND o.event = e.id AND p.id = o.place";
        var accounts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string sql in new[]
        {
            $"SELECT DISTINCT p.account {string.Format(null, calls, "observation")} AND o.day BETWEEN {window.FirstDay.DayNumber} AND {window.LastDay.DayNumber}",
            $"SELECT DISTINCT p.account {string.Format(null, calls, "shared_call")} AND o.time BETWEEN {window.Start.ToUnixTimeSeconds()} AND {window.End.ToUnixTimeSeconds()}",
        })
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = sql;
            using SqliteDataReader rows = command.ExecuteReader();
            while (rows.Read())
            {
                accounts.Add(rows.GetString(0));
            }
        }

        return accounts;
    }

    private static string IssuedTo(string sessions)
    {
        string Part(string column) => $"SELECT {column} FROM session WHERE id IN {sessions} AND {column} != ''";
        return $" AND (access_key IN ({Part("access_key")}) OR assumed_role_id IN ({Part("assumed_role_id")}) OR assumed_role_arn IN ({Part("arn")}))";
    }

    private static bool Exists(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is not null;
    }

    private static int Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
