using Microsoft.Data.Sqlite;

namespace Leastwise.Usage;

/// <summary>
/// The embedded database of observations and sessions: one SQLite file, or a private one in memory. What it answers depends only on the
/// set of records that it was given: not on their order, their files, their repetition, or on how often the process was killed between.
/// </summary>
public sealed class Ledger : IDisposable
{
    private readonly SqliteConnection connection;

    private Ledger(SqliteConnection connection) => this.connection = connection;

    /// <summary>A private ledger in memory, gone when it is closed.</summary>
    public static Ledger InMemory() => Open(":memory:");

    /// <summary>Opens the ledger at <paramref name="path"/>, and makes it where there is none; <c>:memory:</c> gives a private one.</summary>
    /// <exception cref="LedgerException">The file is no ledger, is of another version, or cannot be opened.</exception>
    public static Ledger Open(string path)
    {
        bool inMemory = path == ":memory:";
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 60 }.ToString());
        try
        {
            opened.Open();
            EnsureSchema(opened, path);

            // Only now, as it writes: a database of something else stays as it is. WAL lets others read while one writes. With it, NORMAL survives a killed process without loss; only a power failure can undo
            // the last transactions, whole, and then their files are read again.
            Execute(opened, inMemory
                ? "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;"
                : "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;");
            return new Ledger(opened);
        }
        catch (SqliteException exception)
        {
            opened.Dispose();
            throw new LedgerException(
                exception.SqliteErrorCode == 26
                    ? $"'{path}' is not a ledger; give another path, or remove the file."
                    : $"The ledger '{path}' cannot be opened ({exception.Message}); check the path and its permissions.",
                exception);
        }
        catch (LedgerException)
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>What the logs that were read reach over.</summary>
    public Coverage Coverage => new LedgerReader(connection).Coverage();

    /// <summary>
    /// Reads files and folders into the ledger. Files whose content it knows are skipped; several files enter in one transaction together with
    /// their identities, so that an end at any moment leaves whole files only.
    /// </summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancel">Ends the ingest after the last whole transaction.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="LedgerException">The database refused to write.</exception>
    public IngestSummary Ingest(IEnumerable<string> paths, IProgress<IngestProgress>? progress = null, CancellationToken cancel = default)
    {
        try
        {
            return new Ingest(connection, TimeProvider.System, progress).Run(paths, cancel);
        }
        catch (SqliteException exception)
        {
            throw new LedgerException($"The ledger '{connection.DataSource}' cannot be written ({exception.Message}); check its disk, and that no other process holds it.", exception);
        }
    }

    /// <summary>What was observed on the whole days from <paramref name="window"/>'s start to its end.</summary>
    public LedgerView Read(UsageWindow window) => new LedgerReader(connection).View(window);

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private static void EnsureSchema(SqliteConnection connection, string path)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        long tables = Scalar(connection, transaction, "SELECT count(*) FROM sqlite_master") is long count ? count : 0;
        if (tables == 0)
        {
            using SqliteCommand create = connection.CreateCommand();
            create.Transaction = transaction;
            create.CommandText = LedgerSchema.Create + $"INSERT INTO meta VALUES ('schemaVersion', '{LedgerSchema.Version}');";
            create.ExecuteNonQuery();
        }
        else if (Scalar(connection, transaction, "SELECT count(*) FROM sqlite_master WHERE name = 'meta'") is not 1L
            || Scalar(connection, transaction, "SELECT value FROM meta WHERE name = 'schemaVersion'") is not string version)
        {
            throw new LedgerException($"'{path}' is a database of something else; give another path.");
        }
        else if (version != $"{LedgerSchema.Version}")
        {
            throw new LedgerException($"The ledger '{path}' has schema version {version}, this program has {LedgerSchema.Version}; make a new ledger from the logs.");
        }

        transaction.Commit();
    }

    private static object? Scalar(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
