using Microsoft.Data.Sqlite;

namespace Leastwise.Usage;

/// <summary>A table that gives a number to each distinct row: looked up once a run, then known.</summary>
/// <typeparam name="TRow">The row, with value equality.</typeparam>
internal sealed class InternTable<TRow> : IDisposable
    where TRow : notnull
{
    private readonly Dictionary<TRow, long> known = [];
    private readonly Func<TRow, object[]> values;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand find;

    public InternTable(SqliteConnection connection, string table, string[] columns, Func<TRow, object[]> values)
    {
        this.values = values;
        string names = string.Join(", ", columns), places = string.Join(", ", columns.Select((_, i) => $"@p{i}"));
        insert = connection.CreateCommand();
        insert.CommandText = $"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})";
        find = connection.CreateCommand();
        find.CommandText = $"SELECT id FROM {table} WHERE {string.Join(" AND ", columns.Select((column, i) => $"{column} = @p{i}"))}";
        for (int i = 0; i < columns.Length; i++)
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
            find.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
        }
    }

    /// <summary>The row's number; a new row is added within <paramref name="transaction"/>.</summary>
    public long IdOf(TRow row, SqliteTransaction transaction)
    {
        if (known.TryGetValue(row, out long id))
        {
            return id;
        }

        object[] parts = values(row);
        for (int i = 0; i < parts.Length; i++)
        {
            insert.Parameters[i].Value = parts[i];
            find.Parameters[i].Value = parts[i];
        }

        insert.Transaction = transaction;
        find.Transaction = transaction;
        insert.ExecuteNonQuery();
        id = find.ExecuteScalar() is long found ? found : throw new InvalidOperationException("A row that was just added must be there.");
        known.Add(row, id);
        return id;
    }

    /// <summary>Forgets what is known: needed when a transaction that added rows did not commit.</summary>
    public void Forget() => known.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        insert.Dispose();
        find.Dispose();
    }
}
