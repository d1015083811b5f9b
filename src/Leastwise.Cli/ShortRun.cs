namespace Leastwise.Cli;

/// <summary>What a run that ends in a fraction of a second does without.</summary>
internal static class ShortRun
{
    /// <summary>
    /// Leaves the first 64 MB uncollected, unless memory is scarce: one actor's answer takes some 40 MB, and a collection within it finds hardly anything to free and
    /// takes a tenth of the time. After them all is as ever. Called once at most.
    /// </summary>
    public static void LetMemoryGrow()
    {
        const long First = 64 << 20;
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 16 * First)
        {
            _ = GC.TryStartNoGCRegion(First);
        }
    }
}
