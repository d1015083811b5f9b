using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Reflection;
using System.Runtime.InteropServices;
using Leastwise.Remote;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>The verbs together, and the rules that hold for all of them: messages, exit codes, interruption.</summary>
internal static class CommandLine
{
    /// <summary>The program's version without its build's details.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        // Asked for by scripts before anything else; not worth building the verbs for.
        if (args is ["--version"])
        {
            terminal.Out.WriteLine($"leastwise {Version}");
            return ExitCode.Done;
        }

        RootCommand root = Root(terminal, args.Length > 0 ? Array.Find(Verbs, verb => verb.Name == args[0])?.Name : null);
        if (args is [])
        {
            root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = terminal.Error });
            return ExitCode.Usage;
        }

        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(parsed, terminal);
        }

        using var cancellation = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            cancellation.Cancel();
        });
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            int exitCode = await parsed.InvokeAsync(configuration, cancellation.Token);
            await terminal.Out.FlushAsync(CancellationToken.None);
            // A step that was too near its end to stop for Ctrl-C does not make it an ordinary end.
            cancellation.Token.ThrowIfCancellationRequested();
            return exitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            bool keeps = parsed.CommandResult.Command.Options.Any(option => option.Name == "--ledger");
            terminal.Error.WriteLine(keeps ? "Interrupted. With --ledger, the logs that were read are kept and not read again." : "Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (InputException unusable)
        {
            terminal.Error.WriteLine(unusable.Message);
            return ExitCode.Input;
        }
        catch (DbException broken)
        {
            terminal.Error.WriteLine($"The ledger cannot be read ({broken.Message}); 'leastwise ledger verify' says whether it is whole.");
            return ExitCode.Input;
        }
        catch (IOException failed)
        {
            terminal.Error.WriteLine($"The result cannot be written ({failed.Message.TrimEnd('.')}).");
            return ExitCode.Input;
        }
        catch (RemoteException failed)
        {
            terminal.Error.WriteLine(Reporting.Legible.Plain(failed.Message));
            return ExitCode.Remote;
        }
        catch (UsageException wrong)
        {
            terminal.Error.WriteLine(wrong.Message);
            return ExitCode.Usage;
        }
    }

    /// <summary>The verbs in the order of the help, by the names that their commands have.</summary>
    private static readonly Verb[] Verbs =
    [
        new("assess", AssessCommand.Create),
        new("ingest", IngestCommand.Create),
        new("ledger", LedgerCommand.Create),
        new("athena", AthenaCommand.Create),
        new("ship", ShipCommand.Create),
        new("actors", ActorsCommand.Create),
        new("usage", UsageCommand.Create),
        new("sessions", SessionsCommand.Create),
        new("explain", ExplainCommand.Create),
        new("expand-policy", ExpandPolicyCommand.Create),
        new("catalog", CatalogCommand.Create),
        new("simulate", SimulateCommand.Create),
        new("who-can", WhoCanCommand.Create),
        new("can", CanCommand.Create),
        new("compare", CompareCommand.Create),
        new("replay", ReplayCommand.Create),
        new("trim", TrimCommand.Create),
        new("scan", ScanCommand.Create),
        new("scan-policy-file", ScanPolicyFileCommand.Create),
        new("create-exclusions-file", CreateExclusionsFileCommand.Create),
        new("paths", PathsCommand.Create),
        new("scan-multi-account", ScanMultiAccountCommand.Create),
        new("create-multi-account-config-file", CreateMultiAccountConfigFileCommand.Create),
        new("download", DownloadCommand.Create),
        new("collect", CollectCommand.Create),
        new("init", InitCommand.Create),
        new("report", ReportCommand.Create),
        new("completion", CompletionCommand.Create),
    ];

    /// <summary>The program's command.</summary>
    /// <param name="terminal">Where verbs write.</param>
    /// <param name="only">The one verb that is run; null for all. Making the options of the others would take as long as some answers.</param>
    private static RootCommand Root(Terminal terminal, string? only)
    {
        var root = new RootCommand(
            "Finds the AWS privileges that people and machines hold and do not need, and shows which are dangerous.");
        foreach (Verb verb in Verbs.Where(verb => only is null || verb.Name == only))
        {
            root.Add(verb.Create(terminal));
        }

        Help.Install(root);
        return root;
    }

    private static int Refuse(ParseResult parsed, Terminal terminal)
    {
        // A mistyped verb is a missing one too, to the parser; the name that was typed says more.
        bool mistyped = parsed.UnmatchedTokens.Count > 0 && parsed.Errors.Count > 1;
        foreach (ParseError error in parsed.Errors.Where(error => !(mistyped && error.Message.StartsWith("Required command", StringComparison.Ordinal))))
        {
            terminal.Error.WriteLine(error.Message);
        }

        if (parsed.UnmatchedTokens is [string typed, ..])
        {
            IEnumerable<string> names = parsed.CommandResult.Command.Subcommands.Select(command => command.Name)
                .Concat(parsed.CommandResult.Command.Options.Select(option => option.Name));
            if (NearestName.Find(typed, names) is [string nearest, ..])
            {
                terminal.Error.WriteLine($"Did you mean '{nearest}'?");
            }
        }

        var path = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
        {
            path.Push(command.Command.Name + " ");
        }

        terminal.Error.WriteLine($"See 'leastwise {string.Concat(path)}--help'.");
        return ExitCode.Usage;
    }

    /// <summary>A verb: what it is called, and how its command is made.</summary>
    private sealed record Verb(string Name, Func<Terminal, Command> Create);
}
