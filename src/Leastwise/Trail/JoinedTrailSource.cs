namespace Leastwise.Trail;

/// <summary>Several sources, one after the other; one begins when those before it have given all.</summary>
/// <param name="sources">The sources; disposed with this one.</param>
public sealed class JoinedTrailSource(IReadOnlyList<ITrailSource> sources) : ITrailSource
{
    private readonly Lock turn = new();
    private TrailNeeds? needs;
    private CancellationToken stop;
    private int current = -1;

    /// <inheritdoc/>
    public long Found => sources.Sum(source => source.Found);

    /// <inheritdoc/>
    public bool FoundAll => Volatile.Read(ref current) >= sources.Count - 1 && sources.All(source => source.FoundAll);

    /// <inheritdoc/>
    public void Begin(TrailNeeds needs, CancellationToken stop)
    {
        this.needs = needs;
        this.stop = stop;
        Advance(-1);
    }

    /// <inheritdoc/>
    public TrailItem? Next()
    {
        for (int at = Volatile.Read(ref current); at < sources.Count; at = Volatile.Read(ref current))
        {
            if (sources[at].Next() is TrailItem item)
            {
                return item;
            }

            Advance(at);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ITrailSource source in sources)
        {
            source.Dispose();
        }
    }

    /// <summary>Begins the source after number <paramref name="from"/>, unless another thread did.</summary>
    private void Advance(int from)
    {
        lock (turn)
        {
            if (current == from)
            {
                if (from + 1 < sources.Count && needs is not null)
                {
                    sources[from + 1].Begin(needs, stop);
                }

                Volatile.Write(ref current, from + 1);
            }
        }
    }
}
