using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Sessions;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary><c>sessions</c>: who went where, over any number of roles and accounts, and who may and never did.</summary>
internal static class SessionsCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ActorOptions();
        var user = new Option<string?>("--user") { Description = "Only sessions that this user began: name, ARN or unique id", HelpName = "NAME" };
        var role = new Option<string?>("--role") { Description = "Only sessions that led to this role, or through it", HelpName = "NAME" };
        var table = new Option<bool>("--table") { Description = "A table in the place of trees, most sessions first" };
        Option<string> format = OutputFormat.CreateWithTables();
        var command = new Command("sessions", "Show who used which role, as a tree: from the person or machine through every role to the last; then who may assume roles and never did.")
        {
            user, role, table, format,
        };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            ActorRequest request = options.Read(parsed, terminal);
            using var run = new UsageRun(terminal, request, cancellation);
            ImmutableArray<IamPrincipal> users = parsed.GetValue(user) is { } typedUser ? run.Find(roles: false, typedUser, request.Account) : [];
            ImmutableArray<IamPrincipal> roles = parsed.GetValue(role) is { } typedRole ? run.Find(roles: true, typedRole, request.Account) : [];
            UsageAnalysis analysis = run.Analyse(null, sessions: true);
            SessionMap map = analysis.Sessions();
            ImmutableArray<SessionOrigin> ways =
            [
                .. map.Ways
                    .Where(way => users.IsEmpty || (way.Origin is Origin.User { FormerId: null } origin && users.Any(one => Same(one.Arn, origin.Arn))))
                    .Where(way => roles.IsEmpty || way.Chain.Any(hop => roles.Any(one => Same(one.Arn, hop.Role))))
                    .Where(way => request.Account is null || way.Chain.Any(hop => run.IsWanted(AccountOf(hop.Role)))),
            ];
            ImmutableArray<UnusedTrust> trusts = users.IsEmpty ? Trusts(run, map, roles) : [];
            UsageHead head = run.Head(analysis);
            switch (parsed.GetRequiredValue(format))
            {
                case OutputFormat.Json:
                    terminal.WriteJson(stream => SessionReport.WriteJson(head, ways, trusts, stream));
                    break;
                case OutputFormat.Csv:
                    SessionReport.WriteCsv(ways, trusts, terminal.Out);
                    break;
                case OutputFormat.Markdown:
                    terminal.Out.Write(SessionReport.Markdown(head, ways, trusts));
                    break;
                default:
                    terminal.Out.Write(parsed.GetValue(table) ? SessionReport.Table(head, ways, request.Color) : SessionReport.Text(head, ways, trusts, request.Color));
                    break;
            }

            return Task.FromResult(run.ExitCode);
        });
        return command;
    }

    private static ImmutableArray<UnusedTrust> Trusts(UsageRun run, SessionMap map, ImmutableArray<IamPrincipal> only)
    {
        int? assume = ActionCatalog.Default.Find("sts:AssumeRole")?.Id;
        IEnumerable<IamPrincipal> holders = run.Accounts.SelectMany(account => account.Actors).Where(one => assume is { } id && run.GrantsOf(one).Actions.Contains(id));
        var reach = new AssumeReach(run.Lookup(), holders, map);
        return
        [
            .. run.Accounts.Where(account => run.IsWanted(account.AccountId))
                .SelectMany(account => account.Roles)
                .Where(one => only.IsEmpty || only.Any(wanted => wanted.Arn == one.Arn))
                .OrderBy(one => one.Arn, StringComparer.Ordinal)
                .Select(reach.Of),
        ];
    }

    private static bool Same(string one, string other) => one == other || (LoggedActor.NameKey(one) is { } key && key == LoggedActor.NameKey(other));

    private static string AccountOf(string arn) => Text.Arn.TryParse(arn, out Text.Arn? parsed) ? parsed.Account : "";
}
