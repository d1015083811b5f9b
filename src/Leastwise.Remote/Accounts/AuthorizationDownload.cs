using System.Collections.Immutable;
using System.Xml.Linq;

namespace Leastwise.Remote.Accounts;

/// <summary>What was downloaded of an account's authorization details.</summary>
/// <param name="Path">The file.</param>
/// <param name="Users">How many.</param>
/// <param name="Groups">How many.</param>
/// <param name="Roles">How many.</param>
/// <param name="Policies">How many.</param>
/// <param name="Principals">ARN and unique id of users and roles.</param>
/// <param name="Notes">What could not be had.</param>
public sealed record DownloadedDetails(
    string Path, int Users, int Groups, int Roles, int Policies, ImmutableArray<(string Arn, string UniqueId)> Principals, ImmutableArray<string> Notes);

/// <summary>Fetches the authorization details of an account, all pages of them, with the policies that are nothing but boundaries.</summary>
/// <param name="caller">As whom.</param>
/// <param name="allVersions">Whether versions of policies that are not the default one are kept.</param>
public sealed class AuthorizationDownload(AwsCaller caller, bool allVersions)
{
    // AWS's own largest.
    private const string PageSize = "1000";

    private static readonly string[] Filters = ["User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy"];

    /// <summary>Fetches and writes them. The file is there when all of it is, and only its user can read it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told how many entries have come; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="RemoteException">IAM failed or refused.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<DownloadedDetails> RunAsync(string path, Action<int>? progress, CancellationToken cancellation)
    {
        await using var spool = new DetailSpool(path, allVersions);
        var principals = ImmutableArray.CreateBuilder<(string Arn, string UniqueId)>();
        var boundaries = new SortedSet<string>(StringComparer.Ordinal);
        var policies = new HashSet<string>(StringComparer.Ordinal);
        await foreach (XElement page in PagesAsync(cancellation).ConfigureAwait(false))
        {
            foreach ((string list, XElement entry) in spool.Take(page))
            {
                string arn = entry.Text("Arn") ?? "";
                if (list == "Policies")
                {
                    policies.Add(arn);
                    continue;
                }

                if (entry.Part("PermissionsBoundary")?.Text("PermissionsBoundaryArn") is { } boundary)
                {
                    boundaries.Add(boundary);
                }

                if ((entry.Text("UserId") ?? entry.Text("RoleId")) is { } id)
                {
                    principals.Add((arn, id));
                }
            }

            progress?.Invoke(spool.Counts.Values.Sum());
        }

        var notes = ImmutableArray.CreateBuilder<string>();
        foreach (string boundary in boundaries.Except(policies, StringComparer.Ordinal))
        {
            await AddBoundaryAsync(boundary, spool, notes, cancellation).ConfigureAwait(false);
        }

        await PrivateFile.WriteAsync(path, stream => spool.WriteAsync(stream, cancellation)).ConfigureAwait(false);
        Dictionary<string, int> counts = spool.Counts;
        return new DownloadedDetails(
            path, counts["UserDetailList"], counts["GroupDetailList"], counts["RoleDetailList"], counts["Policies"], principals.ToImmutable(), notes.ToImmutable());
    }

    private async IAsyncEnumerable<XElement> PagesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        string? marker = null;
        do
        {
            List<KeyValuePair<string, string>> parameters = [.. Filters.Select((filter, index) => KeyValuePair.Create($"Filter.member.{index + 1}", filter)), new("MaxItems", PageSize)];
            if (marker is not null)
            {
                parameters.Add(new("Marker", marker));
            }

            XElement page = await caller.QueryAsync(AwsService.Iam, "GetAccountAuthorizationDetails", parameters, cancellation).ConfigureAwait(false);
            yield return page;
            bool goesOn = string.Equals(page.Text("IsTruncated"), "true", StringComparison.OrdinalIgnoreCase);
            marker = goesOn ? page.Text("Marker") : null;
            // Half an account would look like a whole one.
            if (goesOn && (marker is null || !asked.Add(marker)))
            {
                throw new RemoteException($"IAM GetAccountAuthorizationDetails: a page for {caller.Session.Label} says that more follow and not where. Nothing was written; run it again.");
            }
        }
        while (marker is not null);
    }

    // The details list policies that are attached; one that is a boundary and nothing else may be missing there.
    private async Task AddBoundaryAsync(string arn, DetailSpool spool, ImmutableArray<string>.Builder notes, CancellationToken cancellation)
    {
        try
        {
            XElement? policy = (await caller.QueryAsync(AwsService.Iam, "GetPolicy", [new("PolicyArn", arn)], cancellation).ConfigureAwait(false)).Part("Policy");
            string version = policy?.Text("DefaultVersionId") ?? "v1";
            XElement? document = (await caller.QueryAsync(AwsService.Iam, "GetPolicyVersion", [new("PolicyArn", arn), new("VersionId", version)], cancellation).ConfigureAwait(false)).Part("PolicyVersion");
            if (policy is null || document is null)
            {
                notes.Add($"The boundary {arn} is missing: IAM answered without it.");
                return;
            }

            spool.Take("Policies", new XElement(policy.Name, policy.Elements(), new XElement("PolicyVersionList", new XElement("member", document.Elements()))));
        }
        catch (RemoteException refused) when (refused.Code is not null)
        {
            notes.Add($"The boundary {arn} is missing, so what it limits is unknown: {refused.Message}");
        }
    }
}
