using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>Reads accounts and logs for the verbs that need both, in two steps, and says on standard error what could not be used.</summary>
internal sealed class InputReading(Terminal terminal, InputRequest request, CancellationToken cancellation) : IDisposable
{
    private Ledger? ledger;
    private Task<Ledger>? opening;

    /// <summary>What was wrong so far.</summary>
    public List<Diagnostic> Problems { get; } = [];

    /// <summary>The accounts; after <see cref="ReadAccounts"/>.</summary>
    public AuthorizationDetails Details { get; private set; } = new([], []);

    /// <summary>What trails select, where that was collected.</summary>
    public ImmutableArray<TrailSettings> TrailSettings { get; private set; } = [];

    /// <summary>The organization; null where there is none.</summary>
    public OrganizationSnapshot? Organization { get; private set; }

    /// <summary>The files that the request stands for.</summary>
    public InputFiles Files { get; private set; } = new([], null, null, [], []);

    /// <summary>What was read of the logs; after <see cref="ReadLogs"/>.</summary>
    public IngestSummary Ingest { get; private set; } = IngestSummary.Nothing;

    /// <summary>The ledger, opened when it is first asked for.</summary>
    public Ledger Ledger => ledger ??= opening?.GetAwaiter().GetResult() ?? Open();

    /// <summary>Whether a ledger of an earlier run is named, so that an answer need not wait for logs to be read.</summary>
    public bool HasLedger => request.Ledger is not null;

    /// <summary>
    /// Begins to open a ledger that is there while the accounts are read: the answer for one actor of a large account takes a fraction of a second, of which each
    /// takes a third. What is wrong with the ledger is said when it is asked for.
    /// </summary>
    public void OpenLedgerAhead()
    {
        if (request.Ledger is { } path && request.Search is null && File.Exists(path))
        {
            opening = Task.Run(() =>
            {
                Ledger opened = Open();
                // The first questions read the file's first pages and prepare what all need; their answers are not kept, since logs may be added before they are asked again.
                _ = opened.Read(UsageWindow.Of(opened.LoggedDays, request.Start, request.End), new ActorChoice(_ => false, []));
                return opened;
            });
        }
    }

    /// <summary>Reads accounts and organization.</summary>
    /// <exception cref="InputException">No account could be read.</exception>
    public void ReadAccounts()
    {
        if (request.Folder is { } folder && !Directory.Exists(folder))
        {
            throw new InputException(File.Exists(folder)
                ? $"{folder}: this is a file. Name a folder, or give the file with --iam or --trail."
                : $"{folder}: there is no such folder; check the path.");
        }

        Files = InputFiles.Find(request);
        Problems.AddRange(Files.Diagnostics);
        Details = ReadAccounts(Files.Iam, request.Called);
        Details = Details with { Accounts = CollectedNotes.Read(Files.Notes, Problems).Join(Details.Accounts) };
        TrailSettings = TrailSettingsReader.Read(Files.TrailSettings, Problems);
        Problems.AddRange(Details.Diagnostics.Concat(Details.Accounts.SelectMany(account => account.Diagnostics)));
        if (!Details.Accounts.Any(account => account.Actors.Any()))
        {
            Report();
            throw new InputException(Files.Iam.IsEmpty
                ? $"{request.Folder}: no account details here. Put the output of 'aws iam get-account-authorization-details' into the folder, or name it with --iam."
                : "No account with users or roles could be read, so there is nobody to speak of.");
        }

        Organization = Files.Organization is { } file ? OrganizationReader.Read(file) : null;
        Problems.AddRange(Organization?.Diagnostics ?? []);
    }

    /// <summary>Says so where a ledger is named that is not there, and nothing to make it from.</summary>
    /// <exception cref="InputException">That is so.</exception>
    public static void RequireLedger(string? ledger, bool withLogs)
    {
        if (ledger is not null && !withLogs && !File.Exists(ledger))
        {
            throw new InputException($"{ledger}: there is no such ledger, and no logs are named to make it from; check the path, or give --trail.");
        }
    }

