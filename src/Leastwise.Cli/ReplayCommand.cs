using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Trimming.Replaying;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary><c>replay</c>: what was done, decided under proposed policies.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ActorOptions();
        var proposal = new ReplayProposal();
        var user = new Option<string?>("--user") { Description = "Only this user's history: its name, ARN or unique id", HelpName = "NAME" };
        var role = new Option<string?>("--role") { Description = "Only this role's history: its name, ARN or unique id", HelpName = "NAME" };
        var all = new Option<bool>("--all") { Description = "The history of every user and role" };
        var failOnBreak = new Option<bool>("--fail-on-break") { Description = "Exit code 1 where an event would break" };
        Option<string> format = OutputFormat.Create();
        var command = new Command(
            "replay",
            "Decide what was done under proposed policies: allowed as before, would break, cannot be decided; and what is denied today and would be allowed.");
        proposal.AddTo(command);
        foreach (Option option in new Option[] { user, role, all, failOnBreak, format })
        {
            command.Add(option);
        }

        options.AddTo(command);
        command.Validators.Add(result =>
        {
            int chosen = new[] { result.GetValue(user) is not null, result.GetValue(role) is not null, result.GetValue(all) }.Count(one => one);
            if (chosen > 1)
            {
                result.AddError("Say whose history: one of --user NAME, --role NAME and --all.");
            }
            else if (chosen == 0 && proposal.IsOfPrincipal(result))
            {
                result.AddError("Whose policies are these to be? Say --role NAME, --user NAME, or --all.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            Proposal proposed = proposal.Read(parsed, out ImmutableArray<string> remarks);
            ActorRequest request = options.Read(parsed, terminal);
            using var run = new UsageRun(terminal, request, cancellation);
            string? typed = parsed.GetValue(role) ?? parsed.GetValue(user);
            ImmutableArray<IamPrincipal>? whose = typed is null ? null : run.Find(parsed.GetValue(role) is not null, typed, request.Account);
            UsageAnalysis analysis = run.Analyse(whose, sessions: true, details: true);
            var replay = new Replay(ActionCatalog.Default, analysis, run.Lookup());
            ReplayResult result = replay.Run(whose ?? [.. analysis.Actors.Where(actor => run.IsWanted(actor.AccountId))], proposed);
            result = result with { Remarks = [.. remarks, .. ReplayProposal.Remarks] };
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
            {
                terminal.WriteJson(stream => ReplayJson.Write(result, stream));
            }
            else
            {
                terminal.Out.Write(ReplayText.Write(result, terminal.Width, request.Color));
            }

            return Task.FromResult(run.ExitCode != ExitCode.Done ? run.ExitCode : parsed.GetValue(failOnBreak) && result.Breaks ? ExitCode.Found : ExitCode.Done);
        });
        return command;
    }
}
