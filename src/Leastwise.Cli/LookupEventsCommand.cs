using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.LookupEvents;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary><c>ingest lookup-events</c>: CloudTrail's event history into a ledger, without any trail.</summary>
internal static class LookupEventsCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> ledger = IngestCommand.Ledger();
        Option<string?> since = IngestCommand.Date("--since", $"Take events of this day (UTC) and later ones; CloudTrail keeps {LookupEventsSource.DaysKept} days");
        Option<string?> until = IngestCommand.Date("--until", "Take events of this day and earlier ones");
        Option<string[]> regions = IngestCommand.Several("--regions", "Ask this region; without it, every region of the partition, of which those not enabled are named", "REGION");
        var check = new Option<bool>("--check-content") { Description = "Ask for every day again, also for those that were read to their end" };
        Option<string> format = OutputFormat.Create();
        var aws = new AwsCliOptions("--aws-region");
        var command = new Command(
            "lookup-events",
            $"Read CloudTrail's event history into a ledger: management events of the last {LookupEventsSource.DaysKept} days, no data events, at two requests a second for each region. A run that is stopped goes on where it was.")
        {
            ledger, since, until, regions, check, format,
        };
        aws.AddTo(command);
        command.Validators.Add(result =>
        {
            IngestCommand.CheckDays(result, since, until);
            if (IngestCommand.Day(result.GetValue(until)) is DateOnly last && last < OldestDay(TimeProvider.System))
            {
                result.AddError($"--until {last:yyyy-MM-dd} is more than {LookupEventsSource.DaysKept} days ago, and CloudTrail's event history keeps no more.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            using var network = new AwsNetwork(TimeProvider.System);
            var session = AwsSession.Open(aws.Read(parsed), network);
            DateOnly oldest = OldestDay(network.Time), today = DateOnly.FromDateTime(network.Time.GetUtcNow().UtcDateTime);
            DateOnly? from = IngestCommand.Day(parsed.GetValue(since)), to = IngestCommand.Day(parsed.GetValue(until));
            if (from < oldest)
            {
                terminal.Error.WriteLine($"CloudTrail's event history begins with {oldest:yyyy-MM-dd}; what is older is not there.");
            }

            IReadOnlyList<string> asked = parsed.GetValue(regions) is { Length: > 0 } named ? [.. named.Distinct(StringComparer.Ordinal)] : LookupRegions.Of(session.Partition);
            foreach (string region in asked)
            {
                // A mistyped region is told before anything is asked.
                session.In(region);
            }

            var source = new LookupEventsSource(session, asked, (from > oldest ? from.Value : oldest, to < today ? to.Value : today));
            var options = new IngestOptions
            {
                Filter = new IngestFilter { Since = from, Until = to },
                CheckContent = parsed.GetValue(check),
                // Slices are few, and each has cost a second or more.
                FilesPerTransaction = 24,
                Waiting = terminal.Error.WriteLine,
            };
            int code = IngestCommand.Run(terminal, parsed.GetRequiredValue(ledger), [], _ => source, options, parsed.GetRequiredValue(format), () => null, cancellation);
            if (source.NotEnabled is { Count: > 0 } disabled)
            {
                terminal.Error.WriteLine($"These regions do not know the account's credentials, as regions do that are not enabled: {string.Join(", ", disabled)}.");
            }

            return Task.FromResult(code);
        });
        return command;
    }

    /// <summary>The first whole day that the history can hold.</summary>
    private static DateOnly OldestDay(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1 - LookupEventsSource.DaysKept);
}
