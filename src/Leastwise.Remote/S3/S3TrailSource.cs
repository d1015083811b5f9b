using System.Threading.Channels;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Remote.S3;

/// <summary>
/// The logs of a bucket. Listing, fetching and reading go on side by side: many objects are fetched at once, and so many bytes wait to be read as
/// <see cref="S3Options.BytesInFlight"/> says; when the readers are behind, nothing more is fetched, and when the fetching is behind, nothing more is listed.
/// </summary>
public sealed class S3TrailSource : ITrailSource
{
    private const int MostListed = 10_000;

    /// <summary>So many objects in a row that failed although asked for again mean that the service is down.</summary>
    private const int MostFailuresInARow = 40;

    private readonly S3Location location;
    private readonly S3Options options;
    private readonly IngestFilter filter;
    private readonly AwsSession session;
    private readonly S3Requests requests;
    private readonly ByteBudget budget;
    private readonly Channel<S3Entry> listed = Channel.CreateBounded<S3Entry>(MostListed);
    private readonly FetchedLogs fetched = new(MostListed);
    private CancellationTokenSource? stopped;
    private Task work = Task.CompletedTask;
    private long found;
    private int failures;
    private volatile bool foundAll;

    /// <summary>The logs at <paramref name="location"/>.</summary>
    /// <param name="location">Where they are.</param>
    /// <param name="session">As whom.</param>
    /// <param name="filter">What is taken: accounts, regions and months that hold nothing of it are not listed.</param>
    /// <param name="options">How.</param>
    public S3TrailSource(S3Location location, AwsSession session, IngestFilter filter, S3Options options)
    {
        (this.location, this.session, this.filter, this.options) = (location, session, filter, options);
        requests = new S3Requests(location, session, options);
        budget = new ByteBudget(options.BytesInFlight);
    }

    /// <inheritdoc/>
    public long Found => Interlocked.Read(ref found);

    /// <inheritdoc/>
    public bool FoundAll => foundAll;

    /// <inheritdoc/>
    public void Begin(TrailNeeds needs, CancellationToken stop)
    {
        stopped = CancellationTokenSource.CreateLinkedTokenSource(stop);
        CancellationToken token = stopped.Token;
        work = Task.Run(() => RunAsync(needs, token), CancellationToken.None);
    }

    /// <inheritdoc/>
    public TrailItem? Next() => fetched.Next(stopped?.Token ?? CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose()
    {
        stopped?.Cancel();
        work.GetAwaiter().GetResult();
        fetched.Drop();
        stopped?.Dispose();
        stopped = null;
        requests.Dispose();
    }

    private async Task RunAsync(TrailNeeds needs, CancellationToken stop)
    {
        Exception? failure = await Together.RunAsync(token => [ListAsync(needs, token), .. Enumerable.Range(0, options.Requests).Select(_ => FetchAllAsync(token))], stop);
        fetched.Complete(failure is null or RemoteException ? failure : new RemoteException(S3Failure.OfRun(location, failure), failure));
    }

    private async Task ListAsync(TrailNeeds needs, CancellationToken stop)
    {
        DateOnly today = DateOnly.FromDateTime(session.Network.Now.UtcDateTime);
        using var walk = new S3Walk(
            location,
            requests,
            filter,
            month => options.ListAll ? null : MonthProgress.Of(location, month, today, needs.Remembers),
            (entry, token) => TakeAsync(entry, needs, token),
            (month, mark, token) => fetched.AddAsync(new EmptyLog(location.Called(month), mark), token));
        await walk.RunAsync(stop);
        foundAll = true;
        if (Found == 0 && walk.PassedBy == 0)
        {
            throw new RemoteException($"There is nothing at {location}; check the prefix.");
        }

        listed.Writer.Complete();
    }

    /// <summary>Takes an object that was listed; true where it was read to its end before.</summary>
    private async ValueTask<bool> TakeAsync(S3Entry entry, TrailNeeds needs, CancellationToken stop)
    {
        if (entry.IsFolder)
        {
            return true;
        }

        Interlocked.Increment(ref found);
        if (!needs.Wants(location.Called(entry.Key)))
        {
            return false;
        }

        if (needs.Knows(IdentityOf(entry.Key, entry.Size, entry.Tag)))
        {
            return true;
        }

        if (entry.Archive is string archive)
        {
            await fetched.AddAsync(new UnfetchedLog(location.Called(entry.Key), $"It is archived ({archive}) and cannot be read as it is; restore it, then run again."), stop);
        }
        else
        {
            await listed.Writer.WriteAsync(entry, stop);
        }

        return false;
    }

    private async Task FetchAllAsync(CancellationToken stop)
    {
        await foreach (S3Entry entry in listed.Reader.ReadAllAsync(stop))
        {
            long cost = budget.CostOf(Math.Min(entry.Size, LogContent.MostInMemory));
            await budget.TakeAsync(cost, stop);
            var content = new LogContent(entry.Size, () => budget.Give(cost));
            await fetched.AddAsync(await FetchAsync(entry, content, stop), stop);
        }
    }

    private async Task<TrailItem> FetchAsync(S3Entry entry, LogContent content, CancellationToken stop)
    {
        string name = location.Called(entry.Key);
        bool kept = false;
        try
        {
            string tag = await requests.ReadAsync(entry, content, stop);
            Interlocked.Exchange(ref failures, 0);
            kept = true;
            return new FetchedLog(name, IdentityOf(entry.Key, content.Length, tag), content);
        }
        catch (Exception exception) when (!stop.IsCancellationRequested && !IsOfRun(exception))
        {
            return new UnfetchedLog(name, S3Failure.OfObject(exception));
        }
        finally
        {
            if (!kept)
            {
                content.Dispose();
            }
        }
    }

    /// <summary>Whether a failure ends the run: the credentials, or so many failures one after the other that the service must be down.</summary>
    private bool IsOfRun(Exception exception) =>
        S3Failure.IsOfCredentials(exception) || (S3Failure.IsPassing(exception) && Interlocked.Increment(ref failures) > MostFailuresInARow);

    private string IdentityOf(string key, long size, string tag) => $"{location.Called(key)}\n{size}\n{tag}";
}
