using System.CommandLine;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>can PRINCIPAL [FOLDER]</c>: everything that a user or role holds.</summary>
internal static class CanCommand
{
    private const string Csv = "csv";

    public static Command Create(Terminal terminal)
    {
        var principal = new Argument<string>("PRINCIPAL") { Description = "A user or role: its ARN, or its name where only one has it" };
        var folder = new Argument<string?>("FOLDER")
        {
            Description = "A folder with account details and, if there is one, the organization",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var service = new Option<string[]>("--service") { Description = "Only privileges of this service, such as s3", HelpName = "PREFIX", AllowMultipleArgumentsPerToken = true };
        var level = new Option<string[]>("--level") { Description = "Only privileges of this access level", HelpName = string.Join('|', LevelWords.All), AllowMultipleArgumentsPerToken = true };
        level.AcceptOnlyFromAmong([.. LevelWords.All]);
        var resource = new Option<string?>("--resource") { Description = "Only what is granted on some resource of this ARN or pattern", HelpName = "PATTERN" };
        var format = new Option<string>("--format") { Description = "text for people, json and csv for programs", HelpName = "text|json|csv", DefaultValueFactory = _ => OutputFormat.Text };
        format.AcceptOnlyFromAmong(OutputFormat.Text, OutputFormat.Json, Csv);
        var session = new Option<string[]>("--session-policy") { Description = "What a session with these policies holds", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var accounts = new AccountOptions();
        var command = new Command("can", "List everything that a user or role holds: on which resources, under which conditions, by which statements.")
        {
            principal, folder, service, level, resource, session, format,
        };
        accounts.AddTo(command);
        accounts.Require(command, result => result.GetValue(folder));
        command.SetAction(parsed =>
        {
            ActionCatalog catalog = ActionCatalog.Default;
            var filter = new GrantFilter
            {
                Actions = Wanted(catalog, parsed.GetValue(service) ?? [], parsed.GetValue(level) ?? []),
                Resource = parsed.GetValue(resource),
            };
            AccountFiles files = accounts.Read(parsed, terminal, parsed.GetValue(folder));
            var lookup = new PolicyLookup(files.Accounts, files.Organization, files.Resources);
            string typed = parsed.GetRequiredValue(principal);
            IamPrincipal holder = PrincipalChoice.Find(lookup, typed).Holder ?? throw new InputException(PrincipalChoice.NotThere(lookup, typed));
            AccountSnapshot account = files.Accounts.First(one => one.AccountId == holder.AccountId);
            var problems = new List<Diagnostic>();
            PrincipalGrants held = new GrantCalculator(catalog).GrantsOf(
                holder, account, files.Organization, [.. (parsed.GetValue(session) ?? []).Select(file => PolicyOptions.Read(file, PolicyKind.Session, problems))]);
            Problems.Write(terminal, [.. problems, .. held.Diagnostics], "correct these first");
            switch (parsed.GetRequiredValue(format))
            {
                case OutputFormat.Json:
                    terminal.WriteJson(stream => GrantJson.WriteGrants(holder, filter.Of(held), stream));
                    break;
                case Csv:
                    GrantCsv.Write(filter.Of(held), terminal.Out);
                    break;
                default:
                    terminal.Out.Write(GrantText.WriteGrants(holder, catalog, [.. filter.Of(held)], terminal.Width, terminal.Color));
                    break;
            }

            return files.ExitCode;
        });
        return command;
    }

    private static ActionSet Wanted(ActionCatalog catalog, string[] services, string[] levels)
    {
        ActionSet wanted = services.Length == 0 ? catalog.All : ActionSet.UnionOf([.. services.Select(prefix => Service(catalog, prefix).Actions)]);
        return levels.Length == 0 ? wanted : wanted.Intersect(ActionSet.UnionOf([.. levels.Select(name => catalog.ByLevel(LevelWords.Parse(name)))]));
    }

    private static CatalogService Service(ActionCatalog catalog, string prefix)
    {
        if (catalog.FindService(prefix) is { } service)
        {
            return service;
        }

        IReadOnlyList<string> nearest = NearestName.Find(prefix, catalog.Services.Select(known => known.Prefix));
        throw new UsageException($"The catalogue has no service '{Legible.Plain(prefix)}'{(nearest.Count > 0 ? $"; did you mean {string.Join(" or ", nearest)}?" : ".")}");
    }
}
