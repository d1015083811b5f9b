using System.CommandLine;
using System.Diagnostics;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Risks.Paths;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>paths [FOLDER]</c>: who can become administrator, or somebody else, by which known paths.</summary>
internal static class PathsCommand
{
    private const string Dot = "dot";
    private const string Mermaid = "mermaid";
    private const string Administrator = "admin";

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string?>("FOLDER")
        {
            Description = "A folder with account details and, if there is one, the organization",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var from = new Option<string?>("--from") { Description = "Every way of this user or role (ARN, or name), not the shortest of each", HelpName = "PRINCIPAL" };
        var to = new Option<string>("--to") { Description = "Whom to become: admin, admin:ACCOUNT for that of one account, or a user or role", HelpName = "admin|PRINCIPAL", DefaultValueFactory = _ => Administrator };
        var hops = new Option<int>("--max-hops") { Description = "At most so many hops", HelpName = "N", DefaultValueFactory = _ => 5 };
        var most = new Option<int>("--most") { Description = "With --from, show at most so many ways", HelpName = "N", DefaultValueFactory = _ => 20 };
        var cut = new Option<bool>("--cut") { Description = "Compute the cheapest set of grants whose removal breaks all paths to administrator, and prove it" };
        var fail = new Option<bool>("--fail-if-any") { Description = "End with 1 where there is any such path" };
        var sure = new Option<string>("--confidence")
        {
            Description = "Only steps at least so sure: high (decided), medium (conditions too), low (also what must exist besides)",
            HelpName = "high|medium|low",
            DefaultValueFactory = _ => "low",
        };
        sure.AcceptOnlyFromAmong("high", "medium", "low");
        var resources = new Option<string?>("--existing") { Description = "What runs with roles: JSON, see docs/paths.md", HelpName = "FILE" };
        var trail = new Option<string[]>("--trail") { Description = "With --cut, CloudTrail logs: grants that were not used go first", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
        var ledger = new Option<string?>("--ledger") { Description = "With --cut, the ledger of such logs", HelpName = "FILE" };
        var format = new Option<string>("--format")
        {
            Description = "text for people, json for programs, dot for Graphviz, mermaid for Markdown pages",
            HelpName = "text|json|dot|mermaid",
            DefaultValueFactory = _ => OutputFormat.Text,
        };
        format.AcceptOnlyFromAmong(OutputFormat.Text, OutputFormat.Json, Dot, Mermaid);
        foreach (Option<int> number in new[] { hops, most })
        {
            number.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                {
                    result.AddError($"{number.Name} takes a number of at least 1.");
                }
            });
        }

