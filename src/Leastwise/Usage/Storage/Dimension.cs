using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>A table that gives a number to each distinct row; rows are found by their keys.</summary>
internal sealed class Dimension : IDisposable
{
    private readonly Statement insert;
    private readonly Statement find;

    public Dimension(SqliteConnection connection, string table, params string[] columns)
    {
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

        return Added(key);
    }

    /// <summary>The number of the row with this key, whose columns are a number and texts; a new row is added.</summary>
    public long IdOf(byte[] key, long number, params ReadOnlySpan<string?> texts)
    {
        insert.Bind(1, key).Bind(2, number);
        for (int i = 0; i < texts.Length; i++)
        {
            insert.Bind(i + 3, texts[i]);
        }

        return Added(key);
    }

    /// <summary>The number of the row with this key, whose columns are a number and a text in UTF-8; a new row is added.</summary>
    public long IdOf(ReadOnlySpan<byte> key, long number, ReadOnlySpan<byte> text)
    {
        insert.Bind(1, key).Bind(2, number).BindText(3, text);
        return Added(key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        insert.Dispose();
        find.Dispose();
    }

    private long Added(ReadOnlySpan<byte> key) => insert.Changed() == 1
        ? insert.LastRow
        : find.Bind(1, key).Number() ?? throw new InvalidOperationException("A row that is there already must be found.");
}
