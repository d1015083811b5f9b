using System.Collections.Concurrent;
using System.Xml.Linq;
using Leastwise.Trail;

namespace Leastwise.Remote.LookupEvents;

/// <summary>
/// CloudTrail's event history: management events of the last ninety days, of every account, without a trail. All regions are asked side by side, each at the
/// rate that CloudTrail allows.
/// </summary>
public sealed class LookupEventsSource : ITrailSource
{
    /// <summary>So many days CloudTrail keeps.</summary>
    public const int DaysKept = 90;

    private const int MostWaiting = 32;

    private readonly AwsSession session;
    private readonly IReadOnlyList<string> regions;
    private readonly (DateOnly First, DateOnly Last) window;
    private readonly FetchedLogs fetched = new(MostWaiting);
    private readonly ConcurrentQueue<LookupRegion> asked = new();
    private readonly ConcurrentBag<(string Region, RemoteException Failure)> refusals = [];
    private readonly ConcurrentBag<string> disabled = [];
    private CancellationTokenSource? stopped;
    private Task work = Task.CompletedTask;
    private volatile bool foundAll;

    /// <summary>The history of the account of <paramref name="session"/>.</summary>
    /// <param name="session">As whom.</param>
    /// <param name="regions">The regions to ask.</param>
    /// <param name="window">The first and the last day, within the last ninety.</param>
    public LookupEventsSource(AwsSession session, IReadOnlyList<string> regions, (DateOnly First, DateOnly Last) window) =>
        (this.session, this.regions, this.window) = (session, regions, window);

    /// <inheritdoc/>
    public long Found => asked.Sum(region => region.Found);

    /// <inheritdoc/>
    public bool FoundAll => foundAll;

    /// <summary>Regions that the account has not enabled, in ordinal order; they hold no events.</summary>
    public IReadOnlyList<string> NotEnabled => [.. disabled.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Begin(TrailNeeds needs, CancellationToken stop)
    {
        stopped = CancellationTokenSource.CreateLinkedTokenSource(stop);
        CancellationToken token = stopped.Token;
        work = Task.Run(
            async () =>
            {
                Exception? failure = await Together.RunAsync(token, all => [RunAsync(needs, all)]);
                foundAll = true;
                fetched.Complete(failure);
            },
            CancellationToken.None);
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
    }

    private async Task RunAsync(TrailNeeds needs, CancellationToken stop)
    {
        // Who has no credentials is told so once, and not for every region.
        XElement caller = await new AwsCaller(session, "ingest lookup-events").QueryAsync(AwsService.Sts, "GetCallerIdentity", null, stop);
        string account = caller.Text("Account") is { Length: 12 } id && id.All(char.IsAsciiDigit)
            ? id
            : throw new RemoteException("STS answered GetCallerIdentity without an account; is the endpoint AWS's?");
        await Task.WhenAll(regions.Select(region => ReadAsync(new LookupRegion(session.In(region), account, needs, fetched), region, stop)));
        if (regions.Count > 0 && disabled.Count + refusals.Count == regions.Count)
        {
            throw refusals.OrderBy(refusal => refusal.Region, StringComparer.Ordinal).Select(refusal => refusal.Failure).FirstOrDefault()
                ?? new RemoteException($"None of the regions asked is enabled in account {account}: {string.Join(", ", NotEnabled)}. Name others with --regions.");
        }
    }

    private async Task ReadAsync(LookupRegion region, string name, CancellationToken stop)
    {
        asked.Enqueue(region);
        try
        {
            await region.ReadAsync(window.First, window.Last, stop);
        }
        catch (RemoteException failure) when (IsNotEnabled(failure))
        {
            disabled.Add(name);
        }
        catch (RemoteException failure)
        {
            refusals.Add((name, failure));
            await region.GiveUpAsync(failure, stop);
        }
    }

    /// <summary>
    /// Whether the account cannot have events there: AWS does not know its credentials in a region that is not enabled. That they are good otherwise, STS has
    /// said before.
    /// </summary>
    private static bool IsNotEnabled(RemoteException failure) => failure.Code is "UnrecognizedClientException" or "InvalidClientTokenId" or "AuthFailure" or "OptInRequired";
}
