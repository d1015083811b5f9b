using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>Opens ledgers: makes new ones, migrates old ones, refuses what is none.</summary>
internal static class LedgerFile
{
    /// <summary>A page of a new ledger. Twice SQLite's own choice: half as many pages are logged, and copied from the log.</summary>
    private const int BytesOfPage = 8192;

    /// <summary>The log's pages are copied into the ledger when there are so many.</summary>
    private const long BytesOfLog = 32 * 1024 * 1024;

    private const string InMemory = ":memory:";

    /// <summary>
    /// WAL lets others read while one writes. With it, NORMAL survives a killed process without loss; only a power failure can undo the last transactions, whole, and then
    /// their files are read again.
    /// </summary>
    private const string WithLog = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";

    /// <summary>Opens the ledger at <paramref name="path"/>; null opens one in memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="create">Whether a file that is not there, or empty, becomes a new ledger.</param>
    /// <exception cref="LedgerException">The file is no ledger, is of a newer version, is not there, or cannot be opened.</exception>
    public static LedgerConnections Open(string? path, bool create)
    {
        if (path is not null && !create && !File.Exists(path))
        {
            throw new LedgerException($"The ledger '{path}' is not there; make it with 'leastwise ingest PATH... --ledger {path}'.");
        }

        SqliteConnection? opened = null;
        try
        {
            opened = LedgerConnections.Connect(path ?? InMemory);
            EnsureSchema(opened, path ?? InMemory, create);

            // Only now, as it writes: a database of something else stays as it is.
            Execute(opened, path is null
                ? "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;"
                : $"{WithLog} PRAGMA cache_size = -40960; PRAGMA wal_autocheckpoint = {BytesOfLog / (long)(Scalar(opened, "PRAGMA page_size") ?? 4096L)};");
            return new LedgerConnections(opened, path);
        }
        catch (SqliteException exception)
        {
            opened?.Dispose();
            throw new LedgerException(
                exception.SqliteErrorCode == 26 ? $"'{path}' is not a ledger; give another path, or remove the file."
                    : exception.SqliteErrorCode == 11 ? $"The ledger '{path}' is damaged ({exception.Message}); make a new one from the logs."
                    : $"The ledger '{path}' cannot be opened ({exception.Message}); check the path and its permissions.",
                exception);
        }
        catch (LedgerException)
        {
            opened?.Dispose();
            throw;
        }
    }

    private static void EnsureSchema(SqliteConnection connection, string path, bool create)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        switch (VersionOf(connection, path))
        {
            case LedgerSchema.Version:
                return;
            case null when create:
                transaction.Dispose();
                // The log before the tables: they then enter it, and the disk is not waited for. Of an empty file nothing can be lost, so that turning to the log needs no journal.
                Execute(connection, $"PRAGMA page_size = {BytesOfPage}; PRAGMA journal_mode = MEMORY; {(path == InMemory ? "" : WithLog)}");
                Change(connection, path, LedgerSchema.CreateMeta + LedgerSchema.Create);
                return;
            case null:
                throw new LedgerException($"'{path}' is empty, not a ledger; give another path.");
            case < LedgerSchema.Version:
                transaction.Dispose();
                Migrate(connection, path);
                return;
            case int newer:
                throw new LedgerException(
                    $"The ledger '{path}' has schema version {newer}, this program knows versions up to {LedgerSchema.Version}; use a newer leastwise, or make a new ledger from the logs.");
        }
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        using IDisposable held = LedgerLock.Take(path, null, TimeSpan.FromMinutes(1), CancellationToken.None);
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        switch (VersionOf(connection, path))
        {
            case 1:
                MigrationFrom1.Run(connection);
                break;
            case 2:
                Execute(connection, LedgerSchema.Sums);
                break;
            default:
                return;
        }

        SetVersion(connection);
        transaction.Commit();
    }

    private static void Change(SqliteConnection connection, string path, string sql)
    {
        // Another process may be making the same new ledger.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        if (VersionOf(connection, path) is null)
        {
            Execute(connection, sql);
            SetVersion(connection);
            transaction.Commit();
        }
    }

    private static int? VersionOf(SqliteConnection connection, string path)
    {
        if (Scalar(connection, "SELECT count(*) FROM sqlite_master") is 0L)
        {
            return null;
        }

        return Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'meta'") is 1L
            && Scalar(connection, "SELECT value FROM meta WHERE name = 'schemaVersion'") is string version
            && int.TryParse(version, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw new LedgerException($"'{path}' is a database of something else; give another path.");
    }

    private static void SetVersion(SqliteConnection connection) =>
        Execute(connection, $"INSERT OR REPLACE INTO meta VALUES ('schemaVersion', '{LedgerSchema.Version}')");

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
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
