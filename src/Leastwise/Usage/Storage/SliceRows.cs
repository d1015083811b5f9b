using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>Which days a source was asked for, and which logged days are its.</summary>
internal sealed class SliceRows(SqliteConnection connection, AggregatedSource source, IngestFilter filter)
{
    /// <summary>The filter as text: a day asked for with another one is asked for again.</summary>
    private readonly string scope = string.Join(';', filter.Accounts.Order(StringComparer.Ordinal)) is var accounts && string.Join(';', filter.Regions.Order(StringComparer.Ordinal)) is var regions
        && accounts.Length + regions.Length > 0 ? $"{accounts}|{regions}" : "";

    /// <summary>When each day was asked for last (Unix seconds), with this filter or with none, and how many calls the source then gave of it.</summary>
    public Dictionary<int, (long When, long Given)> Asked()
    {
        // SQLite takes the other columns from the row that has the maximum.
        using SqliteCommand command = Command("SELECT day, max(asked), events FROM slice WHERE source = @source AND scope IN (@scope, '') GROUP BY day");
        using SqliteDataReader rows = command.ExecuteReader();
        var asked = new Dictionary<int, (long, long)>();
        while (rows.Read())
        {
            asked.Add(rows.GetInt32(0), (rows.GetInt64(1), rows.GetInt64(2)));
        }

        return asked;
    }

    /// <summary>Whether a logged day is in the ledger from files or from another source, and from which.</summary>
    public (bool Elsewhere, string? Source) IsHeldElsewhere(string account, string region, int day)
    {
        using SqliteCommand command = Command(
            """
            SELECT coalesce(s.source, '') FROM logged_day d LEFT JOIN summed_day s ON s.logged_day = d.id
            WHERE d.account = @account AND d.region = @region AND d.day = @day AND d.events > 0 AND coalesce(s.source, '') != @source
            """);
        command.Parameters.AddWithValue("@account", account);
        command.Parameters.AddWithValue("@region", region);
        command.Parameters.AddWithValue("@day", day);
        return command.ExecuteScalar() is string by ? (true, by.Length == 0 ? null : by) : (false, null);
    }

    /// <summary>Removes what the source gave of a day before, as far as the filter reaches; whether there was anything.</summary>
    public bool Remove(DateOnly day)
    {
        using SqliteCommand command = Command(
            $"""
            SELECT d.id FROM logged_day d JOIN summed_day s ON s.logged_day = d.id WHERE s.source = @source AND d.day = @day
            {In("d.account", filter.Accounts)} {In("d.region", filter.Regions)}
            """);
        command.Parameters.AddWithValue("@day", day.DayNumber);
        var ids = new List<long>();
        using (SqliteDataReader rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                ids.Add(rows.GetInt64(0));
            }
        }

        foreach (long id in ids)
        {
            LoggedDayRows.Remove(connection, id);
        }

        return ids.Count > 0;
    }

    /// <summary>Notes that a logged day is the source's.</summary>
    public void Own(long loggedDay, DateTimeOffset asked)
    {
        using SqliteCommand command = Command("INSERT INTO summed_day VALUES (@day, @source, @lacks, @asked)");
        command.Parameters.AddWithValue("@day", loggedDay);
        command.Parameters.AddWithValue("@lacks", (int)source.Lacks);
        command.Parameters.AddWithValue("@asked", asked.ToUnixTimeSeconds());
        command.ExecuteNonQuery();
    }

    /// <summary>Remembers that the day was asked for.</summary>
    public void Enter(DateOnly day, DateTimeOffset asked, long events)
    {
        using SqliteCommand command = Command("INSERT OR REPLACE INTO slice VALUES (@source, @day, @scope, @asked, @events)");
        command.Parameters.AddWithValue("@day", day.DayNumber);
        command.Parameters.AddWithValue("@asked", asked.ToUnixTimeSeconds());
        command.Parameters.AddWithValue("@events", events);
        command.ExecuteNonQuery();
    }

    private static string In(string column, IReadOnlyCollection<string> wanted) =>
        wanted.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"AND {column} IN ({string.Join(", ", wanted.Select(SqlText.Quote))})");

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@source", source.Identity);
        command.Parameters.AddWithValue("@scope", scope);
        return command;
    }
}
