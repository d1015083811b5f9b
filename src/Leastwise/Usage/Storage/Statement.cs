using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Leastwise.Usage.Storage;

/// <summary>
/// A statement that is prepared once and run often, its parameters by position from 1. It speaks to SQLite's own functions: the writing of an ingest
/// runs one for each row, and boxing each number would cost more than the database does.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt prepared;

    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v2(database, sql, out prepared));
    }

    /// <summary>Sets a parameter.</summary>
    public Statement Bind(int at, long value)
    {
        Check(raw.sqlite3_bind_int64(prepared, at, value));
        return this;
    }

    /// <summary>Sets a parameter; null is the empty text.</summary>
    public Statement Bind(int at, string? value)
    {
        Check(raw.sqlite3_bind_text(prepared, at, value ?? ""));
        return this;
    }

    /// <summary>Sets a parameter.</summary>
    public Statement Bind(int at, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(prepared, at, value));
        return this;
    }

    /// <summary>Runs it and gives how many rows it changed.</summary>
    public int Run()
    {
        int result = raw.sqlite3_step(prepared);
        raw.sqlite3_reset(prepared);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }

        return raw.sqlite3_changes(database);
    }

    /// <summary>Runs it for the first column of its first row; null where there is none.</summary>
    public long? Number()
    {
        int result = raw.sqlite3_step(prepared);
        long? number = result == raw.SQLITE_ROW ? raw.sqlite3_column_int64(prepared, 0) : null;
        raw.sqlite3_reset(prepared);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }

        return number;
    }

    /// <summary>Steps to the next row. At the end it can be run again.</summary>
    public bool Next()
    {
        int result = raw.sqlite3_step(prepared);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        raw.sqlite3_reset(prepared);
        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }

        return false;
    }

    /// <summary>A number of the row, by its column from 0.</summary>
    public long Column(int at) => raw.sqlite3_column_int64(prepared, at);

    /// <summary>The texts of its only row, a column each.</summary>
    public string[] Texts()
    {
        if (!Next())
        {
            throw new InvalidOperationException("A row that is referred to must be there.");
        }

        var texts = new string[raw.sqlite3_column_count(prepared)];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = raw.sqlite3_column_text(prepared, i).utf8_to_string();
        }

        raw.sqlite3_reset(prepared);
        return texts;
    }

    /// <inheritdoc/>
    public void Dispose() => prepared.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }
}
