using System.CommandLine;
using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary><c>actors users|roles</c>: who is there, and who was active in the window.</summary>
internal static class ActorsCommand
{
    public static Command Create(Terminal terminal) => new("actors", "List the users or roles, and whether they were active in the window.")
    {
        OfType(terminal, "users", "user"),
        OfType(terminal, "roles", "role"),
    };

    private static Command OfType(Terminal terminal, string name, string type)
    {
        var inputs = new InputOptions();
        Option<string> format = OutputFormat.Create();
        var command = new Command(name, $"List the {name}: '-' marks one without any event in the window; then when it was last seen, events, and privileges used of those granted.");
        inputs.AddTo(command);
        command.Add(format);
        command.SetAction((parsed, cancellation) =>
        {
            Assessed assessed = new Assessor(terminal, cancellation).Run(inputs.Read(parsed));
            AssessedPrincipal[] actors = [.. assessed.Assessment.Principals.Where(principal => principal.Type == type)];
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
            {
                terminal.WriteJson(stream => UsageJson.WriteActors(assessed.Assessment.Window, actors, stream));
            }
            else
            {
                terminal.Out.Write(ActorsText.Write(actors, assessed.Assessment.Accounts.Length > 1));
            }

            return Task.FromResult(assessed.ExitCode);
        });
        return command;
    }
}
