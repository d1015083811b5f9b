using System.Runtime.InteropServices;
using System.Text;
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

    /// <summary>The statement's address, and its database's; both are held above.</summary>
    private readonly nint statement, connected;

    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v2(database, sql, out prepared));
        statement = prepared.DangerousGetHandle();
        connected = database.DangerousGetHandle();
    }

    /// <summary>The number of the row that was added last.</summary>
    public long LastRow => NativeRows.LastRow(connected);

    /// <summary>Sets a parameter.</summary>
    public Statement Bind(int at, long value)
    {
        Check(NativeRows.Bind(statement, at, value));
        return this;
    }

    /// <summary>Sets a parameter; null is the empty text.</summary>
    public Statement Bind(int at, string? value)
    {
        int most = Encoding.UTF8.GetMaxByteCount(value?.Length ?? 0);
        Span<byte> text = most <= 1024 ? stackalloc byte[most] : new byte[most];
        return BindText(at, text[..Encoding.UTF8.GetBytes(value ?? "", text)]);
    }

    /// <summary>Sets a parameter to a text in UTF-8, which for SQLite ends where its first zero is.</summary>
    public Statement BindText(int at, ReadOnlySpan<byte> value)
    {
        int end = value.IndexOf((byte)0);
        ReadOnlySpan<byte> text = end < 0 ? value : value[..end];
        Check(NativeRows.BindText(statement, at, in Start(text), text.Length, NativeRows.Copied));
        return this;
    }

    /// <summary>Sets a parameter.</summary>
    public Statement Bind(int at, ReadOnlySpan<byte> value)
    {
        Check(NativeRows.BindBlob(statement, at, in Start(value), value.Length, NativeRows.Copied));
        return this;
    }

    /// <summary>Runs it.</summary>
    public void Run()
    {
        int result = NativeRows.Step(statement);
        _ = NativeRows.Reset(statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }

    /// <summary>Runs it and gives how many rows it changed.</summary>
    public int Changed()
    {
        Run();
        return NativeRows.Changes(connected);
    }

    /// <summary>Runs it for the first column of its first row; null where there is none.</summary>
    public long? Number()
    {
        int result = NativeRows.Step(statement);
        long? number = result == raw.SQLITE_ROW ? NativeRows.Number(statement, 0) : null;
        _ = NativeRows.Reset(statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }

        return number;
    }

    /// <summary>Steps to the next row. At the end it can be run again.</summary>
    public bool Next()
    {
        int result = NativeRows.Step(statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        _ = NativeRows.Reset(statement);
        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }

        return false;
    }

    /// <summary>A number of the row, by its column from 0.</summary>
    public long Column(int at) => NativeRows.Number(statement, at);

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

        _ = NativeRows.Reset(statement);
        return texts;
    }

    /// <inheritdoc/>
    public void Dispose() => prepared.Dispose();

    /// <summary>Where bytes are. Of no bytes, too, SQLite wants to know it: nowhere means null.</summary>
    private static ref readonly byte Start(ReadOnlySpan<byte> bytes) => ref MemoryMarshal.GetReference(bytes.IsEmpty ? "-"u8 : bytes);

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }
}
