using System.Numerics;

namespace Leastwise.Remote.S3;

/// <summary>So many bytes may be in memory at once; who wants more waits, in the order of asking.</summary>
internal sealed class ByteBudget
{
    /// <summary>What an object costs beside its bytes, so that very small ones are bounded too.</summary>
    private const long Least = 8 * 1024;

    private readonly Lock turn = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Granted)> waiting = new();
    private readonly long most;
    private long free;

    /// <param name="most">So many bytes.</param>
    public ByteBudget(long most) => this.most = free = most;

    /// <summary>What a buffer for so many bytes takes, at most all there is: pooled buffers are powers of two.</summary>
    public long CostOf(long size) => Math.Min(most, (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(size, Least)));

    /// <summary>Takes bytes, once they are free.</summary>
    public Task TakeAsync(long cost, CancellationToken stop)
    {
        var granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (turn)
        {
            if (waiting.Count == 0 && free >= cost)
            {
                free -= cost;
                return Task.CompletedTask;
            }

            waiting.Enqueue((cost, granted));
        }

        return granted.Task.WaitAsync(stop);
    }

    /// <summary>Gives bytes back.</summary>
    public void Give(long cost)
    {
        lock (turn)
        {
            free += cost;
            while (waiting.TryPeek(out (long Bytes, TaskCompletionSource Granted) next) && free >= next.Bytes)
            {
                free -= next.Bytes;
                waiting.Dequeue().Granted.SetResult();
            }
        }
    }
}
