using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>Everything that a ledger holds of one account, region and day.</summary>
internal static class LoggedDayRows
{
    /// <summary>Removes it, so that something that knows more can take its place.</summary>
    public static void Remove(SqliteConnection connection, long day)
    {
        string id = day.ToString(CultureInfo.InvariantCulture);
        string there = $"place IN (SELECT p.id FROM main.place p JOIN main.logged_day l ON l.account = p.account AND l.region = p.region WHERE l.id = {id})";
        string date = $"(SELECT day FROM main.logged_day WHERE id = {id})";
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"""
            DELETE FROM main.observation WHERE day = {date} AND {there};
            DELETE FROM main.shared_call WHERE 719162 + time / 86400 = {date} AND {there};
            DELETE FROM main.issued WHERE 719162 + time / 86400 = {date} AND {there};
            DELETE FROM main.logged_data WHERE logged_day = {id};
            DELETE FROM main.seen WHERE logged_day = {id};
            DELETE FROM main.summed_day WHERE logged_day = {id};
            DELETE FROM main.logged_day WHERE id = {id};
            """;
        command.ExecuteNonQuery();
    }
}
