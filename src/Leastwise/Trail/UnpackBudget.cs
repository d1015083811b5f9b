namespace Leastwise.Trail;

/// <summary>What one file may unpack to, all its layers of packing together: a bound on time and on what a bomb can cost.</summary>
/// <param name="packedBytes">The file's own size.</param>
/// <param name="free">What it may unpack to whatever its size is.</param>
internal sealed class UnpackBudget(long packedBytes, long free = TrailLimits.FreeUnpackedBytes)
{
    private readonly long allowed = Math.Max(free, packedBytes * TrailLimits.MaxUnpackedRatio);
    private long spent;
    private int entries;

    /// <summary>Counts unpacked bytes.</summary>
    /// <exception cref="UnpackException">The budget is spent.</exception>
    public void Spend(int bytes)
    {
        spent += bytes;
        if (spent > allowed)
        {
            throw new UnpackException(
                $"it unpacks to more than {allowed / (1024 * 1024):N0} MB, {(packedBytes * TrailLimits.MaxUnpackedRatio == allowed ? $"{TrailLimits.MaxUnpackedRatio} times its size, " : "")}which no log of CloudTrail does");
        }
    }

    /// <summary>Counts an entry of an archive; false where there are too many.</summary>
    public bool TakeEntry() => ++entries <= TrailLimits.MaxArchiveEntries;
}
