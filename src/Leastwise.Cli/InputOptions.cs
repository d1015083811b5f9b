using System.CommandLine;
using System.Globalization;

namespace Leastwise.Cli;

/// <summary>What the user pointed at, as typed.</summary>
/// <param name="Folder">A folder with account files and logs; null where none is given.</param>
/// <param name="Iam">Account files.</param>
/// <param name="Trail">Log files and folders.</param>
/// <param name="Organization">The organization's file; null where none is given.</param>
/// <param name="Start">First day of the window; null where not asked for.</param>
/// <param name="End">Last day of the window, itself included; null where not asked for.</param>
/// <param name="Ledger">Where the ledger is kept; null for one that lives as long as the run.</param>
internal sealed record InputRequest(
    string? Folder,
    string[] Iam,
    string[] Trail,
    string? Organization,
    DateOnly? Start,
    DateOnly? End,
    string? Ledger)
{
    /// <summary>An index that is asked for logs; null for none.</summary>
    public ConfiguredSearch? Search { get; init; }

    /// <summary>What the input is called in the report; null for the folder's name.</summary>
    public string? Name { get; init; }

    /// <summary>What a file is called in messages and the report, where it will not stay where it lies; null for its path.</summary>
    public Func<string, string>? Called { get; init; }
}

/// <summary>The arguments and options that say which account and which logs, the same for every verb.</summary>
internal sealed class InputOptions
{
    private readonly Argument<string?> folder = new("FOLDER")
    {
        Description = "A folder with account details, logs and, if there is one, the organization; files are told apart by what they hold",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> iam = new("--iam")
    {
        Description = "Account details, as 'aws iam get-account-authorization-details' prints them; '-' reads standard input",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> trail = new("--trail")
    {
        Description = "CloudTrail logs: files, or folders with all below them; '-' reads standard input",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> organization = new("--organization")
    {
        Description = "The organization's accounts and service control policies",
        HelpName = "FILE",
    };

    private readonly Option<string?> start = new("--start")
    {
        Description = "First day of the window, such as 2026-06-01 (UTC); without it, the logs' first day",
        HelpName = "DATE",
    };

    private readonly Option<string?> end = new("--end")
    {
        Description = "Last day of the window, itself included; without it, the logs' last day",
        HelpName = "DATE",
    };

    private readonly Option<string?> ledger = new("--ledger")
    {
        Description = "Keep what is read of the logs in this file, and do not read the same files again",
        HelpName = "FILE",
    };

    private Option<string?>? config;
    private ManyAccountsOptions? fetched;

    /// <summary>Adds them to <paramref name="command"/>, which can ask AWS for its accounts, too.</summary>
    /// <returns>The options that name those accounts.</returns>
    public ManyAccountsOptions AddWithAws(Command command)
    {
        organization.Arity = ArgumentArity.ZeroOrOne;
        organization.Description = "The organization's accounts and policies; without FILE, AWS is asked for them, and all active accounts are assessed";
        organization.HelpName = "[FILE]";
        fetched = new ManyAccountsOptions(organization);
        AddTo(command);
        fetched.AddTo(command, required: false);
        return fetched;
    }

    /// <summary>Adds them to <paramref name="command"/>, which can take its accounts from CloudTracker's configuration, too.</summary>
    public void AddTo(Command command, Option<string?> configuration)
    {
        config = configuration;
        AddTo(command);
    }

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Add(folder);
        command.Add(iam);
        command.Add(trail);
        command.Add(organization);
        command.Add(start);
        command.Add(end);
        command.Add(ledger);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(iam) ?? []).Concat(result.GetValue(trail) ?? []).Count(path => path == StandardInput.Sign) > 1)
            {
                result.AddError("Standard input can be read once: give '-' to one option, once.");
            }

            bool local = result.GetResult(iam) is { Implicit: false } || result.GetResult(folder) is { Tokens.Count: > 0 }, remote = fetched?.AreNamed(result) ?? false;
            if (local && remote)
            {
                result.AddError("FOLDER and --iam hold accounts that were fetched before, --accounts and --organization without FILE fetch them now: name one or the other. Logs are given with --trail or --ledger.");
            }

            bool named = local || remote
                || (config is not null && (result.GetResult(config) is { Implicit: false } || File.Exists(CloudTrackerConfig.DefaultPath)));
            if (!named)
            {
                result.AddError($"Say which account: a FOLDER, or --iam FILE with the account's details{(fetched is null ? "" : ", or --accounts FILE or --organization to fetch them")}.");
            }

            string? first = result.GetValue(start), last = result.GetValue(end);
            foreach (string text in new[] { first, last }.OfType<string>().Where(text => Day(text) is null))
            {
                result.AddError($"'{text}' is no date; write it as 2026-06-01.");
            }

            if (Day(first) is { } from && Day(last) is { } to && from > to)
            {
                result.AddError($"--start {from:yyyy-MM-dd} is after --end {to:yyyy-MM-dd}.");
            }
        });
    }

    /// <summary>What was typed.</summary>
    public InputRequest Read(ParseResult parsed) => new(
        parsed.GetValue(folder),
        parsed.GetValue(iam) ?? [],
        parsed.GetValue(trail) ?? [],
        parsed.GetValue(organization),
        Day(parsed.GetValue(start)),
        Day(parsed.GetValue(end)),
        parsed.GetValue(ledger));

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;
}
