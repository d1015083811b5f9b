using System.Collections.Immutable;
using Leastwise.Remote;
using Leastwise.Remote.Athena;
using Leastwise.Usage;
using UsageLedger = Leastwise.Usage.Ledger;

namespace Leastwise.Cli;

/// <summary>Logs that CloudTracker's configuration keeps in Athena: asked for the accounts and days of a run, with the usual chain of AWS credentials.</summary>
/// <param name="Athena">How Athena is asked.</param>
/// <param name="Accounts">The accounts of the run.</param>
internal sealed record ConfiguredLogs(AthenaOptions Athena, ImmutableArray<string> Accounts)
{
    /// <summary>What is to be asked; null where the run names logs of its own, or a ledger that is there, which is taken as it is.</summary>
    public static ConfiguredLogs? Of(CloudTrackerConfig config, ImmutableArray<ConfiguredAccount> chosen, InputRequest input) =>
        config.Athena is { } athena && input is { Folder: null, Trail.Length: 0 } && !(input.Ledger is { } kept && File.Exists(kept))
            ? new ConfiguredLogs(athena, [.. chosen.Select(account => account.Id)])
            : null;

    /// <summary>Asks, and puts the answer into the run's ledger.</summary>
    /// <exception cref="RemoteException">AWS failed or refused.</exception>
    public void Ask(Terminal terminal, InputRequest input, UsageLedger ledger, CancellationToken cancellation)
    {
        (DateOnly, DateOnly) days = IngestAthenaCommand.Days(input.Start, input.End, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        var ingest = new IngestOptions { Filter = new IngestFilter { Accounts = Accounts }, Waiting = terminal.Error.WriteLine };
        try
        {
            AthenaIngest done = IngestAthenaCommand.AskAsync(terminal, new AwsOptions(), Athena, ledger, days, ingest, cancellation).GetAwaiter().GetResult();
            Problems.Write(terminal, done.Summary.FirstBadRecords, "'leastwise ingest athena --format json' names them all");
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }

        if (input.Ledger is null)
        {
            terminal.Error.WriteLine("With --ledger FILE the answer is kept, and the next run asks Athena nothing.");
        }
    }
}
