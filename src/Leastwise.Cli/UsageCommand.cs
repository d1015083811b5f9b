using System.CommandLine;
using Leastwise.Reporting;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>usage --user NAME | --role NAME</c>: one actor's privileges, granted against used.</summary>
internal static class UsageCommand
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new InputOptions();
        Option<string> format = OutputFormat.Create();
        var user = new Option<string?>("--user") { Description = "The user: its name or ARN", HelpName = "NAME" };
        var role = new Option<string?>("--role") { Description = "The role: its name or ARN", HelpName = "NAME" };
        var account = new Option<string?>("--account") { Description = "The account's number or name, where several hold the name", HelpName = "ACCOUNT" };
        var showUsed = new Option<bool>("--show-used") { Description = "Only what was used" };
        var ignoreBenign = new Option<bool>("--ignore-benign") { Description = "Leave out what only lists or reads, by access level" };
        var ignoreUnknown = new Option<bool>("--ignore-unknown") { Description = "Leave out what cannot be known" };
        var noColor = new Option<bool>("--no-color") { Description = "No colour, as with NO_COLOR set" };
        var command = new Command(
            "usage", "Put what a user or role is granted against what it used: two spaces = used, - = unused, ? = cannot be known, + = used, not granted now.")
        {
            user, role, account, showUsed, ignoreBenign, ignoreUnknown, noColor, format,
        };
        inputs.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(user) is null) == (result.GetValue(role) is null))
            {
                result.AddError("Say whose usage: either --user NAME or --role NAME.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            Assessed assessed = new Assessor(terminal, cancellation).Run(inputs.Read(parsed));
            string? userName = parsed.GetValue(user);
            AssessedPrincipal[] actors = Choose(assessed.Assessment, userName is null ? "role" : "user", userName ?? parsed.GetValue(role) ?? "", parsed.GetValue(account));
            var filter = new UsageFilter
            {
                ShowUsed = parsed.GetValue(showUsed),
                IgnoreBenign = parsed.GetValue(ignoreBenign),
                IgnoreUnknown = parsed.GetValue(ignoreUnknown),
            };
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
            {
                AssessedPrincipal[] kept = [.. actors.Select(actor => actor with { Privileges = [.. actor.Privileges.Where(filter.Keeps)] })];
                terminal.WriteJson(stream => UsageJson.WriteUsage(assessed.Assessment.Window, kept, stream));
            }
            else
            {
                bool colour = terminal.Color && !parsed.GetValue(noColor);
                terminal.Out.Write(string.Join('\n', actors.Select(actor => UsageText.Write(actor, assessed.Assessment.Window, filter, colour))));
            }

            return Task.FromResult(assessed.ExitCode);
        });
        return command;
    }

    /// <summary>The actors of that name; several where several accounts hold one.</summary>
    private static AssessedPrincipal[] Choose(Assessment assessment, string type, string wanted, string? account)
    {
        AssessedPrincipal[] candidates = [.. assessment.Principals
            .Where(principal => principal.Type == type)
            .Where(principal => account is null || principal.AccountId == account || assessment.Accounts.Any(one => one.Id == principal.AccountId && one.Name == account))];
        if (account is not null && candidates.Length == 0)
        {
            throw new InputException($"No {type} in account '{account}': the account files speak of {string.Join(", ", assessment.Accounts.Select(one => assessment.AccountLabel(one.Id)))}.");
        }

        AssessedPrincipal[] found = [.. candidates.Where(principal => principal.Arn == wanted)];
        // IAM holds names unique without regard to case, so a name in another case can mean only one.
        found = found.Length > 0 ? found : [.. candidates.Where(principal => principal.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))];
        if (found.Length > 0)
        {
            return found;
        }

        IReadOnlyList<string> nearest = NearestName.Find(wanted, candidates.Select(principal => principal.Name).Distinct());
        string meant = nearest.Count > 0 ? $" Did you mean {string.Join(" or ", nearest)}?" : $" 'leastwise actors {type}s' lists them.";
        throw new InputException($"There is no {type} '{wanted}' in the account files; they may be older than the {type}.{meant}");
    }
}
