using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>
/// Bounds what is kept of which data events the trails select: where a ledger would tell more than so many containers of one type apart, it tells none of that
/// type apart, earlier and later ones alike. So the result depends on the set of events alone, and a ledger whose trails log every message queue does not grow without limit.
/// </summary>
internal sealed class ContainerBound(SqliteConnection connection)
{
    /// <summary>How many containers of one type are told apart.</summary>
    private const int Most = 20_000;

    private HashSet<string>? unbounded;

    /// <summary>The container as it is kept.</summary>
    public string Kept(string type, string container)
    {
        unbounded ??= [.. Types("SELECT type FROM container WHERE arn = $any")];
        return unbounded.Contains(type) ? DataContainer.Any : container;
    }

    /// <summary>Joins the containers of each type that has too many by now.</summary>
    /// <returns>The rows that are gone, and those that took their places.</returns>
    public Dictionary<int, int> Settle()
    {
        var joined = new Dictionary<int, int>();
        foreach (string type in Types("SELECT type FROM container GROUP BY type HAVING count(*) > $most OR (count(*) > 1 AND max(arn = $any))"))
        {
            Join(type, joined);
            _ = unbounded?.Add(type);
        }

        return joined;
    }

    private void Join(string type, Dictionary<int, int> joined)
    {
        using var containers = new Dimension(connection, "container", "type", "arn");
        int any = (int)containers.IdOf(type, DataContainer.Any);
        using (SqliteCommand gone = connection.CreateCommand())
        {
            gone.CommandText = "SELECT id FROM container WHERE type = $type AND id != $any";
            gone.Parameters.AddWithValue("$type", type);
            gone.Parameters.AddWithValue("$any", any);
            using SqliteDataReader rows = gone.ExecuteReader();
            while (rows.Read())
            {
                joined[rows.GetInt32(0)] = any;
            }
        }

        using SqliteCommand join = connection.CreateCommand();
        join.CommandText = """
            CREATE TEMP TABLE joined AS SELECT id FROM container WHERE type = $type AND id != $any;
            INSERT INTO logged_data SELECT logged_day, $any, sum(reads), sum(writes) FROM logged_data WHERE container IN (SELECT id FROM joined) GROUP BY logged_day
            ON CONFLICT DO UPDATE SET reads = reads + excluded.reads, writes = writes + excluded.writes;
            DELETE FROM logged_data WHERE container IN (SELECT id FROM joined);
            DELETE FROM container WHERE id IN (SELECT id FROM joined);
            DROP TABLE joined;
            """;
        join.Parameters.AddWithValue("$type", type);
        join.Parameters.AddWithValue("$any", any);
        join.ExecuteNonQuery();
    }

    private List<string> Types(string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$any", DataContainer.Any);
        command.Parameters.AddWithValue("$most", Most);
        using SqliteDataReader rows = command.ExecuteReader();
        var types = new List<string>();
        while (rows.Read())
        {
            types.Add(rows.GetString(0));
        }

        return types;
    }
}
