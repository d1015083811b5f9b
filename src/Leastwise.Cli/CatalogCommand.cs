using System.CommandLine;
using Leastwise.Catalog;

namespace Leastwise.Cli;

/// <summary><c>catalog</c>: which catalogue the program carries, what is in it, how old it is.</summary>
internal static class CatalogCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> format = OutputFormat.Create();
        var command = new Command("catalog", "Say what the embedded catalogue holds: its date and age, its counts, and what it was built from.")
        {
            format, CatalogRefreshCommand.Create(terminal),
        };
        command.SetAction(parsed =>
        {
            CatalogSummary summary = CatalogSummary.Of(ActionCatalog.Default, TimeProvider.System);
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
            {
                terminal.WriteJson(stream => CatalogSummaryJson.Write(summary, stream));
            }
            else
            {
                CatalogSummaryText.Write(terminal.Out, summary);
            }

            if (summary.IsOld)
            {
                terminal.Error.WriteLine(
                    $"The catalogue is {summary.AgeDays} days old, more than {CatalogSummary.DaysUntilOld}; AWS has added actions since. Install a newer version of Leastwise.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
