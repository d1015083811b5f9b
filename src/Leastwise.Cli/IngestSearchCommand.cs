using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.Search;
using Leastwise.Reporting;
using Leastwise.Usage;
using UsageLedger = Leastwise.Usage.Ledger;

namespace Leastwise.Cli;

/// <summary><c>ingest opensearch</c>: what an index of OpenSearch or Elasticsearch says, into a ledger.</summary>
internal static class IngestSearchCommand
{
    /// <summary>The verb.</summary>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="name">Its name: <c>opensearch</c>, or <c>elasticsearch</c>, which is the same and not shown.</param>
    public static Command Create(Terminal terminal, string name = "opensearch")
    {
        var server = new Argument<string>("URL") { Description = "Where the server answers, such as https://logs.example.org:9200" };
        var search = new SearchCliOptions(patterns: true);
        Option<string> ledger = IngestCommand.Ledger(), format = OutputFormat.Create();
        Option<string?> since = new("--since") { Description = "The first day (UTC) that is asked for; without it, the index's first", HelpName = "DATE" };
        Option<string?> until = new("--until") { Description = "The last day; without it, the index's last", HelpName = "DATE" };
        Option<string[]> accounts = new("--account") { Description = "Take the events that this account's trail recorded; may be given several times", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        Option<string[]> regions = new("--region") { Description = "Take events of this region; may be given several times", HelpName = "REGION", AllowMultipleArgumentsPerToken = true };
        Option<string> prefix = new("--field-prefix") { Description = "What stands before CloudTrail's field names in the index, such as 'message.'", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        Option<string> timestamp = new("--timestamp-field") { Description = "The date field with the event's time, where eventTime is none", HelpName = "NAME", DefaultValueFactory = _ => "eventTime" };
        Option<string?> suffix = new("--keyword-suffix") { Description = "What follows a text field's name where it is kept whole; without it, keyword or raw is looked for", HelpName = "NAME" };
        Option<int?> page = new("--page-size") { Description = "Rows that are asked for at once; without it, 1000, and fewer where the server says that it is too much", HelpName = "N" };
        Option<bool> again = new("--again") { Description = "Ask for days again that the ledger knows" };
        var command = new Command(name, "Ask OpenSearch or Elasticsearch for sums of what all principals did, and take them into a ledger.")
        {
            server, ledger, since, until, accounts, regions, prefix, timestamp, suffix, page, again, format,
        };
        command.Hidden = name != "opensearch";
        search.AddTo(command);
        command.Validators.Add(result =>
        {
            if (SearchCliOptions.AddressOf(result.GetValue(server)) is null)
            {
                result.AddError("The server's address is written https://HOST:PORT.");
            }

            foreach (string text in new[] { result.GetValue(since), result.GetValue(until) }.OfType<string>().Where(text => IngestCommand.Day(text) is null))
            {
                result.AddError($"'{text}' is no date; write it as 2026-06-01.");
            }

            if (IngestCommand.Day(result.GetValue(since)) is DateOnly first && IngestCommand.Day(result.GetValue(until)) is DateOnly last && first > last)
            {
                result.AddError($"--since {first:yyyy-MM-dd} is after --until {last:yyyy-MM-dd}.");
            }

            foreach (string id in (result.GetValue(accounts) ?? []).Where(id => id.Length != 12 || !id.All(char.IsAsciiDigit)))
            {
                result.AddError($"'{id}' is no account; an account has twelve digits.");
            }

            if (result.GetValue(page) is < 10 or > 10_000)
            {
                result.AddError("--page-size is from 10 to 10000.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var network = new AwsNetwork(TimeProvider.System);
            SearchOptions options = search.Read(parsed, SearchCliOptions.AddressOf(parsed.GetValue(server)) ?? throw new InvalidOperationException("Checked before."), network) with
            {
                FieldPrefix = parsed.GetRequiredValue(prefix),
                TimestampField = parsed.GetRequiredValue(timestamp),
                KeywordSuffix = parsed.GetValue(suffix),
                PageSize = parsed.GetValue(page) ?? 1000,
            };
            var filter = new IngestFilter
            {
                Since = IngestCommand.Day(parsed.GetValue(since)),
                Until = IngestCommand.Day(parsed.GetValue(until)),
                Accounts = [.. parsed.GetValue(accounts) ?? []],
                Regions = [.. parsed.GetValue(regions) ?? []],
            };
            return await RunAsync(terminal, new SearchClient(options, network), parsed.GetRequiredValue(ledger), filter, parsed.GetValue(again), parsed.GetRequiredValue(format), cancellation);
        });
        return command;
    }

    /// <summary>Asks, shows progress, and says on standard error what could not be taken.</summary>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public static async Task<SearchTaken> AskAsync(Terminal terminal, SearchClient client, UsageLedger ledger, IngestFilter filter, bool again, CancellationToken cancellation)
    {
        SearchTaken taken;
        using (var progress = new ProgressLine(terminal))
        {
            var told = new SynchronousProgress<(int Done, int Of)>(at => progress.Show($"asking the index: {at.Done:N0} of {at.Of:N0} days"));
            taken = await new SearchTrail(client).IngestAsync(ledger, new IngestOptions { Filter = filter, Waiting = terminal.Error.WriteLine }, again, told, cancellation);
        }

        if (AggregatedWords.NotTaken(taken.Lacks) is { } lacking)
        {
            terminal.Error.WriteLine($"The index holds records of another maker than 'leastwise ship'; {lacking}.");
        }

        foreach (string note in taken.Notes)
        {
            terminal.Error.WriteLine(Legible.Plain(note));
        }

        if (taken.Summary.HeldDays is { IsEmpty: false } held)
        {
            terminal.Error.WriteLine(
                $"{held.Length:N0} logged days were left as they are, since the ledger has them from {(held[0].Source is { } other ? $"another source ({Legible.Plain(other)})" : "files")}: the first is {held[0].AccountId} {Legible.Plain(held[0].Region)} {held[0].Day:yyyy-MM-dd}. Use another ledger to take them from here.");
        }

        return taken;
    }

    private static async Task<int> RunAsync(Terminal terminal, SearchClient client, string path, IngestFilter filter, bool again, string format, CancellationToken cancellation)
    {
        try
        {
            using UsageLedger ledger = UsageLedger.Open(path);
            SearchTaken taken = await AskAsync(terminal, client, ledger, filter, again, cancellation);
            IngestCommand.Tell(terminal, path, taken.Summary, ledger.Coverage, null, format);
            return ExitCode.Done;
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }
}