        var accounts = new AccountOptions();
        var command = new Command("paths", "Show who can become administrator, or somebody else, by known ways of escalation over any number of hops.")
        {
            folder, from, to, hops, most, sure, fail, resources, cut, trail, ledger, format,
        };
        accounts.AddTo(command);
        accounts.Require(command, result => result.GetValue(folder));
        accounts.RefuseResources(command, "paths does not look at policies of resources: every known path goes over identity and trust policies, which the account details hold. Leave out --resource-policies.");
        command.Validators.Add(result =>
        {
            bool narrowed = result.GetValue(from) is not null || (result.GetValue(to) is { } goal && !goal.Equals(Administrator, StringComparison.OrdinalIgnoreCase));
            if (result.GetValue(cut) && (narrowed || result.GetValue(format) is Dot or Mermaid))
            {
                result.AddError("--cut breaks the paths of everybody to administrator, as text or json: leave out --from, --to and other formats.");
            }

            if (!result.GetValue(cut) && (result.GetValue(trail) is { Length: > 0 } || result.GetValue(ledger) is not null))
            {
                result.AddError("--trail and --ledger tell --cut which grants are used; without --cut they mean nothing.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            AccountFiles files = accounts.Read(parsed, terminal, parsed.GetValue(folder));
            var lookup = new PolicyLookup(files.Accounts, files.Organization, files.Resources);
            string goal = parsed.GetRequiredValue(to);
            var request = new RouteRequest
            {
                From = parsed.GetValue(from) is { } typed ? ArnOf(lookup, typed) : null,
                To = IsAdministrator(goal) ? null : ArnOf(lookup, goal),
                ToAccount = IsAdministrator(goal) ? AccountOf(goal, files) : null,
                MaxHops = parsed.GetRequiredValue(hops),
                Most = parsed.GetRequiredValue(most),
            };
            ExistingResources existing = parsed.GetValue(resources) is { } file ? ExistingResourcesReader.Read(file) : ExistingResources.None;
            Problems.Write(terminal, existing.Diagnostics, "correct these first");
            PathConfidence leastSure = Enum.Parse<PathConfidence>(parsed.GetRequiredValue(sure), ignoreCase: true);
            EscalationGraph graph = EscalationGraph.Build(ActionCatalog.Default, files.Accounts, files.Organization, existing, leastSure);
            EscalationRoutes found = graph.Find(request);
            (Func<string, string, GrantUse> Of, int ExitCode)? use = PathUse.Read(
                terminal, accounts.RequestOf(parsed, parsed.GetValue(folder), parsed.GetValue(trail) ?? [], parsed.GetValue(ledger)), files.Problems, cancellation);
            EscalationCut? broken = parsed.GetValue(cut)
                ? CutSearch.Of(graph, ActionCatalog.Default, files.Accounts, files.Organization, existing, leastSure, use?.Of)
                : null;
            switch (parsed.GetRequiredValue(format))
            {
                case OutputFormat.Json:
                    terminal.WriteJson(stream => PathsJson.Write(found, broken, stream));
                    break;
                case Dot:
                    terminal.Out.Write(PathsGraph.WriteDot(found.Routes));
                    break;
                case Mermaid:
                    terminal.Out.Write(PathsGraph.WriteMermaid(found.Routes));
                    break;
                default:
                    terminal.Out.Write(broken is null ? PathsText.Write(found, terminal.Width, terminal.Color) : CutText.Write(broken, terminal.Width, terminal.Color));
                    break;
            }

            bool unusable = existing.Diagnostics.Any(problem => problem.Severity == DiagnosticSeverity.Error);
            bool isFailure = parsed.GetValue(fail) && !found.Routes.IsEmpty;
            return Task.FromResult(unusable || use?.ExitCode == ExitCode.Input ? ExitCode.Input : files.ExitCode != ExitCode.Done ? files.ExitCode : isFailure ? ExitCode.Found : ExitCode.Done);
        });
        return command;
    }

    // An account's number alone means its administrator too: no user or role is reached by such a name more easily than by its ARN.
    private static bool IsAdministrator(string goal) => goal.Equals(Administrator, StringComparison.OrdinalIgnoreCase)
        || goal.StartsWith(Administrator + ":", StringComparison.OrdinalIgnoreCase) || (goal.Length == 12 && goal.All(char.IsAsciiDigit));

    private static string? AccountOf(string goal, AccountFiles files)
    {
        string account = goal[(goal.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (account.Equals(Administrator, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string? named = files.Organization?.AccountNames.Where(one => one.Value.Equals(account, StringComparison.OrdinalIgnoreCase)).Select(one => one.Key).FirstOrDefault();
        return files.Accounts.Select(one => one.AccountId).FirstOrDefault(id => id == account || id == named)
            ?? throw new InputException($"--to {Legible.Plain(goal)}: the account files speak of {string.Join(", ", files.Accounts.Select(one => one.AccountId))} only.");
    }

    private static string ArnOf(PolicyLookup lookup, string typed) =>
        PrincipalChoice.Find(lookup, typed).Holder is { } holder ? holder.Arn : throw new InputException(PrincipalChoice.NotThere(lookup, typed));
}
