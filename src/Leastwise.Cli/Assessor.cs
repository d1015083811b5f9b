using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Risks.Paths;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>The main job from a request to a value that can be written: read accounts, read logs, judge.</summary>
/// <param name="Assessment">The result.</param>
/// <param name="ExitCode">What the run ends with.</param>
internal sealed record Assessed(Assessment Assessment, int ExitCode)
{
    /// <summary>Who can become administrator; null where nobody asked, or where it was not worked out.</summary>
    public EscalationRoutes? Routes { get; init; }

    /// <summary>The accounts that were judged.</summary>
    public ImmutableArray<AccountSnapshot> Accounts { get; init; } = [];

    /// <summary>The organization; null where there is none.</summary>
    public OrganizationSnapshot? Organization { get; init; }
}

/// <summary>Runs the main job and says on standard error what could not be used.</summary>
internal sealed class Assessor(Terminal terminal, CancellationToken cancellation)
{
    /// <summary>Runs it.</summary>
    /// <param name="request">What the user pointed at.</param>
    /// <param name="withPaths">Whether to work out who can become administrator and policies trimmed to what was used, too.</param>
    /// <param name="said">Problems that were said already.</param>
    /// <param name="existing">What runs with roles; null where nothing is known of it.</param>
    /// <exception cref="InputException">No account could be read.</exception>
    public Assessed Run(InputRequest request, bool withPaths = false, IReadOnlyCollection<Diagnostic>? said = null, ExistingResources? existing = null)
    {
        using var reading = new InputReading(terminal, request, cancellation);
        reading.ReadAccounts();
        reading.Problems.AddRange(existing?.Diagnostics ?? []);
        bool kept = reading.HasLedger && !reading.Ledger.LoggedDays.Days.IsEmpty;

        CredentialReport? credentials = CredentialReport.Join([.. reading.Files.CredentialReports.Select(CredentialReportReader.Read)]);
        reading.Problems.AddRange(credentials?.Diagnostics ?? []);
        LastAccessedData lastAccessed = LastAccessedReader.Read(reading.Files.LastAccessed, [.. reading.Details.Accounts.SelectMany(account => account.Actors)], reading.Problems);

        // What is granted and what is dangerous do not hang on the logs, and are worked out while those are read.
        Task<JudgedAccounts> judging = Task.Run(() => JudgedAccounts.Of(ActionCatalog.Default, reading.Details.Accounts, reading.Organization, credentials), cancellation);
        Task<EscalationGraph?> graph = withPaths ? Task.Run(() => AssessedRoutes.GraphOf(reading.Details.Accounts, reading.Organization, existing), cancellation) : Task.FromResult<EscalationGraph?>(null);
        reading.ReadLogs();
        bool noLogs = reading.Ledger.Coverage.Accounts.IsEmpty;
        if (noLogs && (request.Folder is not null || !reading.Files.Trail.IsEmpty))
        {
            // Where files were taken for logs, somebody expected events of them; where there are none, as in what 'collect' wrote, there is no mistake to point at.
            reading.Problems.Add(new Diagnostic(
                reading.Files.Trail.IsEmpty ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
                $"No CloudTrail events were found, so nothing can be said about use: every verdict is unknown. {(request.Called is not null ? "Name the AWSLogs folder of the trail's bucket with --trail" : "Put the AWSLogs folder of the trail's bucket here, or name it with --trail")}.",
                SourcePosition.WholeFile(StandardInput.Called(request.Trail.FirstOrDefault() ?? request.Name ?? request.Folder ?? ""))));
        }

        reading.Report(said);
        JudgedAccounts judged = judging.GetAwaiter().GetResult();
        Assessment assessment = Join(request, reading, kept, judged, lastAccessed);
        EscalationRoutes? routes = null;
        if (withPaths)
        {
            using var progress = new ProgressLine(terminal);
            progress.Show("looking for the cheapest cut of the escalation paths, and trimming policies to what was used");
            Assessment joined = assessment;
            Task<(string Rule, Dictionary<string, AssessedTrim> Trims)> trimming = Task.Run(() => AssessedTrims.Of(joined, reading, judged, cancellation), cancellation);
            (AssessedPaths paths, EscalationRoutes? found) = AssessedRoutes.Of(assessment, graph.GetAwaiter().GetResult(), reading.Details.Accounts, reading.Organization, existing);
            (string rule, Dictionary<string, AssessedTrim> trims) = trimming.GetAwaiter().GetResult();
            cancellation.ThrowIfCancellationRequested();
            routes = found;
            assessment = assessment with
            {
                Paths = paths,
                TrimRule = rule,
                Principals = [.. assessment.Principals.Select(principal => trims.TryGetValue(principal.Arn, out AssessedTrim? trim) ? principal with { Trim = trim } : principal)],
            };
        }

        return new Assessed(assessment, reading.ExitCode) { Routes = routes, Accounts = reading.Details.Accounts, Organization = reading.Organization };
    }

    private Assessment Join(InputRequest request, InputReading reading, bool kept, JudgedAccounts judged, LastAccessedData lastAccessed)
    {
        using var progress = new ProgressLine(terminal);
        progress.Show("judging what is granted against what was used");
        UsageResult usage = UsageAnalysis.Run(
            ActionCatalog.Default, reading.Details.Accounts, judged.GrantsOf, reading.Ledger, UsageWindow.Of(reading.Ledger.Coverage, request.Start, request.End), lastAccessed, reading.TrailSettings);
        cancellation.ThrowIfCancellationRequested();
        var sources = new AssessmentSources
        {
            Name = NameOf(request),
            Version = CommandLine.Version,
            CatalogVersion = ActionCatalog.Default.Version,
            Accounts = reading.Details.Accounts,
            Organization = reading.Organization,
            Usage = usage,
            Findings = judged.Findings,
            Ingest = reading.Ingest,
            Kept = kept ? reading.Ledger.Info() : null,
            Diagnostics = [.. reading.Told],
        };
        return sources.Join();
    }

    private static string NameOf(InputRequest request) =>
        request.Name is { } name ? name : request.Folder is { } folder ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) : "assessment";
}
