using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Remote;
using Leastwise.Remote.Accounts;

namespace Leastwise.Cli;

/// <summary>The options that name several accounts and how each is entered.</summary>
/// <param name="organizationFile">For a verb that takes the organization from a file, too, its option: without a value it means the organization that AWS is asked for.</param>
internal sealed class ManyAccountsOptions(Option<string?>? organizationFile = null)
{
    private readonly Option<string?> config = new("-c", "--config-file", "--accounts") { Description = "Accounts in YAML, NAME: NUMBER under 'accounts:'; Cloudsplaining's files work", HelpName = "FILE" };
    private readonly Option<bool> organization = new("--organization") { Description = "All active accounts of the organization" };
    private readonly Option<string?> role = new("-r", "--role-name") { Description = "The role to assume in each account, without its ARN; in the account that you are in, none is", HelpName = "ROLE" };
    private readonly Option<int?> parallel = new("--parallel") { Description = "So many accounts, or calls in one account, at a time; without it, 8", HelpName = "N" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="required">Whether accounts must be named; else without any the account of the credentials is meant.</param>
    public void AddTo(Command command, bool required)
    {
        command.Add(config);
        if (organizationFile is null)
        {
            command.Add(organization);
        }

        command.Add(role);
        command.Add(parallel);
        command.Validators.Add(result =>
        {
            bool named = result.GetValue(config) is not null, all = IsOrganization(result);
            if (named && all)
            {
                result.AddError("Name the accounts with a file or take the organization's: --config-file or --organization, not both.");
            }

            if (required && !named && !all)
            {
                result.AddError("Say which accounts: -c FILE, or --organization.");
            }

            if ((named || all) && result.GetValue(role) is null)
            {
                result.AddError("Say which role to assume in each account: --role-name ROLE.");
            }

            if (!named && !all && !required && result.GetValue(role) is not null)
            {
                result.AddError("--role-name is for several accounts: name them with --accounts FILE or --organization; for one account, --role-arn.");
            }

            if (result.GetValue(role) is { } typed && (typed.Length == 0 || typed.Contains(':', StringComparison.Ordinal)))
            {
                result.AddError($"'{typed}' is no role's name; give the name without its ARN, with its path if it has one.");
            }

            if (result.GetValue(parallel) is < 1 or > 64)
            {
                result.AddError("--parallel must be from 1 to 64.");
            }
        });
    }

    /// <summary>How many at a time.</summary>
    public int Parallel(ParseResult parsed) => parsed.GetValue(parallel) ?? 8;

    /// <summary>Whether accounts are named, by a file or as those of the organization.</summary>
    public bool AreNamed(CommandResult result) => result.GetValue(config) is not null || IsOrganization(result);

    /// <summary>Whether the organization's accounts are meant.</summary>
    public bool IsOrganization(ParseResult parsed) => IsOrganization(parsed.CommandResult);

    /// <summary>The role's name; null where none is.</summary>
    public string? Role(ParseResult parsed) => parsed.GetValue(role)?.Trim('/');

    /// <summary>The accounts of the file; null where none is named.</summary>
    /// <exception cref="UsageException">The file cannot be used.</exception>
    public ImmutableArray<ListedAccount>? OfFile(ParseResult parsed) => parsed.GetValue(config) is { } file ? MultiAccountConfig.Read(file) : null;

    private bool IsOrganization(CommandResult result) =>
        organizationFile is null ? result.GetValue(organization) : result.GetResult(organizationFile) is { Implicit: false, Tokens.Count: 0 };

    /// <summary>The active accounts of the organization, with a word for each that is not.</summary>
    /// <exception cref="RemoteException">The organization cannot be asked.</exception>
    public static async Task<ImmutableArray<ListedAccount>> OfOrganizationAsync(AwsSession session, string verb, Terminal terminal, CancellationToken cancellation)
    {
        IReadOnlyList<OrganizationAccount> accounts = await new OrganizationCollection(new AwsCaller(session, verb)).AccountsAsync(cancellation);
        foreach (OrganizationAccount closed in accounts.Where(account => !account.IsActive))
        {
            terminal.Error.WriteLine(Reporting.Legible.Plain($"{closed.Name} ({closed.Id}): passed over, it is suspended or closed."));
        }

        return [.. accounts.Where(account => account.IsActive).Select(account => new ListedAccount(account.Name, account.Id))];
    }
}
