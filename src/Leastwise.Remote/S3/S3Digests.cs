using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Leastwise.Text;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Remote.S3;

/// <summary>What a check of CloudTrail's digests needs of the objects of a bucket: the digests themselves, and of logs their hashes alone.</summary>
/// <param name="location">Where they are; CloudTrail writes logs and digests side by side, so it is the folder above both.</param>
/// <param name="session">As whom.</param>
/// <param name="filter">Accounts, regions and days that are checked.</param>
/// <param name="options">How.</param>
public sealed partial class S3Digests(S3Location location, AwsSession session, IngestFilter filter, S3Options options)
{
    /// <summary>Reads them.</summary>
    /// <param name="progress">Told how many were read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was read, by key, and what could not be.</returns>
    /// <exception cref="RemoteException">The bucket cannot be listed, or the credentials are over.</exception>
    public async Task<(ImmutableArray<DigestedCopy> Copies, ImmutableArray<Diagnostic> Unread)> FetchAsync(Action<long>? progress, CancellationToken cancellation)
    {
        using var requests = new S3Requests(location, session, options);
        var budget = new ByteBudget(options.BytesInFlight);
        var copies = new ConcurrentBag<DigestedCopy>();
        var unread = new ConcurrentBag<Diagnostic>();
        long done = 0;
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Requests, CancellationToken = cancellation };
            await Parallel.ForEachAsync(ListAsync(requests, cancellation), parallel, async (entry, token) =>
            {
                string path = location.Called(entry.Key);
                try
                {
                    copies.Add(await FetchAsync(requests, budget, entry, path, token).ConfigureAwait(false));
                }
                catch (Exception failure) when (!token.IsCancellationRequested && !S3Failure.IsOfCredentials(failure))
                {
                    copies.Add(new DigestedCopy(path, null, null, null));
                    unread.Add(new Diagnostic(DiagnosticSeverity.Error, S3Failure.OfObject(failure), SourcePosition.WholeFile(path)));
                }

                progress?.Invoke(Interlocked.Increment(ref done));
            }).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (RemoteException or OperationCanceledException))
        {
            throw new RemoteException(S3Failure.OfRun(location, failure), failure);
        }

        return (
            [.. copies.OrderBy(copy => copy.Path, StringComparer.Ordinal)],
            [.. unread.OrderBy(problem => problem.Position.File, StringComparer.Ordinal)]);
    }

    private static async Task<DigestedCopy> FetchAsync(S3Requests requests, ByteBudget budget, S3Entry entry, string path, CancellationToken stop)
    {
        long cost = budget.CostOf(Math.Min(entry.Size, LogContent.MostInMemory));
        await budget.TakeAsync(cost, stop).ConfigureAwait(false);
        using var content = new LogContent(entry.Size, () => budget.Give(cost));
        (_, string? signature) = await requests.ReadWithSignatureAsync(entry, content, stop).ConfigureAwait(false);
        return DigestedCopy.Of(path, content, mayBeDigest: Name().Match(entry.Key).Groups["digest"].Success, signature);
    }

    private async IAsyncEnumerable<S3Entry> ListAsync(S3Requests requests, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        string? next = null;
        do
        {
            S3Page page = await requests.ListAsync(location.Prefix, folders: false, after: null, next, stop).ConfigureAwait(false);
            foreach (S3Entry entry in page.Entries.Where(entry => IsWanted(entry.Key)))
            {
                yield return entry;
            }

            next = page.Next;
        }
        while (next is not null);
    }

    /// <summary>Whether it is a log or digest, by its name, of an account, region and day that is asked for. Digests of a day list logs that were begun on the day before.</summary>
    private bool IsWanted(string key)
    {
        Match name = Name().Match(key);
        if (!name.Success || (filter.Accounts.Length > 0 && !filter.Accounts.Contains(name.Groups["account"].Value)) || (filter.Regions.Length > 0 && !filter.Regions.Contains(name.Groups["region"].Value)))
        {
            return false;
        }

        if (!DateOnly.TryParseExact(name.Groups["day"].Value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            return false;
        }

        int early = name.Groups["digest"].Success ? 0 : 1;
        return (filter.Since is not { } since || day.DayNumber >= since.DayNumber - early) && (filter.Until is not { } until || day <= until);
    }

    [GeneratedRegex("(^|/)(?<account>[0-9]{12})_CloudTrail(?<digest>-Digest)?_(?<region>[a-z0-9-]+)_([^/]*_)?(?<day>[0-9]{8})T[0-9]{4,6}Z[^/]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
