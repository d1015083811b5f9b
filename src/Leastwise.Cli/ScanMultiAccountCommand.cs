using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.Accounts;
using Leastwise.Reporting;
using Leastwise.Risks;

namespace Leastwise.Cli;

/// <summary><c>scan-multi-account</c>: the risks of many accounts, each fetched through a role in it; a report for each and one for all.</summary>
internal static class ScanMultiAccountCommand
{
    public static Command Create(Terminal terminal)
    {
        var aws = new AwsCliOptions(withAccounts: true);
        var many = new ManyAccountsOptions();
        var results = new ScanResultOptions(withFiles: true, manyAccounts: true);
        var bucket = new Option<string?>("-b", "--output-bucket") { Description = "The S3 bucket that the reports are put into, too", HelpName = "BUCKET" };
        var data = new Option<bool>("-w", "--write-data-file") { Description = "Write the account details themselves, too, as NAME-details.json" };
        var allRisky = new Option<bool>("-aR", "--flag-all-risky-actions") { Description = "Flag actions whatever their resources and conditions; a Deny counts still" };
        var trustPolicies = new Option<bool>("-t", "--flag-trust-policies") { Description = "For Cloudsplaining's users: trust policies are always judged" };
        var command = new Command("scan-multi-account", "Find the risks of many accounts: a role is assumed in each, its details are fetched and judged, one report for each and one for all.")
        {
            bucket, data, allRisky, trustPolicies,
        };
        many.AddTo(command, required: true);
        aws.AddTo(command);
        results.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!results.NamesFolder(result) && result.GetValue(bucket) is null)
            {
                result.AddError("Say where the reports go: -o DIR, --output-bucket BUCKET, or both.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            ScanChoices choices = results.Read(parsed, terminal);
            AwsOptions options = aws.Read(parsed);
            ImmutableArray<ListedAccount>? listed = many.OfFile(parsed);
            using var network = new AwsNetwork(TimeProvider.System);
            AwsSession session = AwsSession.Open(options, network);
            CallerIdentity identity = await new AccountCollection(session, ".", false, 1).IdentityAsync(cancellation);
            ImmutableArray<ListedAccount> accounts = listed ?? await ManyAccountsOptions.OfOrganizationAsync(session, "scan-multi-account", terminal, cancellation);
            using var place = new ScanFolder(choices.Folder, accounts);
            ImmutableArray<AccountOutcome<DownloadedDetails>> outcomes = await new ManyAccounts(session, many.Role(parsed) ?? "", options.ExternalId, many.Parallel(parsed)).RunAsync(
                accounts, identity.Account, (account, entered, token) => new AuthorizationDownload(new AwsCaller(entered, "download"), allVersions: false).RunAsync(place.DetailsOf(account), null, token), cancellation);
            string? limits = many.IsOrganization(parsed) ? await OrganizationAsync(session, place.Organization, terminal, cancellation) : null;
            string? target = parsed.GetValue(bucket);
            int exitCode = new ManyScans(terminal, choices with { Folder = place.Reports }, limits, parsed.GetValue(allRisky), cancellation)
                .Run(outcomes, place, parsed.GetValue(data), choices.Folder is null ? $"s3://{target}/" : null);
            if (target is not null)
            {
                await new ReportBucket(session, target).PutAsync(place.Reports, cancellation);
                terminal.Error.WriteLine($"Put into s3://{Legible.Plain(target)}: {string.Join(", ", Directory.GetFiles(place.Reports).Select(Path.GetFileName).Order(StringComparer.Ordinal))}.");
            }

            return exitCode;
        });
        return command;
    }

    /// <summary>The organization's file, whose policies limit what the accounts' principals can do; null where it cannot be had, which is said.</summary>
    private static async Task<string?> OrganizationAsync(AwsSession session, string path, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            return await new OrganizationCollection(new AwsCaller(session, "scan-multi-account")).WriteAsync(path, cancellation) ? path : null;
        }
        catch (RemoteException refused) when (refused.Code is not null)
        {
            terminal.Error.WriteLine(Legible.Plain($"The organization's policies are not taken into account, so accounts may seem to hold more than they do: {refused.Message}"));
            return null;
        }
    }
}
