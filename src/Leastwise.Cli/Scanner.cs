using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Reporting.Scans;
using Leastwise.Risks;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>A scan's report with what the page is written from.</summary>
internal sealed record Scanned(ScanReport Report, Assessment Page, int ExitCode, string Input);

/// <summary>Reads what <c>scan</c> was pointed at, judges it, and says on standard error what could not be used.</summary>
internal sealed class Scanner(Terminal terminal, CancellationToken cancellation)
{
    private const long ManyBytes = 256L << 20;

    private readonly List<Diagnostic> problems = [];
    private IngestSummary? ingest;

    /// <summary>Runs it.</summary>
    /// <exception cref="InputException">No account could be read.</exception>
    public Scanned Run(ScanRequest request)
    {
        Judged judged = Judge(request);
        if (GC.GetTotalMemory(forceFullCollection: false) > ManyBytes)
        {
            // What judging needed is garbage by now, nearly as much again as the findings; joining and writing them would come on top of it. Moving what is
            // left together would take as long again, and bring nothing.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }

        return Join(request, judged);
    }

    private Judged Judge(ScanRequest request)
    {
        InputFiles files = FilesOf(request);
        AuthorizationDetails details = InputReading.ReadAccounts(files.Iam, request.Called);
        details = details with { Accounts = CollectedNotes.Read(files.Notes, problems).Join(details.Accounts) };
        problems.AddRange(details.Diagnostics.Concat(details.Accounts.SelectMany(account => account.Diagnostics)));
        if (!details.Accounts.Any(account => account.Actors.Any() || !account.Policies.IsEmpty))
        {
            Problems.Write(terminal, problems, "correct these first");
            throw new InputException($"{StandardInput.Called(request.Input)}: no account could be read, so there is nothing to judge.");
        }

        var calculator = new GrantCalculator(ActionCatalog.Default);
        RiskScanRequest risks = RisksOf(request, files, details.Accounts, calculator);
        using Ledger? ledger = OpenLedger(request);
        RiskFindings found = RiskFindings.Of(risks, calculator);
        cancellation.ThrowIfCancellationRequested();
        UsageResult? usage = ledger is null
            ? null
            : UsageAnalysis.Run(risks.Catalog, details.Accounts, risks.GrantsOf, ledger, UsageWindow.Of(ledger.Coverage, null, null), trails: TrailSettingsReader.Read(files.TrailSettings, problems));
        if (!request.IsQuiet)
        {
            Problems.Write(terminal, problems, "the JSON names them all");
        }

        return new Judged(details.Accounts, risks.Organization, found, usage);
    }

    private Scanned Join(ScanRequest request, Judged judged)
    {
        (ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization, RiskFindings found, UsageResult? usage) = judged;
        string name = NameOf(request.Input);
        ImmutableArray<Diagnostic> diagnostics = [.. problems.Distinct()];
        var page = new ScanPage
        {
            Name = name,
            Version = CommandLine.Version,
            CatalogVersion = ActionCatalog.Default.Version,
            Accounts = accounts,
            Organization = organization,
            Diagnostics = diagnostics,
        };
        Assessment? verdicts = usage is null ? null : page.Join(found.ByPrincipal, usage, ingest ?? throw new InvalidOperationException("Usage comes from an ingest."));
        var sources = new ScanSources
        {
            Name = name,
            Version = CommandLine.Version,
            CatalogVersion = ActionCatalog.Default.Version,
            Accounts = accounts,
            Findings = found.ByPrincipal,
            Policies = found.ByPolicy,
            Exclusions = request.Choices.Exclusions,
            Baseline = request.Choices.Baseline,
            Severities = request.Choices.Severities,
            Usage = verdicts,
            Diagnostics = diagnostics,
        };
        Assessment? joined = null;
        ScanReport report = sources.Join(verdicts is null ? findings => joined = page.Join(findings) : null);
        bool unusable = problems.Any(problem => problem is { Severity: DiagnosticSeverity.Error, Position.Line: 0 } && Named(request).Contains(problem.Position.File))
            || problems.Any(problem => problem is { Severity: DiagnosticSeverity.Error } && problem.Message.StartsWith("The file breaks off", StringComparison.Ordinal));
        return new Scanned(report, joined ?? ScanPage.Mark(verdicts ?? throw new InvalidOperationException("Without logs it is joined above."), report.Findings), unusable ? ExitCode.Input : ExitCode.Done, request.Input);
    }

    private RiskScanRequest RisksOf(ScanRequest request, InputFiles files, ImmutableArray<AccountSnapshot> accounts, GrantCalculator calculator)
    {
        OrganizationSnapshot? organization = files.Organization is { } file ? OrganizationReader.Read(file) : null;
        problems.AddRange(organization?.Diagnostics ?? []);
        ResourcePolicies resources = (request.ResourcePolicies ?? files.ResourcePolicies) is { } policies ? ResourcePoliciesReader.Read(policies) : ResourcePolicies.None;
        problems.AddRange(resources.Diagnostics);
        CredentialReport? credentials = request.CredentialReport is { } report ? CredentialReportReader.Read(report) : CredentialReport.Join([.. files.CredentialReports.Select(CredentialReportReader.Read)]);
        problems.AddRange(credentials?.Diagnostics ?? []);
        return new RiskScanRequest
        {
            Catalog = ActionCatalog.Default,
            Accounts = accounts,
            Organization = organization,
            GrantsOf = GrantsOf(calculator, accounts, organization),
            Resources = resources,
            Credentials = credentials,
            KnownAccounts = request.Choices.Exclusions.KnownAccounts,
            IncludedActions = request.Choices.Exclusions.IncludedActions,
            IgnoresLimits = request.IgnoresLimits,
            AsOf = request.AsOf is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null,
        };
    }

    /// <summary>The grants of users and roles, each worked out once; of those that a file has twice, the first.</summary>
    private static Func<IamPrincipal, PrincipalGrants> GrantsOf(GrantCalculator calculator, ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization)
    {
        Dictionary<string, AccountSnapshot> accountOf = accounts.ToDictionary(account => account.AccountId, StringComparer.Ordinal);
        var held = new ConcurrentDictionary<string, PrincipalGrants>(StringComparer.Ordinal);
        return principal => held.GetOrAdd(principal.Arn, static (_, all) => all.calculator.GrantsOf(all.principal, all.accountOf[all.principal.AccountId], all.organization), (calculator, principal, accountOf, organization));
    }

    private Ledger? OpenLedger(ScanRequest request)
    {
        if (request.Ledger is null && request.Trail.Length == 0)
        {
            return null;
        }

        try
        {
            Ledger ledger = request.Ledger is { } path ? Ledger.Open(path) : Ledger.InMemory();
            ingest = ledger.Ingest(request.Trail, null, cancellation);
            problems.AddRange(ingest.BadFiles.Select(bad => new Diagnostic(DiagnosticSeverity.Error, bad.Reason, SourcePosition.WholeFile(bad.Path))));
            if (ledger.Coverage.Accounts.IsEmpty)
            {
                problems.Add(new Diagnostic(DiagnosticSeverity.Warning, "No CloudTrail events were found, so nothing can be said about use.", SourcePosition.WholeFile(request.Trail.FirstOrDefault() ?? request.Ledger ?? "")));
            }

            return ledger;
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }

    private static InputFiles FilesOf(ScanRequest request)
    {
        if (request.Input != StandardInput.Sign && !File.Exists(request.Input) && !Directory.Exists(request.Input))
        {
            throw new InputException($"{request.Input}: there is no such file or folder; check the path.");
        }

        bool folder = Directory.Exists(request.Input);
        InputFiles files = InputFiles.Find(new InputRequest(folder ? request.Input : null, folder ? [] : [request.Input], [], request.Organization, null, null, null));
        return folder && files.Iam.IsEmpty
            ? throw new InputException($"{request.Input}: no account details here. Put the output of 'aws iam get-account-authorization-details' into the folder.")
            : files;
    }

    private static string NameOf(string input) => input == StandardInput.Sign ? "account"
        : Directory.Exists(input) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(input))) : Path.GetFileNameWithoutExtension(input);

    private static HashSet<string> Named(ScanRequest request) =>
        [.. request.Trail.Append(StandardInput.Called(request.Input)).Concat(new[] { request.Organization, request.ResourcePolicies, request.CredentialReport }.OfType<string>())];

    /// <summary>What joining needs, and nothing of what judging worked out besides.</summary>
    private sealed record Judged(ImmutableArray<AccountSnapshot> Accounts, OrganizationSnapshot? Organization, RiskFindings Found, UsageResult? Usage);
}
