using Leastwise.Trail;

namespace Leastwise.Bench;

/// <summary>The first so many logs of a source.</summary>
internal sealed class FirstOf(ITrailSource source, int most) : ITrailSource
{
    private int given;

    public long Found => source.Found;

    public bool FoundAll => false;

    public void Begin(TrailNeeds needs, CancellationToken stop) => source.Begin(needs, stop);

    public TrailItem? Next() => Interlocked.Increment(ref given) <= most ? source.Next() : null;

    public void Dispose() => source.Dispose();
}
