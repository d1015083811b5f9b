using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.Search;
using Leastwise.Reporting;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary><c>ship PATH… --to URL</c>: log files into an index of OpenSearch or Elasticsearch, from which <c>ingest opensearch</c> takes all that files tell.</summary>
internal static class ShipCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "CloudTrail logs: files, or folders with all below them", Arity = ArgumentArity.OneOrMore };
        var to = new Option<string>("--to") { Description = "Where the server answers, such as https://logs.example.org:9200", HelpName = "URL", Required = true };
        var state = new Option<string?>("--state") { Description = "Remember in this file which log files arrived, and do not read them again", HelpName = "FILE" };
        Option<string?> since = IngestCommand.Date("--since", "Send events of this day (UTC) and later ones; log files that are older by their names are not opened");
        Option<string?> until = IngestCommand.Date("--until", "Send events of this day and earlier ones");
        Option<string[]> accounts = IngestCommand.Several("--account", "Send the events that this account's trail recorded", "ID");
        Option<string> format = OutputFormat.Create();
        var search = new SearchCliOptions(patterns: false);
        var command = new Command("ship", "Send CloudTrail logs to OpenSearch or Elasticsearch: each event is one document, however often it is sent.")
        {
            paths, to, state, since, until, accounts, format,
        };
        search.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(to) is { Implicit: false } && SearchCliOptions.AddressOf(result.GetValue(to)) is null)
            {
                result.AddError("The server's address is written https://HOST:PORT.");
            }

            if ((result.GetValue(paths) ?? []).Contains(StandardInput.Sign))
            {
                result.AddError("Files and folders are shipped, not standard input.");
            }

            IngestCommand.CheckDays(result, since, until);
            IngestCommand.CheckAccounts(result, accounts);
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var network = new AwsNetwork(TimeProvider.System);
            SearchOptions options = search.Read(parsed, SearchCliOptions.AddressOf(parsed.GetValue(to)) ?? throw new InvalidOperationException("Checked before."), network);
            using ShipCheckpoint known = parsed.GetValue(state) is { } path ? ShipCheckpoint.Open(path, $"{options.Address.Authority}/{options.Index}") : ShipCheckpoint.None;
            ShipSummary summary;
            using (var progress = new ProgressLine(terminal))
            {
                var filter = new IngestFilter { Since = IngestCommand.Day(parsed.GetValue(since)), Until = IngestCommand.Day(parsed.GetValue(until)), Accounts = [.. parsed.GetValue(accounts) ?? []] };
                summary = await new Shipper(new SearchClient(options, network)) { Filter = filter }
                    .ShipAsync(parsed.GetValue(paths) ?? [], known, new SynchronousProgress<long>(done => progress.Show($"shipping: {done:N0} events arrived")), cancellation);
            }

            return Tell(terminal, summary, options, parsed.GetValue(paths) ?? [], parsed.GetRequiredValue(format));
        });
        return command;
    }

    private static int Tell(Terminal terminal, ShipSummary summary, SearchOptions options, string[] paths, string format)
    {
        Problems.Write(terminal, summary.BadFiles.Select(bad => new Diagnostic(DiagnosticSeverity.Error, bad.Reason, SourcePosition.WholeFile(bad.Path))), "they are named in the order of reading");
        foreach (ShipFailure failure in summary.Failures)
        {
            terminal.Error.WriteLine($"{Legible.Plain(failure.File)}: the event {Legible.Plain(failure.Id)} was not taken: {Legible.Plain(failure.Reason)}.");
        }

        if (format == OutputFormat.Json)
        {
            terminal.WriteJson(stream => ShipJson.Write(summary, options, stream));
        }
        else
        {
            WriteText(terminal, summary, options);
        }

        return summary.Failed > 0 ? ExitCode.Remote : summary.BadFiles.Any(bad => paths.Contains(bad.Path)) ? ExitCode.Input : ExitCode.Done;
    }

    private static void WriteText(Terminal terminal, ShipSummary summary, SearchOptions options)
    {
        string known = summary.FilesKnown > 0 ? $", {summary.FilesKnown:N0} known already" : "";
        string leftOut = summary.FilesLeftOut > 0 ? $", {summary.FilesLeftOut:N0} left out by their names" : "";
        string kept = summary.Kept > 0 ? $", {summary.Kept:N0} of them kept whole without being indexed" : "";
        string others = summary.LeftOut > 0 ? $", {summary.LeftOut:N0} not asked for" : "";
        string lost = summary.Failed + summary.BadRecords > 0 ? $", {summary.Failed:N0} not taken, {summary.BadRecords:N0} unreadable" : "";
        terminal.Out.WriteLine($"index            {options.Index} at {options.Address.Authority}");
        terminal.Out.WriteLine($"files            {summary.Files:N0} read{known}{leftOut}");
        terminal.Out.WriteLine($"events           {summary.Created:N0} new{kept}, {summary.Known:N0} there before{others}{lost}");
    }
}
