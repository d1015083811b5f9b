using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Reporting;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary><c>ledger info|verify|compact|merge|export</c>: what a ledger holds, whether it is whole, and its care.</summary>
internal static class LedgerCommand
{
    public static Command Create(Terminal terminal) => new("ledger", "Look into a ledger and take care of it.")
    {
        Info(terminal), Verify(terminal), Compact(terminal), Merge(terminal), Export(terminal),
    };

    private static Command Info(Terminal terminal)
    {
        Option<string> ledger = IngestCommand.Ledger(), format = OutputFormat.Create();
        var command = new Command("info", "What a ledger holds: files, events, who, and what the logs reach over.") { ledger, format };
        command.SetAction(parsed => Using(parsed.GetRequiredValue(ledger), (path, opened) =>
        {
            LedgerInfo info = opened.Info();
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
            {
                terminal.WriteJson(stream => IngestJson.Write(path, info, stream));
            }
            else
            {
                IngestText.Write(terminal.Out, path, info);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static Command Verify(Terminal terminal)
    {
        Option<string> ledger = IngestCommand.Ledger();
        var command = new Command("verify", "Check that a ledger is whole and its sums agree; exit code 1 where they do not.") { ledger };
        command.SetAction(parsed => Using(parsed.GetRequiredValue(ledger), (path, opened) =>
        {
            ImmutableArray<string> problems = opened.Verify();
            foreach (string problem in problems)
            {
                terminal.Out.WriteLine(Legible.Plain(problem));
            }

            terminal.Out.WriteLine(problems.IsEmpty ? $"{Legible.Plain(path)} is whole: every counted event is observed once." : "Make a new ledger from the logs.");
            return problems.IsEmpty ? ExitCode.Done : ExitCode.Found;
        }));
        return command;
    }

    private static Command Compact(Terminal terminal)
    {
        Option<string> ledger = IngestCommand.Ledger();
        var before = new Option<string?>("--forget-before")
        {
            Description = "Forget which events of earlier days are counted; such events are not counted any more, but their sums stay",
            HelpName = "DATE",
        };
        var command = new Command("compact", "Make a ledger smaller without changing what it answers.") { ledger, before };
        command.Validators.Add(result =>
        {
            if (result.GetValue(before) is string text && IngestCommand.Day(text) is null)
            {
                result.AddError($"'{text}' is no date; write it as 2026-06-01.");
            }
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(Using(parsed.GetRequiredValue(ledger), (path, opened) =>
        {
            long size = opened.Info().SizeBytes;
            opened.Compact(IngestCommand.Day(parsed.GetValue(before)), terminal.Error.WriteLine, cancellation);
            terminal.Out.WriteLine($"{Legible.Plain(path)}: {size / 1e6:N1} MB before, {opened.Info().SizeBytes / 1e6:N1} MB now.");
            return ExitCode.Done;
        })));
        return command;
    }

    private static Command Merge(Terminal terminal)
    {
        var sources = new Argument<string[]>("SOURCE") { Description = "Ledgers to take in; they stay as they are", Arity = ArgumentArity.OneOrMore };
        Option<string> ledger = IngestCommand.Ledger();
        var command = new Command("merge", "Take other ledgers into one, each event once; refused where sums could not be told apart.") { sources, ledger };
        command.SetAction((parsed, cancellation) => Task.FromResult(Using(
            parsed.GetRequiredValue(ledger),
            (_, opened) =>
            {
                foreach (string source in parsed.GetValue(sources) ?? [])
                {
                    (long added, long known) = opened.Merge(source, terminal.Error.WriteLine, cancellation);
                    terminal.Out.WriteLine($"{Legible.Plain(source)}: {added:N0} logged days added, {known:N0} known already.");
                }

                return ExitCode.Done;
            },
            create: true)));
        return command;
    }

    private static Command Export(Terminal terminal)
    {
        Option<string> ledger = IngestCommand.Ledger();
        var table = new Option<string[]>("--table") { Description = "What to write; all where none is named, and observations for CSV", HelpName = string.Join('|', Usage.Ledger.ExportTables), AllowMultipleArgumentsPerToken = true };
        table.AcceptOnlyFromAmong([.. Usage.Ledger.ExportTables]);
        var format = new Option<string>("--format") { Description = "jsonl for an object a line, csv for one table", HelpName = "jsonl|csv", DefaultValueFactory = _ => OutputFormat.Lines };
        format.AcceptOnlyFromAmong(OutputFormat.Lines, "csv");
        var command = new Command("export", "Write what a ledger holds, in an order that depends on the events alone: ledgers of the same events give the same bytes.") { ledger, table, format };
        command.Validators.Add(result =>
        {
            if (result.GetValue(format) == "csv" && result.GetValue(table) is { Length: > 1 })
            {
                result.AddError("CSV holds one table; name one with --table.");
            }
        });
        command.SetAction(parsed => Using(parsed.GetRequiredValue(ledger), (_, opened) =>
        {
            string[] tables = parsed.GetValue(table) ?? [];
            using Stream output = terminal.OpenOut();
            if (parsed.GetRequiredValue(format) == OutputFormat.Lines)
            {
                opened.ExportLines(output, tables);
            }
            else
            {
                opened.ExportCsv(output, tables is [string one] ? one : "observations");
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static int Using(string path, Func<string, Usage.Ledger, int> use, bool create = false)
    {
        try
        {
            using Usage.Ledger ledger = create ? Usage.Ledger.Open(path) : Usage.Ledger.OpenExisting(path);
            return use(path, ledger);
        }
        catch (LedgerException unusable)
        {
            throw new InputException(unusable.Message);
        }
    }
}
