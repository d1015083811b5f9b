using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Leastwise.Cli;

/// <summary>What <c>scan</c> reads.</summary>
/// <param name="Input">The account file or a folder of such; <c>-</c> for standard input.</param>
/// <param name="Organization">The organization's file or folder; null where none is named.</param>
/// <param name="ResourcePolicies">Policies of resources; null where none are named.</param>
/// <param name="CredentialReport">IAM's credential report; null where none is named.</param>
/// <param name="Trail">Logs.</param>
/// <param name="Ledger">The ledger; null for one that lives as long as the run, where there are logs.</param>
/// <param name="AsOf">The day on which the account is judged; null for the newest that its files tell.</param>
/// <param name="IgnoresLimits">Whether limits by resource or condition count for nothing.</param>
/// <param name="Choices">What the findings are to be held against.</param>
/// <param name="IsQuiet">Whether what could not be used is said elsewhere.</param>
/// <param name="Called">What an account file is called in the report, where it will not stay where it lies; null for its path.</param>
internal sealed record ScanRequest(
    string Input, string? Organization, string? ResourcePolicies, string? CredentialReport, string[] Trail, string? Ledger, DateOnly? AsOf, bool IgnoresLimits, ScanChoices Choices,
    bool IsQuiet = false, Func<string, string>? Called = null);

/// <summary>The options of <c>scan</c> that say what to read.</summary>
internal sealed class ScanInputOptions
{
    private readonly Option<string> input = new("-i", "--input-file")
    {
        Description = "Account details, as 'aws iam get-account-authorization-details' prints them: a file, a folder, or '-' for standard input",
        HelpName = "PATH",
        Required = true,
    };

    private readonly Option<string?> organization = new("--organization") { Description = "The organization's accounts and policies: a file or a folder", HelpName = "PATH" };
    private readonly Option<string?> resources = new("--resource-policies") { Description = "Policies of resources: JSON of ARN and policy, a file or a folder of such", HelpName = "PATH" };
    private readonly Option<string?> credentials = new("--credential-report") { Description = "What 'aws iam get-credential-report' prints, or the CSV in it: who has keys, MFA, and when they were used", HelpName = "FILE" };

    private readonly Option<string[]> trail = new("--trail")
    {
        Description = "CloudTrail logs, files or folders: each finding then says what of it was used, by whom, and what could go",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> ledger = new("--ledger") { Description = "What was read of logs before, or is read now, in this file", HelpName = "FILE" };
    private readonly Option<string?> asOf = new("--as-of") { Description = "Judge what is stale as of this day; without it, the newest day in the account file", HelpName = "DATE" };
    private readonly Option<bool> allRisky = new("-aR", "--flag-all-risky-actions") { Description = "Flag actions whatever their resources and conditions; a Deny counts still" };
    private readonly Option<bool> trustPolicies = new("-t", "--flag-trust-policies") { Description = "For Cloudsplaining's users: trust policies are always judged" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { input, organization, resources, credentials, trail, ledger, asOf, allRisky, trustPolicies })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(asOf) is { } text && Day(text) is null)
            {
                result.AddError($"'{text}' is no date; write it as 2026-06-01.");
            }
        });
    }

    /// <summary>What was typed.</summary>
    public ScanRequest Read(ParseResult parsed, ScanChoices choices) => new(
        parsed.GetRequiredValue(input),
        parsed.GetValue(organization),
        parsed.GetValue(resources),
        parsed.GetValue(credentials),
        parsed.GetValue(trail) ?? [],
        parsed.GetValue(ledger),
        Day(parsed.GetValue(asOf)),
        parsed.GetValue(allRisky),
        choices);

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;
}
