using System.Collections.Immutable;
using Leastwise.Trail;
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

    // Remembers what it read until something is written through this ledger.
    private LedgerReader? reader;
    private bool isWritten;

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
    public Coverage Coverage => Reader.Coverage();

    /// <summary>
    /// Reads files and folders into the ledger. Files whose content it knows are skipped; several files enter in one transaction together with
    /// their identities, so that an end at any moment leaves whole files only, save very large ones, of which whole pieces enter and the identity with the last.
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
        Ingest(new FileTrailSource(paths), options, progress, cancel);

    /// <summary>Reads what a source gives, in the same way. The source is disposed.</summary>
    /// <param name="source">Where the logs come from.</param>
    /// <param name="options">Which events, and how.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancel">Ends the ingest after the last whole transaction.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the whole logs that were read until then are kept.</exception>
    /// <exception cref="LedgerException">The database refused to write, or another process did not end writing.</exception>
    public IngestSummary Ingest(ITrailSource source, IngestOptions options, IProgress<IngestProgress>? progress = null, CancellationToken cancel = default)
    {
        using (source)
        {
            return Writing(options.Waiting, () => new Ingest(connections, options, progress).Run(source, cancel), cancel);
        }
    }

    /// <summary>
    /// Begins to take sums from a query engine, by day; no other process writes the ledger until the intake is disposed of. A logged day (an account, region and day) is
    /// in the ledger either event by event, as files give it, or as one engine's sums: whichever came first stays, and the other is said not to count.
    /// </summary>
    /// <param name="source">The engine.</param>
    /// <param name="options">Filter, clock, and what is told when another process is waited for; the rest is for files.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LedgerException">Another process did not end writing.</exception>
    public AggregatedIntake BeginAggregated(AggregatedSource source, IngestOptions options, CancellationToken cancel = default)
    {
        isWritten = true;
        return new(connections, source, options, connections.Path is string path ? LedgerLock.Take(path, options.Waiting, Patience, cancel) : null);
    }

    /// <summary>What was observed on the whole days from <paramref name="window"/>'s start to its end.</summary>
    /// <param name="window">The days.</param>
    /// <param name="details">Whether observations are told apart by resources and circumstances.</param>
    public LedgerView Read(UsageWindow window, bool details = false) => Reader.View(window, details);

    /// <summary>The same of some actors only, far quicker where they are few; of issued credentials, those that lead to their sessions.</summary>
    /// <param name="window">The days.</param>
    /// <param name="choice">Whose calls are read.</param>
    /// <param name="details">Whether observations are told apart by resources and circumstances.</param>
    public LedgerView Read(UsageWindow window, ActorChoice choice, bool details = false) => Reader.View(window, details, choice);

    /// <summary>The same of everybody without sessions and issued credentials: enough to say what was used, not by whom; far quicker in a large ledger.</summary>
    /// <param name="window">The days.</param>
    /// <param name="details">Whether observations are told apart by resources; circumstances are left out.</param>
    public LedgerView ReadSums(UsageWindow window, bool details = false) => Reader.Sums(window, connections.Path, details);

    /// <summary>Reads principals' own calls with their sessions, one principal after the other; coverage is left out.</summary>
    /// <param name="window">The days.</param>
    /// <param name="principals">Who will be asked for.</param>
    public Func<Principals.IamPrincipal, LedgerView> Nearby(UsageWindow window, IReadOnlyCollection<Principals.IamPrincipal> principals) =>
        Reader.Nearby(window, principals);

    /// <summary>The calls that changed policies of users, roles and groups, on any day, with the sessions that made them; nothing else.</summary>
    public LedgerView PolicyChangeCalls() => Reader.PolicyChangeCalls();

    /// <summary>What the logs that were read reach over, data events aside.</summary>
    public Coverage LoggedDays => Reader.Coverage(accounts: []);

    /// <summary>What it holds, in numbers.</summary>
    public LedgerInfo Info() => new LedgerCounts(connections).Count();

    /// <summary>Checks that it is whole: what does not hold, a sentence each.</summary>
    public ImmutableArray<string> Verify() => new Verification(connections).Run();

    /// <summary>Makes it smaller without changing an answer.</summary>
    /// <param name="forgetBefore">
    /// Which records of earlier days are counted is forgotten, eight bytes each; null to forget nothing. Records of such days are not counted any more, since they might be counted twice.
    /// </param>
    /// <param name="waiting">Told when another process is waited for.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public void Compact(DateOnly? forgetBefore, Action<string>? waiting = null, CancellationToken cancel = default) => Writing(
        waiting,
        () =>
        {
            new Compaction(connections).Run(forgetBefore);
            return 0;
        },
        cancel);

    /// <summary>Takes in what the ledger at <paramref name="path"/> holds, each event once.</summary>
    /// <returns>Logged days (of an account and region) that were added, and those that were here already.</returns>
    /// <exception cref="LedgerException">It is no ledger, or of some day each of the two holds a part of the other's events, which sums cannot tell apart.</exception>
    public (long DaysAdded, long DaysKnown) Merge(string path, Action<string>? waiting = null, CancellationToken cancel = default)
    {
        if (connections.Path is string own && Real(own) == Real(path))
        {
            throw new LedgerException($"'{path}' cannot be merged into itself.");
        }

        // Opened once by itself: it may have to be migrated, or be no ledger at all.
        OpenExisting(path).Dispose();
        return Writing(waiting, () => new Merge(connections, path).Run(), cancel);
    }

    /// <summary>The tables that <see cref="ExportLines"/> and <see cref="ExportCsv"/> write, by name.</summary>
    public static ImmutableArray<string> ExportTables { get; } = [.. ExportTable.All.Select(table => table.Name)];

    /// <summary>Writes what it holds as JSON, an object a line, in an order that depends on the records alone. Ledgers with the same records give the same bytes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="tables">Which of <see cref="ExportTables"/>; none for all.</param>
    public void ExportLines(Stream output, params IReadOnlyCollection<string> tables)
    {
        using SqliteTransaction transaction = connections.Main.BeginTransaction(deferred: true);
        ExportWriter.WriteLines(connections.Main, ExportTable.All.Where(table => tables.Count == 0 || tables.Contains(table.Name)), output);
    }

    /// <summary>Writes one of <see cref="ExportTables"/> as CSV.</summary>
    public void ExportCsv(Stream output, string table)
    {
        using SqliteTransaction transaction = connections.Main.BeginTransaction(deferred: true);
        ExportWriter.WriteCsv(connections.Main, ExportTable.All.Single(one => one.Name == table), output);
    }

    /// <inheritdoc/>
    public void Dispose() => connections.Dispose();

    private LedgerReader Reader => isWritten ? new LedgerReader(connections.Main) : reader ??= new LedgerReader(connections.Main);

    private static string Real(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    /// <summary>Does something that writes, while no other process does.</summary>
    private T Writing<T>(Action<string>? waiting, Func<T> write, CancellationToken cancel)
    {
        isWritten = true;
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
