using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.Athena;
using Leastwise.Reporting;
using Leastwise.Usage;
using UsageLedger = Leastwise.Usage.Ledger;

namespace Leastwise.Cli;

/// <summary><c>ingest athena</c>: what an archive of logs says, asked where it lies, into a ledger.</summary>
internal static class IngestAthenaCommand
{
    /// <summary>Without <c>--since</c> so many days are asked for.</summary>
    private const int UsualDays = 365;

    public static Command Create(Terminal terminal)
    {
        Option<string> ledger = IngestCommand.Ledger(), format = OutputFormat.Create();
        Option<string?> since = IngestCommand.Date("--since", "The first day (UTC) that is asked for; without it, a year ago");
        Option<string?> until = IngestCommand.Date("--until", "The last day; without it, today");
        Option<string[]> accounts = IngestCommand.Several("--account", "Ask for this account; without it, all", "ID");
        Option<string[]> regions = IngestCommand.Several("--region", "Ask for this region; without it, all", "REGION");
        Option<bool> dryRun = new("--dry-run") { Description = "Print the statements and ask AWS nothing" };
        var athena = new AthenaCliOptions();
        var aws = new AwsCliOptions("--aws-region");
        var command = new Command("athena", "Ask Athena for what all principals did, in one statement, and take the answer into a ledger.") { ledger, since, until, accounts, regions, dryRun, format };
        athena.AddTo(command);
        aws.AddTo(command);
        command.Validators.Add(result =>
        {
            IngestCommand.CheckDays(result, since, until);
            foreach (string id in (result.GetValue(accounts) ?? []).Where(id => id.Length != 12 || !id.All(char.IsAsciiDigit)))
            {
                result.AddError($"'{id}' is no account; an account has twelve digits.");
            }

            foreach (string region in (result.GetValue(regions) ?? []).Where(region => !AthenaTrail.IsRegion(region)))
            {
                result.AddError($"'{region}' is no region; write it as eu-central-1.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            AthenaOptions options = athena.Read(parsed);
            var filter = new IngestFilter { Accounts = [.. parsed.GetValue(accounts) ?? []], Regions = [.. parsed.GetValue(regions) ?? []] };
            (DateOnly first, DateOnly last) = Days(IngestCommand.Day(parsed.GetValue(since)), IngestCommand.Day(parsed.GetValue(until)), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
            if (parsed.GetValue(dryRun))
            {
                Print(terminal, AthenaTrail.Plan(first, last, filter, options), options, filter);
                return ExitCode.Done;
            }

            return await RunAsync(terminal, aws.Read(parsed), options, parsed.GetRequiredValue(ledger), (first, last), new IngestOptions { Filter = filter, Waiting = terminal.Error.WriteLine }, parsed.GetRequiredValue(format), cancellation);
        });
        return command;
    }

    /// <summary>The days that are asked for.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    public static (DateOnly First, DateOnly Last) Days(DateOnly? since, DateOnly? until, DateOnly today)
    {
        DateOnly last = until is { } end && end < today ? end : today, first = since ?? last.AddDays(-UsualDays);
        return first <= last ? (first, last) : throw new UsageException($"{first:yyyy-MM-dd} is after {last:yyyy-MM-dd}: there are no days to ask for.");
    }

    /// <summary>Asks, shows progress, and says on standard error what Athena scanned.</summary>
    /// <exception cref="InputException">The ledger cannot be written.</exception>
    public static async Task<AthenaIngest> AskAsync(
        Terminal terminal, AwsOptions aws, AthenaOptions options, UsageLedger ledger, (DateOnly First, DateOnly Last) days, IngestOptions ingest, CancellationToken cancellation)
    {
        using var network = new AwsNetwork(TimeProvider.System);
        AthenaIngest done;
        using (var progress = new ProgressLine(terminal))
        {
            done = await new AthenaTrail(AwsSession.Open(aws, network), options)
                .IngestAsync(ledger, days.First, days.Last, ingest, new SynchronousProgress<string>(progress.Show), cancellation);
        }

        foreach (string note in done.Notes)
        {
            terminal.Error.WriteLine(Legible.Plain(note));
        }

        terminal.Error.WriteLine(done.DaysAsked == 0
            ? $"Athena was not asked: the ledger has all days from {days.First:yyyy-MM-dd} to {days.Last:yyyy-MM-dd} (--again asks all the same)."
            : $"Athena scanned {done.Scanned} of {Legible.Plain(done.Table)} for {done.DaysAsked:N0} days, {done.Cost}. 'leastwise athena teardown' removes results and table.");
        return done;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, AwsOptions aws, AthenaOptions options, string path, (DateOnly First, DateOnly Last) days, IngestOptions ingest, string format, CancellationToken cancellation)
    {
        try
        {
            using UsageLedger ledger = UsageLedger.Open(path);
            AthenaIngest done = await AskAsync(terminal, aws, options, ledger, days, ingest, cancellation);
            IngestCommand.Tell(terminal, path, done.Summary, ledger.Coverage, null, format);
            return ExitCode.Done;
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }

    private static void Print(Terminal terminal, ImmutableArray<string> statements, AthenaOptions options, IngestFilter filter)
    {
        foreach (string statement in statements)
        {
            terminal.Out.WriteLine($"{statement};\n");
        }

        terminal.Error.WriteLine(options.Table is not null
            ? "Written for a table with AWS's columns and no partitions that are known: a run looks at the table first, leaves out what it lacks, and asks its partitions for the days."
            : filter.Accounts.IsEmpty || filter.Regions.IsEmpty
                ? "A run lists the bucket's folders for the accounts and regions that are not chosen; they stand in the table's properties and in the name that these give it."
                : "Nothing was asked of AWS.");
    }
}
