using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary><c>usage --user NAME | --role NAME | --all</c>: privileges, granted against used.</summary>
internal static class UsageCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ActorOptions();
        var choice = new UsageChoice();
        var style = new UsageStyleOptions();
        Option<string> format = OutputFormat.CreateWithTables();
        var command = new Command(
            "usage", "Put what users and roles are granted against what they used: two spaces = used, - = unused, ? = cannot be known, + = used, not granted now.");
        choice.AddTo(command);
        style.AddTo(command);
        command.Add(format);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            ActorRequest request = options.Read(parsed, terminal, choice.OtherAccount(parsed));
            string written = parsed.GetRequiredValue(format);
            return Task.FromResult(choice.List(parsed) is { } list
                ? ActorsCommand.Run(terminal, request, list == "roles", deleted: false, written, cancellation)
                : Run(terminal, request, choice, style, parsed, written, cancellation));
        });
        return command;
    }

    private static int Run(
        Terminal terminal, ActorRequest request, UsageChoice choice, UsageStyleOptions styles, ParseResult parsed, string format, CancellationToken cancellation)
    {
        if (!choice.IsAll(parsed))
        {
            ShortRun.LetMemoryGrow();
        }

        using var run = new UsageRun(terminal, request, cancellation);
        UsageStyle style = styles.Read(parsed, run, request.Color);
        ImmutableArray<IamPrincipal> actors = choice.Actors(parsed, run, request.Account);
        ImmutableArray<IamRole> destinations = choice.Destinations(parsed, run, request.Account);
        UsageAnalysis analysis = run.Analyse(
            choice.IsAll(parsed) ? null : [.. actors.Concat(destinations)], sessions: choice.ByOrigin(parsed) || !destinations.IsEmpty, details: style.GrantedOn is not null || choice.Denied(parsed));
        UsageHead head = run.Head(analysis);
        using var answer = new UsageAnswer(terminal, head, style, format, request.Color);
        if (choice.Denied(parsed))
        {
            var advisor = new DenialAdvisor(ActionCatalog.Default, run.Lookup());
            answer.WriteDenied(Ahead.Of(actors, analysis.Of).SelectMany(one => one.Denied.Select(denied => advisor.Of(one.Principal, denied))));
        }
        else if (choice.ByOrigin(parsed))
        {
            answer.WriteOrigins(Ahead.Of(actors, actor => (actor, analysis.ByOrigin(actor))));
        }
        else
        {
            answer.WriteUsage(destinations.IsEmpty
                ? Ahead.Of(actors, actor => (analysis.Of(actor), (IamPrincipal?)null))
                : actors.SelectMany(actor => destinations.Select(role => (analysis.Through(role, actor), (IamPrincipal?)actor))));
        }

        return run.ExitCode;
    }
}
