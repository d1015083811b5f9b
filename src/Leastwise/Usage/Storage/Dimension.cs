using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>A table that gives a number to each distinct row; rows are found by their keys.</summary>
internal sealed class Dimension : IDisposable
{
    private readonly Statement insert;
    private readonly Statement find;
    private readonly SqliteConnection connection;

    public Dimension(SqliteConnection connection, string table, params string[] columns)
    {
        this.connection = connection;
        insert = new Statement(connection, $"INSERT OR IGNORE INTO {table} (key, {string.Join(", ", columns)}) VALUES (?{string.Concat(Enumerable.Repeat(", ?", columns.Length))})");
        find = new Statement(connection, $"SELECT id FROM {table} WHERE key = ?");
    }

    /// <summary>The number of the row whose columns are its key.</summary>
    public long IdOf(params ReadOnlySpan<object> columns) => IdOf(DimensionKey.Of(columns), columns);

    /// <summary>The number of the row with this key; a new row is added.</summary>
    public long IdOf(byte[] key, params ReadOnlySpan<object> columns)
    {
        insert.Bind(1, key);
        for (int i = 0; i < columns.Length; i++)
        {
            _ = columns[i] is string text ? insert.Bind(i + 2, text) : insert.Bind(i + 2, Convert.ToInt64(columns[i], System.Globalization.CultureInfo.InvariantCulture));
        }

        return insert.Run() == 1
            ? SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle)
            : find.Bind(1, key).Number() ?? throw new InvalidOperationException("A row that is there already must be found.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        insert.Dispose();
        find.Dispose();
    }
}
