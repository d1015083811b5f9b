using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Principals;

namespace Leastwise.Cli;

/// <summary>The options of <c>usage</c> that say whose use, and which question about it.</summary>
internal sealed class UsageChoice
{
    private readonly Option<string?> user = new("--user") { Description = "A user: its name, ARN or unique id", HelpName = "NAME" };
    private readonly Option<string?> role = new("--role") { Description = "A role: its name, ARN or unique id", HelpName = "NAME" };
    private readonly Option<bool> all = new("--all") { Description = "Every user and role" };
    private readonly Option<string?> list = new("--list") { Description = "CloudTracker's way to say 'actors users' or 'actors roles'", HelpName = "users|roles" };
    private readonly Option<string?> destinationRole = new("--destrole") { Description = "What the actor did as this role, over any number of steps: its name, ARN or unique id", HelpName = "NAME" };
    private readonly Option<string?> destinationAccount = new("--destaccount") { Description = "The account that holds that role, by number or name", HelpName = "ACCOUNT" };
    private readonly Option<bool> byOrigin = new("--by-origin") { Description = "For each person or machine behind the sessions what they used" };
    private readonly Option<bool> denied = new("--denied") { Description = "What was denied, by which layer, and the smallest grant that would allow it" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        list.AcceptOnlyFromAmong("users", "roles");
        foreach (Option option in new Option[] { user, role, all, list, destinationRole, destinationAccount, byOrigin, denied })
        {
            command.Add(option);
        }

        command.Validators.Add(Validate);
    }

    /// <summary>What is to be listed in CloudTracker's way; null for usage.</summary>
    public string? List(ParseResult parsed) => parsed.GetValue(list);

    /// <summary>Whether everybody is meant.</summary>
    public bool IsAll(ParseResult parsed) => parsed.GetValue(all);

    /// <summary>Whether denied calls are asked for.</summary>
    public bool Denied(ParseResult parsed) => parsed.GetValue(denied);

    /// <summary>Whether use by origin is asked for.</summary>
    public bool ByOrigin(ParseResult parsed) => parsed.GetValue(byOrigin);

    /// <summary>The second account that must be read; null for none.</summary>
    public string? OtherAccount(ParseResult parsed) => parsed.GetValue(destinationAccount);

    /// <summary>Whose use.</summary>
    /// <exception cref="InputException">Nobody of that name is there.</exception>
    public ImmutableArray<IamPrincipal> Actors(ParseResult parsed, UsageRun run, string? account) => parsed.GetValue(all)
        ? [.. run.Candidates(roles: false, account).Concat(run.Candidates(roles: true, account)).OrderBy(one => one.Arn, StringComparer.Ordinal)]
        : run.Find(parsed.GetValue(role) is not null, parsed.GetValue(role) ?? parsed.GetValue(user) ?? "", account);

    /// <summary>The roles whose sessions are asked for; none where none is.</summary>
    /// <exception cref="InputException">None of that name is there.</exception>
    public ImmutableArray<IamRole> Destinations(ParseResult parsed, UsageRun run, string? account) => parsed.GetValue(destinationRole) is { } typed
        // As with CloudTracker, the role is in the actor's own account where no other is named; in all of them where none is named at all.
        ? [.. run.Find(roles: true, typed, parsed.GetValue(destinationAccount) ?? account).OfType<IamRole>()]
        : [];

    private void Validate(CommandResult result)
    {
        int chosen = new[] { result.GetValue(user) is not null, result.GetValue(role) is not null, result.GetValue(all), result.GetValue(list) is not null }.Count(one => one);
        if (chosen != 1)
        {
            result.AddError("Say whose usage: one of --user NAME, --role NAME and --all.");
        }

        if (new[] { result.GetValue(destinationRole) is not null, result.GetValue(byOrigin), result.GetValue(denied) }.Count(one => one) > 1)
        {
            result.AddError("--destrole, --by-origin and --denied are different questions; ask one at a time.");
        }

        if (result.GetValue(destinationAccount) is not null && result.GetValue(destinationRole) is null)
        {
            result.AddError("--destaccount says where the role of --destrole is; name that, too.");
        }
    }
}
