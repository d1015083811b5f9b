namespace Leastwise.Tests.Remote;

/// <summary>A clock on which short waits are over at once, while long ones, the limits of patience, end when a test says so.</summary>
internal sealed class ImpatientTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Waiting> patient = [];
    private readonly List<TimeSpan> waits = [];
    private DateTimeOffset now = start;

    /// <summary>A wait is short up to this; timeouts under test are longer.</summary>
    public static TimeSpan Long { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The short waits, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (gate)
            {
                return [.. waits];
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public void Advance(TimeSpan by)
    {
        lock (gate)
        {
            now += by;
        }
    }

    /// <summary>Ends the long waits of this moment.</summary>
    public void LosePatience()
    {
        Waiting[] all;
        lock (gate)
        {
            all = [.. patient];
        }

        foreach (Waiting one in all)
        {
            one.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Waiting(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Waiting(ImpatientTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.patient.Remove(this);
                if (dueTime < TimeSpan.Zero)
                {
                    return true;
                }

                if (dueTime >= Long)
                {
                    time.patient.Add(this);
                    return true;
                }

                time.waits.Add(dueTime);
                time.now += dueTime;
            }

            ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Fire()
        {
            lock (time.gate)
            {
                time.patient.Remove(this);
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                time.patient.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
