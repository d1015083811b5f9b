using System.Collections.Immutable;
using Leastwise.Usage;

namespace Leastwise.Remote.Athena;

/// <summary>Which accounts and regions a trail has written for, as the folders of its bucket tell.</summary>
internal static class TrailFolders
{
    /// <summary>Accounts and regions in order; those that were chosen need not be looked for.</summary>
    /// <exception cref="RemoteException">There are none, or the bucket may not be listed.</exception>
    public static async Task<(ImmutableArray<string> Accounts, ImmutableArray<string> Regions)> FindAsync(ResultObjects objects, LogLocation location, IngestFilter filter, CancellationToken cancellation)
    {
        ImmutableArray<string> accounts = filter.Accounts, regions = filter.Regions;
        if (accounts.IsEmpty)
        {
            List<string> folders = await objects.FoldersAsync(location.Bucket, location.Prefix, cancellation).ConfigureAwait(false);
            accounts = [.. folders.Where(SqlNames.IsAccount)];
            if (accounts.IsEmpty)
            {
                string organizations = string.Join(", ", folders.Where(name => name.StartsWith("o-", StringComparison.Ordinal)).Select(name => $"{location.Uri}{name}/"));
                throw new RemoteException(organizations.Length > 0
                    ? $"{location.Uri} has logs of an organization's trail: name {organizations} with --location, or the organization with --org-id."
                    : $"{location.Uri} has no folder of an account; check the place, or name accounts with --account.");
            }
        }

        if (regions.IsEmpty)
        {
            var found = new SortedSet<string>(StringComparer.Ordinal);
            foreach (string account in accounts)
            {
                found.UnionWith((await objects.FoldersAsync(location.Bucket, $"{location.Prefix}{account}/CloudTrail/", cancellation).ConfigureAwait(false)).Where(SqlNames.IsRegion));
            }

            regions = [.. found];
            if (regions.IsEmpty)
            {
                throw new RemoteException($"{location.Uri} has no logs of CloudTrail for {string.Join(", ", accounts.Take(5))}{(accounts.Length > 5 ? ", …" : "")}; check the place and the accounts.");
            }
        }

        return ([.. accounts.Order(StringComparer.Ordinal).Distinct()], [.. regions.Order(StringComparer.Ordinal).Distinct()]);
    }
}
