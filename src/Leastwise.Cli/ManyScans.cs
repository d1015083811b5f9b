using System.Collections.Immutable;
using Leastwise.Remote;
using Leastwise.Remote.Accounts;
using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary>Judges the accounts that were fetched, each by itself and all together, and says which failed.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="choices">What the findings are to be held against.</param>
/// <param name="organization">The organization's file; null where there is none.</param>
/// <param name="allRisky">Whether limits by resource or condition count for nothing.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class ManyScans(Terminal terminal, ScanChoices choices, string? organization, bool allRisky, CancellationToken cancellation)
{
    /// <summary>Writes the reports.</summary>
    /// <param name="outcomes">What was fetched.</param>
    /// <param name="place">Where it lies, and where the reports go.</param>
    /// <param name="withDetails">Whether the details are kept, too.</param>
    /// <param name="shown">What the reports' place is called, where they will not stay there; null where they stay.</param>
    /// <returns>4 where an account failed, else what a scan of all together ends with.</returns>
    public int Run(ImmutableArray<AccountOutcome<DownloadedDetails>> outcomes, ScanFolder place, bool withDetails, string? shown)
    {
        foreach (AccountOutcome<DownloadedDetails> outcome in outcomes)
        {
            foreach (string said in outcome.Value?.Notes ?? [outcome.Failure ?? ""])
            {
                terminal.Error.WriteLine(Legible.Plain($"{outcome.Account.Name} ({outcome.Account.Id}): {said}"));
            }
        }

        ImmutableArray<DownloadedDetails> fetched = [.. outcomes.Select(outcome => outcome.Value).OfType<DownloadedDetails>()];
        if (fetched.IsEmpty)
        {
            throw new RemoteException("No account could be fetched, so there is nothing to judge.");
        }

        foreach (AccountOutcome<DownloadedDetails> empty in outcomes.Where(outcome => outcome.Value is { Users: 0, Roles: 0, Policies: 0 }))
        {
            terminal.Error.WriteLine(Legible.Plain($"{empty.Account.Name} ({empty.Account.Id}): it has no users, roles or policies of its own, so there is nothing to judge."));
            File.Delete(empty.Value?.Path ?? "");
        }

        DownloadedDetails[] judged = [.. fetched.Where(details => File.Exists(details.Path))];
        foreach (DownloadedDetails details in judged)
        {
            cancellation.ThrowIfCancellationRequested();
            ScanWriter.WriteFiles(Scan(details.Path, isQuiet: true), place.Reports, isPrivate: true);
            if (withDetails)
            {
                PrivateFile.WriteAsync(Path.Combine(place.Reports, ScanFolder.Called(details.Path)), File.ReadAllBytes(details.Path)).GetAwaiter().GetResult();
            }
        }

        int exitCode = judged.Length == 0 ? ExitCode.Done : new ScanWriter(terminal).Write(Scan(place.Details, isQuiet: false), choices, isPrivate: true, shown);
        int failed = outcomes.Length - fetched.Length;
        terminal.Error.WriteLine($"{fetched.Length:N0} of {outcomes.Length:N0} accounts fetched{(failed == 0 ? "" : $"; {failed:N0} failed, see above")}.");
        return failed > 0 ? ExitCode.Remote : exitCode;
    }

    // What is wrong with an account's details is said when all are judged together.
    private Scanned Scan(string input, bool isQuiet) =>
        new Scanner(terminal, cancellation).Run(new ScanRequest(input, organization, null, null, [], null, null, allRisky, choices, isQuiet, ScanFolder.Called));
}
