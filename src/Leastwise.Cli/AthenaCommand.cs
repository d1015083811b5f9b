using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.Athena;
using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary><c>athena teardown</c>: removes what <c>ingest athena</c> made.</summary>
internal static class AthenaCommand
{
    public static Command Create(Terminal terminal) => new("athena", "Take care of what 'ingest athena' leaves in an account.") { Teardown(terminal) };

    private static Command Teardown(Terminal terminal)
    {
        var places = new AthenaCliOptions();
        var aws = new AwsCliOptions("--aws-region");
        Option<bool> dryRun = new("--dry-run") { Description = "Say what would be removed, and remove nothing" };
        var command = new Command("teardown", "Remove the results of Leastwise's own queries, the tables that it made, and its database. Logs are never touched.") { dryRun };
        places.AddPlacesTo(command);
        aws.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            bool only = parsed.GetValue(dryRun);
            using var network = new AwsNetwork(TimeProvider.System);
            AthenaRemoved gone = await new AthenaTeardown(AwsSession.Open(aws.Read(parsed), network), places.Read(parsed)).RunAsync(only, cancellation);
            string done = only ? "would remove" : "removed";
            foreach (string one in gone.Results.Select(result => $"result {result}").Concat(gone.Tables.Select(table => $"table {table}")).Concat(gone.Database is null ? [] : [$"database {gone.Database}"]))
            {
                terminal.Out.WriteLine($"{done} {Legible.Plain(one)}");
            }

            if (gone.Stays is { } why)
            {
                terminal.Error.WriteLine(Legible.Plain($"No database was removed: {why}."));
            }

            if (gone.Results.Count + gone.Tables.Count == 0)
            {
                terminal.Error.WriteLine("There were no results or tables of Leastwise's. Athena knows queries of the last 45 days; another workgroup is named with --workgroup.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
