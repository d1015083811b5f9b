using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Leastwise.Catalog;
using Leastwise.Remote;
using Leastwise.Remote.S3;
using Leastwise.Reporting;
using Leastwise.Text;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary><c>ingest PATH…</c>: logs into a ledger, each event once, however often and in whatever order they are given.</summary>
internal static class IngestCommand
{
    /// <summary>The ledger where none is named.</summary>
    public const string DefaultLedger = "leastwise.ledger";

    private const string DateForm = "yyyy-MM-dd";

    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "CloudTrail logs: files, folders with all below them, or s3://BUCKET/PREFIX; '-' reads standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> ledger = Ledger();
        Option<string?> since = Date("--since", "Take events of this day (UTC) and later ones; log files that are older by their names are not opened");
        Option<string?> until = Date("--until", "Take events of this day and earlier ones");
        Option<string[]> accounts = Several("--account", "Take the events that this account's trail recorded", "ID");
        Option<string[]> regions = Several("--region", "Take events of this region", "REGION");
        var check = new Option<bool>("--check-content")
        {
            Description = "Read every file to know it by its content; without it, one whose path, size and time of change are known is not opened",
        };
        var workers = new Option<int?>("--workers") { Description = "How many files are read at once; without it, one for each processor", HelpName = "N" };
        var perTransaction = new Option<int?>("--files-per-transaction")
        {
            Description = "So many files enter the ledger at a time; a run that is killed repeats no more",
            HelpName = "N",
        };
        var digests = new DigestOptions();
        var bucket = new S3CliOptions();
        Option<string> format = OutputFormat.Create();
        var command = new Command("ingest", "Read CloudTrail logs into a ledger: each event counts once, and files that were read are not read again.")
        {
            paths, ledger, since, until, accounts, regions, check, workers, perTransaction, format,
        };
        digests.AddTo(command);
        bucket.AddTo(command, paths);
        command.Add(LookupEventsCommand.Create(terminal));
        command.Add(IngestAthenaCommand.Create(terminal));
        command.Add(IngestSearchCommand.Create(terminal));
        command.Add(IngestSearchCommand.Create(terminal, "elasticsearch"));
        command.Validators.Add(result =>
        {
            if ((result.GetValue(paths) ?? []).Count(path => path == StandardInput.Sign) > 1)
            {
                result.AddError("Standard input can be read once: give '-' once.");
            }

            CheckDays(result, since, until);
            CheckAccounts(result, accounts);

            foreach (Option<int?> number in new[] { workers, perTransaction }.Where(number => result.GetValue(number) is <= 0))
            {
                result.AddError($"{number.Name} must be at least 1.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            var filter = new IngestFilter
            {
                Since = Day(parsed.GetValue(since)),
                Until = Day(parsed.GetValue(until)),
                Accounts = [.. parsed.GetValue(accounts) ?? []],
                Regions = [.. parsed.GetValue(regions) ?? []],
            };
            var options = new IngestOptions
            {
                Filter = filter,
                CheckContent = parsed.GetValue(check),
                Workers = parsed.GetValue(workers),
                FilesPerTransaction = parsed.GetValue(perTransaction) ?? IngestOptions.Default.FilesPerTransaction,
                Waiting = terminal.Error.WriteLine,
            };
            string[] given = parsed.GetValue(paths) ?? [];
            string form = parsed.GetRequiredValue(format);
            using AwsNetwork network = new(TimeProvider.System);
            return Task.FromResult(Run(
                terminal, parsed.GetRequiredValue(ledger), given, local => bucket.SourceOf(parsed, local, filter, network), options, form, () => digests.Run(parsed, given, () => bucket.DigestsOf(parsed, given, filter, terminal, network, cancellation)), cancellation));
        });
        return command;
    }

    /// <summary><c>--ledger</c> for the verbs that need one.</summary>
    public static Option<string> Ledger() => new("--ledger")
    {
        Description = $"The ledger's file; without it, {DefaultLedger} here",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultLedger,
    };

    /// <summary>A day as it is typed; null where it is none.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    /// <summary><c>--since</c> or <c>--until</c>.</summary>
    public static Option<string?> Date(string name, string description) => new(name) { Description = description, HelpName = "DATE" };

    /// <summary>An option that may be given several times.</summary>
    public static Option<string[]> Several(string name, string description, string help) =>
        new(name) { Description = $"{description}; may be given several times", HelpName = help, AllowMultipleArgumentsPerToken = true };

    /// <summary>Says what is wrong with the days that were typed.</summary>
    public static void CheckDays(CommandResult result, Option<string?> since, Option<string?> until)
    {
        foreach (string text in new[] { result.GetValue(since), result.GetValue(until) }.OfType<string>().Where(text => Day(text) is null))
        {
            result.AddError($"'{text}' is no date; write it as 2026-06-01.");
        }

        if (Day(result.GetValue(since)) is DateOnly first && Day(result.GetValue(until)) is DateOnly last && first > last)
        {
            result.AddError($"--since {first:yyyy-MM-dd} is after --until {last:yyyy-MM-dd}.");
        }
    }

    /// <summary>Says what is wrong with the accounts that were typed.</summary>
    public static void CheckAccounts(CommandResult result, Option<string[]> accounts)
    {
        foreach (string account in (result.GetValue(accounts) ?? []).Where(id => id.Length != 12 || !id.All(char.IsAsciiDigit)))
        {
            result.AddError($"'{account}' is no account; an account has twelve digits.");
        }
    }

    /// <summary>Reads what a source gives into the ledger and tells what came of it.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(
        Terminal terminal, string path, string[] paths, Func<IEnumerable<string>, ITrailSource> sourceOf, IngestOptions options, string format, Func<DigestVerification?> verify,
        CancellationToken cancellation)
    {
        try
        {
            using Usage.Ledger ledger = Usage.Ledger.Open(path);
            IngestSummary summary = IngestRun.Run(terminal, ledger, paths, sourceOf, options, cancellation);
            DigestVerification? digests = verify();
            Coverage coverage = ledger.Coverage;
            Tell(terminal, path, summary, coverage, digests, format);
            if (FoundNothing(summary, coverage) && summary.BadFiles.IsEmpty)
            {
                terminal.Error.WriteLine($"No CloudTrail log was found in {(paths is [string only] ? $"'{StandardInput.Called(only)}'" : $"the {paths.Length} paths that were given")}; give a trail's files, or folders that hold them.");
            }

            int code = RefusedAll(summary) ? ExitCode.Remote : NamedInVain(paths, summary, coverage) ? ExitCode.Input : ExitCode.Done;
            return DigestOptions.Report(terminal, digests, format, code);
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }

    /// <summary>Tells what an ingest did, from whatever source.</summary>
    public static void Tell(Terminal terminal, string path, IngestSummary summary, Coverage coverage, DigestVerification? digests, string format)
    {
        ImmutableArray<UnresolvedEvent> unresolved = CountedEvent.Unresolved(summary.Kinds, ActionCatalog.Default);
        Problems.Write(
            terminal,
            summary.BadFiles.Select(bad => new Diagnostic(DiagnosticSeverity.Error, bad.Reason, SourcePosition.WholeFile(bad.Path))).Concat(summary.FirstBadRecords),
            "--format json names all files and counts all records");
        if (format == OutputFormat.Json)
        {
            terminal.WriteJson(stream => IngestJson.Write(path, summary, coverage, unresolved, digests, stream));
        }
        else
        {
            IngestText.Write(terminal.Out, path, summary, coverage, unresolved);
        }
    }

    /// <summary>Whether S3 gave nothing of what it listed.</summary>
    private static bool RefusedAll(IngestSummary summary) =>
        summary is { FilesRead: 0, FilesSkipped: 0, FilesPassedOver: 0, BadFiles.IsEmpty: false } && summary.BadFiles.All(file => S3Location.IsMeant(file.Path));

    /// <summary>Whether something that the user named could not be used, or not to its end: docs/decisions/0001.</summary>
    private static bool NamedInVain(string[] paths, IngestSummary summary, Coverage coverage)
    {
        HashSet<string> bad = [.. summary.BadFiles.Select(file => file.Path)];
        return paths.Any(path => bad.Contains(StandardInput.Called(path))) || FoundNothing(summary, coverage);
    }

    private static bool FoundNothing(IngestSummary summary, Coverage coverage) => summary is { FilesRead: 0, FilesSkipped: 0, FilesLeftOut: 0 } && coverage.Days.IsEmpty;
}
