using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Text;
using Leastwise.Trimming.Cutting;

namespace Leastwise.Cli;

/// <summary>The options of <c>trim</c> that say whose policies.</summary>
internal sealed class TrimChoice
{
    private readonly Option<string?> role = new("--role") { Description = "A role: its name, ARN or unique id", HelpName = "NAME" };
    private readonly Option<string?> user = new("--user") { Description = "A user's own policies", HelpName = "NAME" };
    private readonly Option<string?> group = new("--group") { Description = "A group's policies, to the need of all its members", HelpName = "NAME" };
    private readonly Option<string?> policy = new("--policy") { Description = "A managed policy of the account, to the need of all that hold it: its name or ARN", HelpName = "NAME" };
    private readonly Option<bool> all = new("--all") { Description = "Every role, user and group" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { role, user, group, policy, all })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (new[] { role, user, group, policy }.Count(option => result.GetValue(option) is not null) + (result.GetValue(all) ? 1 : 0) != 1)
            {
                result.AddError("Say whose policies: one of --role NAME, --user NAME, --group NAME, --policy NAME and --all.");
            }
        });
    }

    /// <summary>Whether everybody's are meant.</summary>
    public bool IsMany(CommandResult result) => result.GetValue(all);

    /// <summary>Whether everybody's are meant.</summary>
    public bool IsAll(ParseResult parsed) => parsed.GetValue(all);

    /// <summary>Whether a managed policy is meant.</summary>
    public bool IsPolicy(CommandResult result) => result.GetValue(policy) is not null;

    /// <summary>Whose.</summary>
    /// <exception cref="InputException">Nobody of that name is there.</exception>
    public TrimSubject[] Subjects(ParseResult parsed, UsageRun run, string? account)
    {
        AccountSnapshot[] accounts = [.. run.Accounts.Where(one => run.IsAccount(one.AccountId, account))];
        if (parsed.GetValue(group) is { } typedGroup)
        {
            return [.. Named(accounts.SelectMany(one => one.Groups.Select(found => (found.Arn, found.Name, TrimSubject.Of(found, one)))), "group", typedGroup)];
        }

        if (parsed.GetValue(policy) is { } typedPolicy)
        {
            TrimSubject[] found = [.. Named(accounts.SelectMany(one => one.Policies.Where(held => held.Kind == PolicyKind.CustomerManaged).Select(held => (held.Arn ?? "", held.Name, TrimSubject.Of(held, one)))), "policy of the account", typedPolicy)];
            return found;
        }

        if (parsed.GetValue(all))
        {
            return [.. run.Candidates(roles: true, account).Concat(run.Candidates(roles: false, account)).Select(TrimSubject.Of), .. accounts.SelectMany(one => one.Groups.Select(found => TrimSubject.Of(found, one)))];
        }

        return [.. run.Find(parsed.GetValue(role) is not null, parsed.GetValue(role) ?? parsed.GetValue(user) ?? "", account).Select(TrimSubject.Of)];
    }

    private static IEnumerable<TrimSubject> Named(IEnumerable<(string Arn, string Name, TrimSubject Subject)> candidates, string kind, string typed)
    {
        (string Arn, string Name, TrimSubject Subject)[] known = [.. candidates];
        (string Arn, string Name, TrimSubject Subject)[] found = [.. known.Where(one => one.Arn == typed || one.Name.Equals(typed, StringComparison.OrdinalIgnoreCase))];
        if (found.Length > 0)
        {
            return found.Select(one => one.Subject);
        }

        IReadOnlyList<string> nearest = NearestName.Find(typed, known.Select(one => one.Name).Distinct(StringComparer.Ordinal));
        string meant = nearest.Count > 0 ? $" Did you mean {Legible.Plain(string.Join(" or ", nearest))}?"
            : known.Length > 0 ? $" There are {Legible.Plain(string.Join(", ", known.Select(one => one.Name).Distinct(StringComparer.Ordinal).Take(8)))}." : "";
        throw new InputException($"There is no {kind} '{Legible.Plain(typed)}' in the account files.{meant}");
    }
}
