using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Leastwise.Cli;

/// <summary>What the user pointed at, as typed.</summary>
/// <param name="Folder">A folder with account files and logs; null where none is given.</param>
/// <param name="Iam">Account files.</param>
/// <param name="Trail">Log files and folders.</param>
/// <param name="Organization">The organization's file; null where none is given.</param>
/// <param name="Start">Start of the window, inclusive; null where not asked for.</param>
/// <param name="End">End of the window, exclusive; null where not asked for.</param>
/// <param name="Ledger">Where the ledger is kept; null for one that lives as long as the run.</param>
internal sealed record InputRequest(
    string? Folder,
    string[] Iam,
    string[] Trail,
    string? Organization,
    DateTimeOffset? Start,
    DateTimeOffset? End,
    string? Ledger);

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
        Description = "CloudTrail logs: files, or folders with all below them",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> organization = new("--organization")
    {
        Description = "The organization's accounts and service control policies",
        HelpName = "FILE",
    };

    private readonly Option<DateTimeOffset?> start = new("--start")
    {
        Description = "First day of the window, such as 2026-06-01 (UTC); without it, the logs' first day",
        HelpName = "DATE",
        CustomParser = result => ReadTime(result, endOfDay: false),
    };

    private readonly Option<DateTimeOffset?> end = new("--end")
    {
        Description = "Last day of the window, itself included; without it, the logs' last day",
        HelpName = "DATE",
        CustomParser = result => ReadTime(result, endOfDay: true),
    };

    private readonly Option<string?> ledger = new("--ledger")
    {
        Description = "Keep what is read of the logs in this file, and do not read the same files again",
        HelpName = "FILE",
    };

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
            bool named = result.GetResult(iam) is { Implicit: false } || result.GetResult(folder) is { Tokens.Count: > 0 };
            if (!named)
            {
                result.AddError("Say which account: a FOLDER, or --iam FILE with the account's details.");
            }

            if (result.GetValue(start) is { } from && result.GetValue(end) is { } to && from >= to)
            {
                result.AddError($"--start {from:yyyy-MM-dd} is after --end {to.AddTicks(-1):yyyy-MM-dd}.");
            }
        });
    }

    /// <summary>What was typed.</summary>
    public InputRequest Read(ParseResult parsed) => new(
        parsed.GetValue(folder),
        parsed.GetValue(iam) ?? [],
        parsed.GetValue(trail) ?? [],
        parsed.GetValue(organization),
        parsed.GetValue(start),
        parsed.GetValue(end),
        parsed.GetValue(ledger));

    private static DateTimeOffset? ReadTime(ArgumentResult result, bool endOfDay)
    {
        string text = result.Tokens.Single().Value;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Utc, out DateTimeOffset day))
        {
            return endOfDay ? day.AddDays(1) : day;
        }

        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture, Utc, out DateTimeOffset time))
        {
            return time;
        }

        result.AddError($"'{text}' is no date; write it as 2026-06-01 or 2026-06-01T12:00:00Z.");
        return null;
    }
}
