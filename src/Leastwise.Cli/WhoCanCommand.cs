using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Reporting;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>who-can ACTION [RESOURCE] [FOLDER]</c>: every user and role that holds a privilege, and how it comes to.</summary>
internal static class WhoCanCommand
{
    public static Command Create(Terminal terminal)
    {
        var action = new Argument<string>("ACTION") { Description = "The privilege, such as iam:PassRole" };
        var places = new Argument<string[]>("RESOURCE|FOLDER")
        {
            Description = "On which resource: an ARN (decided with every layer) or a pattern of one; and the folder with account details",
            Arity = new ArgumentArity(0, 2),
        };
        var owner = new Option<string?>("--resource-account") { Description = "The account that holds the resource, where its ARN does not tell", HelpName = "ACCOUNT" };
        Option<string> format = OutputFormat.Create();
        var accounts = new AccountOptions();
        var command = new Command("who-can", "List every user and role that holds a privilege, under which conditions, and by which statements.") { action, places, owner, format };
        accounts.AddTo(command);
        accounts.Require(command, result => FolderOf(result.GetValue(places)));
        command.Validators.Add(result =>
        {
            if (result.GetValue(places) is { Length: 2 } typed && (ResourceOf(typed) is null || FolderOf(typed) is null))
            {
                result.AddError($"Of '{typed[0]}' and '{typed[1]}', one must be a resource (an ARN, or a pattern that begins with arn: or *) and one a folder.");
            }
        });
        command.SetAction(parsed =>
        {
            ActionCatalog catalog = ActionCatalog.Default;
            string typed = parsed.GetRequiredValue(action);
            CatalogAction asked = catalog.Find(typed) ?? throw new UsageException(UnknownAction.Message(catalog, typed));
            string? resource = ResourceOf(parsed.GetValue(places)) is { } named && named != "*" ? named : null;
            AccountFiles files = accounts.Read(parsed, terminal, FolderOf(parsed.GetValue(places)));
            var whoCan = new WhoCan(catalog, new GrantCalculator(catalog), files.Accounts, new PolicyLookup(files.Accounts, files.Organization, files.Resources));
            Problems.Write(terminal, whoCan.Diagnostics, "correct these first");
            string? account = parsed.GetValue(owner);
            if (account is null && Arn.TryParse(resource, out Arn? arn) && arn.Account.Length == 0 && !WildcardPattern.HasWildcard(resource))
            {
                terminal.Error.WriteLine(Legible.Plain($"{resource} was taken to belong to the account of each who asks; --resource-account says otherwise."));
            }

            Holders holders = whoCan.Ask(asked, resource, account);
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
            {
                terminal.WriteJson(stream => GrantJson.WriteHolders(asked, resource, holders, stream));
            }
            else
            {
                terminal.Out.Write(GrantText.WriteHolders(asked, resource, holders, files.Accounts.Sum(one => one.Users.Length + one.Roles.Length), terminal.Color));
            }

            return files.ExitCode;
        });
        return command;
    }

    private static bool IsResource(string text) => text.StartsWith("arn:", StringComparison.Ordinal) || text.StartsWith('*');

    private static string? ResourceOf(string[]? places) => Array.Find(places ?? [], IsResource);

    private static string? FolderOf(string[]? places) => Array.Find(places ?? [], place => !IsResource(place));
}
