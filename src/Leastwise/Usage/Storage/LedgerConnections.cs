using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>The connections to one ledger: one to write, and others to ask meanwhile where the ledger is a file.</summary>
internal sealed class LedgerConnections(SqliteConnection main, string? path) : IDisposable
{
    private readonly object turn = new();

    /// <summary>The connection that writes.</summary>
    public SqliteConnection Main => main;

    /// <summary>The file; null for a ledger in memory.</summary>
    public string? Path => path;

    /// <summary>What messages call the ledger.</summary>
    public string Name => path ?? "in memory";

    /// <summary>Something to ask the ledger with on another thread.</summary>
    public LedgerLookup Lookup() => path is null ? new LedgerLookup(main, owned: false, turn) : new LedgerLookup(Connect(path, readOnly: true), owned: true, new object());

    /// <summary>Writes while nobody else uses the connection.</summary>
    public void InTurn(Action write)
    {
        lock (turn)
        {
            write();
        }
    }

    /// <summary>The first day of which it is known which records are counted; 0 for all.</summary>
    public int ForgottenBefore()
    {
        using SqliteCommand command = main.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE name = 'forgottenBefore'";
        return command.ExecuteScalar() is string day ? int.Parse(day, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>An open connection.</summary>
    public static SqliteConnection Connect(string path, bool readOnly = false)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 60,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => main.Dispose();
}
