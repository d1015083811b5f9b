using System.CommandLine;
using Leastwise.Reporting.Scans;
using Leastwise.Risks;

namespace Leastwise.Cli;

/// <summary><c>scan -i FILE|FOLDER</c>: the risks of accounts, by policy and by principal.</summary>
internal static class ScanCommand
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new ScanInputOptions();
        var results = new ScanResultOptions(withFiles: true);
        var command = new Command("scan", "Find the risks in what an account's users and roles effectively hold and trust: by policy, what to fix; by principal, what it means.");
        inputs.AddTo(command);
        results.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            ScanChoices choices = results.Read(parsed, terminal);
            Scanned scanned = new Scanner(terminal, cancellation).Run(inputs.Read(parsed, choices));
            return Task.FromResult(new ScanWriter(terminal).Write(scanned, choices));
        });
        return command;
    }
}
