using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Leastwise.Trail;

namespace Leastwise.Remote;

/// <summary>Logs on their way from tasks that fetch to threads that read, so many at most.</summary>
internal sealed class FetchedLogs(int most)
{
    private readonly Channel<TrailItem> items = Channel.CreateBounded<TrailItem>(most);
    private Exception? failure;

    /// <summary>Adds a log, once there is room.</summary>
    public async Task AddAsync(TrailItem item, CancellationToken stop)
    {
        try
        {
            await items.Writer.WriteAsync(item, stop);
        }
        catch
        {
            (item as FetchedLog)?.Dispose();
            throw;
        }
    }

    /// <summary>No more come.</summary>
    /// <param name="because">What ended it before its end; null where nothing did.</param>
    public void Complete(Exception? because)
    {
        failure = because;
        items.Writer.Complete();
    }

    /// <summary>The next log, waited for; null after the last, or when stopped. Throws what ended it, after all that was fetched.</summary>
    public TrailItem? Next(CancellationToken stop)
    {
        try
        {
            while (items.Reader.WaitToReadAsync(stop).AsTask().GetAwaiter().GetResult())
            {
                if (items.Reader.TryRead(out TrailItem? item))
                {
                    return item;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        if (failure is Exception known)
        {
            ExceptionDispatchInfo.Throw(known);
        }

        return null;
    }

    /// <summary>Gives up what nobody will read.</summary>
    public void Drop()
    {
        while (items.Reader.TryRead(out TrailItem? item))
        {
            (item as FetchedLog)?.Dispose();
        }
    }
}
