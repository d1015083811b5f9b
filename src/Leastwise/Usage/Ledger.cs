using Leastwise.Usage.Storage;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage;

/// <summary>
/// The embedded database of observations and sessions: one SQLite file, or a private one in memory. What it answers depends only on the
/// set of records that it was given: not on their order, their files, their repetition, or on how often the process was killed between.
/// </summary>
public sealed class Ledger : IDisposable
{
    /// <summary>So long another process that writes is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly LedgerConnections connections;

    private Ledger(LedgerConnections connections) => this.connections = connections;

    /// <summary>A private ledger in memory, gone when it is closed.</summary>
    public static Ledger InMemory() => Open(":memory:");

    /// <summary>Opens the ledger at <paramref name="path"/>, and makes it where there is none; <c>:memory:</c> gives a private one. A ledger of an older version is migrated.</summary>
    /// <exception cref="LedgerException">The file is no ledger, is of a newer version, or cannot be opened.</exception>
    public static Ledger Open(string path) => new(LedgerFile.Open(path == ":memory:" ? null : path, create: true));

    /// <summary>Opens the ledger at <paramref name="path"/>, which must be there.</summary>
    /// <exception cref="LedgerException">The file is not there, is no ledger, is of a newer version, or cannot be opened.</exception>
    public static Ledger OpenExisting(string path) => new(LedgerFile.Open(path, create: false));

    /// <summary>What the logs that were read reach over.</summary>
    public Coverage Coverage => new LedgerReader(connections.Main).Coverage();

    /// <summary>
    /// Reads files and folders into the ledger. Files whose content it knows are skipped; several files enter in one transaction together with
    /// their identities, so that an end at any moment leaves whole files only.
    /// </summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancel">Ends the ingest after the last whole transaction.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="LedgerException">The database refused to write.</exception>
    public IngestSummary Ingest(IEnumerable<string> paths, IProgress<IngestProgress>? progress = null, CancellationToken cancel = default) =>
        Ingest(paths, IngestOptions.Default, progress, cancel);

    /// <summary>The same with options.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the whole files that were read until then are kept.</exception>
    /// <exception cref="LedgerException">The database refused to write, or another process did not end writing.</exception>
    public IngestSummary Ingest(IEnumerable<string> paths, IngestOptions options, IProgress<IngestProgress>? progress = null, CancellationToken cancel = default) =>
        Writing(options.Waiting, cancel, () => new Ingest(connections, options, progress).Run(paths, cancel));

    /// <summary>What was observed on the whole days from <paramref name="window"/>'s start to its end.</summary>
    /// <param name="window">The days.</param>
    /// <param name="details">Whether observations are told apart by resources and circumstances.</param>
    public LedgerView Read(UsageWindow window, bool details = false) => new LedgerReader(connections.Main).View(window, details);

    /// <inheritdoc/>
    public void Dispose() => connections.Dispose();

    /// <summary>Does something that writes, while no other process does.</summary>
    private T Writing<T>(Action<string>? waiting, CancellationToken cancel, Func<T> write)
    {
        try
        {
            using IDisposable? held = connections.Path is string path ? LedgerLock.Take(path, waiting, Patience, cancel) : null;
            return write();
        }
        catch (SqliteException exception)
        {
            throw new LedgerException($"The ledger '{connections.Name}' cannot be written ({exception.Message}); check its disk, and that no other process holds it.", exception);
        }
    }
}