    /// <summary>Reads the logs into the ledger.</summary>
    public void ReadLogs()
    {
        if (request.Search is { } search)
        {
            Ingest = AskSearch(search);
            Problems.AddRange(Ingest.FirstBadRecords);
            return;
        }

        RequireLedger(request.Ledger, withLogs: !Files.Trail.IsEmpty);
        Ingest = Files.Trail.IsEmpty ? IngestSummary.Nothing : IngestFiles();
        Problems.AddRange(Ingest.BadFiles.Select(bad => new Diagnostic(DiagnosticSeverity.Error, bad.Reason, SourcePosition.WholeFile(bad.Path))));
        Problems.AddRange(Ingest.FirstBadRecords);
    }

    /// <summary>Says what could not be used.</summary>
    public void Report(IReadOnlyCollection<Diagnostic>? said = null) => Cli.Problems.Write(terminal, said is null ? Told : Told.Except(said), "the report names them all");

    /// <summary>What was wrong, with files called as the request calls them.</summary>
    public IEnumerable<Diagnostic> Told => request.Called is { } called ? Problems.Select(problem => problem with { Position = problem.Position with { File = called(problem.Position.File) } }) : Problems;

    /// <summary>What the run ends with: 3 where something that was named could not be used at all, or is an account file of which the end is missing (docs/decisions/0001).</summary>
    public int ExitCode
    {
        get
        {
            HashSet<string> named = request.Iam.Concat(request.Trail).Append(request.Organization).Append(request.Folder).OfType<string>()
                .Select(StandardInput.Called).ToHashSet(StringComparer.Ordinal);
            return Problems
                .Where(problem => problem.Severity == DiagnosticSeverity.Error && problem.Position.Line == 0)
                .Concat(Details.Diagnostics.Where(problem => problem.Severity == DiagnosticSeverity.Error))
                .Any(problem => named.Contains(problem.Position.File))
                ? Cli.ExitCode.Input
                : Cli.ExitCode.Done;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ledger?.Dispose();
        if (ledger is null && opening is not null)
        {
            // The accounts could not be read; what the ledger is like does not matter any more.
            opening.ContinueWith(static one => { if (one.IsCompletedSuccessfully) { one.Result.Dispose(); } else { _ = one.Exception; } }, TaskScheduler.Default).Wait();
        }
    }

    /// <summary>Reads account files; <c>-</c> is standard input.</summary>
    public static AuthorizationDetails ReadAccounts(ImmutableArray<string> paths, Func<string, string>? called = null) => paths.Contains(StandardInput.Sign)
        ? AuthorizationDetailsReader.Read(
            paths.Select(StandardInput.Called),
            new Dictionary<string, byte[]>(StringComparer.Ordinal) { [StandardInput.Name] = StandardInput.ReadAll() })
        : AuthorizationDetailsReader.Read(paths, null, called);

    private Ledger Open()
    {
        try
        {
            return request.Ledger is { } path ? Ledger.Open(path) : Ledger.InMemory();
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }

    private IngestSummary AskSearch(ConfiguredSearch search)
    {
        try
        {
            using var network = new Remote.AwsNetwork(TimeProvider.System);
            var client = new Remote.Search.SearchClient(
                new Remote.Search.SearchOptions
                {
                    Address = search.Address,
                    Index = search.Index,
                    FieldPrefix = search.FieldPrefix,
                    TimestampField = search.TimestampField,
                    Credentials = SearchCliOptions.Usual(),
                },
                network);
            return IngestSearchCommand.AskAsync(terminal, client, Ledger, new IngestFilter { Since = request.Start, Until = request.End }, again: false, cancellation).GetAwaiter().GetResult().Summary;
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }

    private IngestSummary IngestFiles()
    {
        try
        {
            return IngestRun.Run(terminal, Ledger, Files.Trail, new IngestOptions { Waiting = terminal.Error.WriteLine }, cancellation);
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }
}
