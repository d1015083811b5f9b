using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>The main job from a request to a value that can be written: read accounts, read logs, judge.</summary>
/// <param name="Assessment">The result.</param>
/// <param name="ExitCode">What the run ends with.</param>
internal sealed record Assessed(Assessment Assessment, int ExitCode);

/// <summary>Runs the main job and says on standard error what could not be used.</summary>
internal sealed class Assessor(Terminal terminal, CancellationToken cancellation)
{
    private readonly List<Diagnostic> problems = [];

    /// <summary>Runs it.</summary>
    /// <exception cref="InputException">No account could be read.</exception>
    public Assessed Run(InputRequest request)
    {
        if (request.Folder is { } folder && !Directory.Exists(folder))
        {
            throw new InputException(File.Exists(folder)
                ? $"{folder}: this is a file. Name a folder, or give the file with --iam or --trail."
                : $"{folder}: there is no such folder; check the path.");
        }

        InputFiles files = InputFiles.Find(request);
        problems.AddRange(files.Diagnostics);

        AuthorizationDetails details = ReadAccounts(files.Iam);
        problems.AddRange(details.Diagnostics.Concat(details.Accounts.SelectMany(account => account.Diagnostics)));
        if (!details.Accounts.Any(account => account.Actors.Any()))
        {
            Report();
            throw new InputException(files.Iam.IsEmpty
                ? $"{request.Folder}: no account details here. Put the output of 'aws iam get-account-authorization-details' into the folder, or name it with --iam."
                : "No account with users or roles could be read, so there is nobody to speak of.");
        }

        OrganizationSnapshot? organization = files.Organization is { } file ? OrganizationReader.Read(file) : null;
        problems.AddRange(organization?.Diagnostics ?? []);

        using Ledger ledger = OpenLedger(request.Ledger);
        bool kept = !ledger.Coverage.Days.IsEmpty;

        // What is granted and what is dangerous do not hang on the logs, and are worked out while those are read.
        Task<JudgedAccounts> judging = Task.Run(() => JudgedAccounts.Of(ActionCatalog.Default, details.Accounts, organization), cancellation);
        IngestSummary ingest = Ingest(ledger, files);
        problems.AddRange(ingest.BadFiles.Select(bad => new Diagnostic(DiagnosticSeverity.Error, bad.Reason, SourcePosition.WholeFile(bad.Path))));
        problems.AddRange(ingest.FirstBadRecords);
        bool noLogs = ledger.Coverage.Accounts.IsEmpty;
        if (noLogs && (request.Folder is not null || !files.Trail.IsEmpty))
        {
            problems.Add(new Diagnostic(
                DiagnosticSeverity.Error,
                "No CloudTrail events were found, so nothing can be said about use: every verdict is unknown. Put the AWSLogs folder of the trail's bucket here, or name it with --trail.",
                SourcePosition.WholeFile(StandardInput.Called(request.Trail.FirstOrDefault() ?? request.Folder ?? ""))));
        }

        // What was named and could not be used at all, or is an account file of which the end is missing: docs/decisions/0001.
        HashSet<string> unusable = problems
            .Where(problem => problem.Severity == DiagnosticSeverity.Error && problem.Position.Line == 0)
            .Concat(details.Diagnostics.Where(problem => problem.Severity == DiagnosticSeverity.Error))
            .Select(problem => problem.Position.File)
            .ToHashSet(StringComparer.Ordinal);
        Report();
        Assessment assessment = Join(request, details, organization, ledger, ingest, kept, judging.GetAwaiter().GetResult());
        return new Assessed(assessment, unusable.Overlaps(Named(request)) ? ExitCode.Input : ExitCode.Done);
    }

    private Assessment Join(
        InputRequest request, AuthorizationDetails details, OrganizationSnapshot? organization, Ledger ledger, IngestSummary ingest, bool kept, JudgedAccounts judged)
    {
        using var progress = new ProgressLine(terminal);
        progress.Show("judging what is granted against what was used");
        UsageResult usage = UsageAnalysis.Run(
            ActionCatalog.Default, details.Accounts, judged.GrantsOf, ledger, UsageWindow.Of(ledger.Coverage, request.Start, request.End));
        cancellation.ThrowIfCancellationRequested();
        var sources = new AssessmentSources
        {
            Name = NameOf(request),
            Version = CommandLine.Version,
            CatalogVersion = ActionCatalog.Default.Version,
            Accounts = details.Accounts,
            Organization = organization,
            Usage = usage,
            Findings = judged.Findings,
            Ingest = ingest,
            Kept = kept ? ledger.Info() : null,
            Diagnostics = [.. problems],
        };
        return sources.Join();
    }

    internal static AuthorizationDetails ReadAccounts(ImmutableArray<string> paths) => paths.Contains(StandardInput.Sign)
        ? AuthorizationDetailsReader.Read(
            paths.Select(StandardInput.Called),
            new Dictionary<string, byte[]>(StringComparer.Ordinal) { [StandardInput.Name] = StandardInput.ReadAll() })
        : AuthorizationDetailsReader.Read(paths);

    private static Ledger OpenLedger(string? path)
    {
        try
        {
            return path is null ? Ledger.InMemory() : Ledger.Open(path);
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }

    private IngestSummary Ingest(Ledger ledger, InputFiles files)
    {
        try
        {
            return IngestRun.Run(terminal, ledger, files.Trail, new IngestOptions { Waiting = terminal.Error.WriteLine }, cancellation);
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }

    private static string NameOf(InputRequest request) =>
        request.Folder is { } folder ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) : "assessment";

    private static HashSet<string> Named(InputRequest request) =>
        request.Iam.Concat(request.Trail).Append(request.Organization).Append(request.Folder).OfType<string>()
            .Select(StandardInput.Called).ToHashSet(StringComparer.Ordinal);

    private void Report() => Problems.Write(terminal, problems, "the report names them all");
}
