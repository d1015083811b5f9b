using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Remote;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>The options that say as whom and where AWS is asked, the same for every verb that asks it.</summary>
/// <param name="regionName">The name of the option for the region, for verbs where <c>--region</c> means another thing.</param>
/// <param name="withAccounts">Whether the verb assumes a role in each of several accounts, too, for which the external id is meant then.</param>
internal sealed class AwsCliOptions(string regionName = "--region", bool withAccounts = false)
{
    private readonly Option<string?> profile = new("--profile", "-p") { Description = "The profile of the AWS configuration files; without it, the usual chain of credentials", HelpName = "NAME" };

    private readonly Option<string?> region = new(regionName) { Description = "The AWS region; without it, that of environment or profile, or us-east-1", HelpName = "REGION" };

    private readonly Option<string?> role = new("--role-arn") { Description = "A role to assume first", HelpName = "ARN" };

    private readonly Option<string?> externalId = new("--external-id") { Description = "The external id that the role's trust policy asks for", HelpName = "ID" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Add(profile);
        command.Add(region);
        command.Add(role);
        command.Add(externalId);
        command.Validators.Add(result =>
        {
            string? arn = result.GetValue(role);
            if (arn is not null && (!Arn.TryParse(arn, out Arn? parsed) || parsed.Service != "iam" || !parsed.Resource.StartsWith("role/", StringComparison.Ordinal)))
            {
                result.AddError($"'{arn}' is no role; write it as arn:aws:iam::111111111111:role/audit.");
            }

            if (arn is null && !withAccounts && result.GetValue(externalId) is not null)
            {
                result.AddError("--external-id is for assuming a role: name it with --role-arn.");
            }
        });
    }

    /// <summary>Whether one of them was typed.</summary>
    public bool IsUsed(CommandResult result) => new Option[] { profile, region, role, externalId }.Any(option => result.GetResult(option) is { Implicit: false });

    /// <summary>What was typed.</summary>
    public AwsOptions Read(ParseResult parsed) => new()
    {
        Profile = parsed.GetValue(profile),
        Region = parsed.GetValue(region),
        RoleArn = parsed.GetValue(role),
        ExternalId = parsed.GetValue(externalId),
        MfaCode = MfaPrompt.Ask,
    };
}
