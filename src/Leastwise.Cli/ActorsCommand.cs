using System.CommandLine;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Sessions;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary><c>actors users|roles</c>: who is there, and who was active in the window.</summary>
internal static class ActorsCommand
{
    public static Command Create(Terminal terminal) => new("actors", "List the users or roles, and whether they were active in the window.")
    {
        OfType(terminal, "users", roles: false),
        OfType(terminal, "roles", roles: true),
    };

    /// <summary>Writes the list.</summary>
    public static int Run(Terminal terminal, ActorRequest request, bool roles, bool deleted, string format, CancellationToken cancellation)
    {
        using var run = new UsageRun(terminal, request, cancellation);
        var candidates = run.Candidates(roles, request.Account);
        UsageAnalysis analysis = run.Analyse(null);
        UsageHead head = run.Head(analysis);
        List<ActorUsage> actors = [.. Ahead.Of(candidates, one => Light(analysis.Of(one)))];
        List<VanishedActor> vanished = deleted ? [.. VanishedActors.Of(analysis, [.. run.Accounts.Select(one => one.AccountId).Where(run.IsWanted)], roles)] : [];
        switch (format)
        {
            case OutputFormat.Json:
                terminal.WriteJson(stream => UsageJson.WriteActors(head, actors, vanished, stream));
                break;
            case OutputFormat.Csv:
                UsageCsv.WriteActors(head, actors, vanished, terminal.Out);
                break;
            case OutputFormat.Markdown:
                terminal.Out.Write(UsageMarkdown.Head(head) + UsageMarkdown.WriteActors(actors, vanished, head.Window));
                break;
            default:
                terminal.Out.Write(ActorsText.Write(actors, vanished, head, run.Accounts.Count(one => run.IsWanted(one.AccountId)) > 1, request.Color));
                break;
        }

        return run.ExitCode;
    }

    /// <summary>Without the privileges, of which only the counts are listed and which a large account has millions of.</summary>
    private static ActorUsage Light(ActorUsage actor) => actor with { Privileges = [] };

    private static Command OfType(Terminal terminal, string name, bool roles)
    {
        var options = new ActorOptions();
        var deleted = new Option<bool>("--deleted") { Description = "Those too that only the logs know: deleted, or younger than the account file" };
        Option<string> format = OutputFormat.CreateWithTables();
        var command = new Command(name, $"List the {name}: '-' marks one without any event in the window; then first and last event, events, and privileges used of those granted.")
        {
            deleted, format,
        };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(
            Run(terminal, options.Read(parsed, terminal), roles, parsed.GetValue(deleted), parsed.GetRequiredValue(format), cancellation)));
        return command;
    }
}
