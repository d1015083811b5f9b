using System.Runtime.InteropServices;

namespace Leastwise.Usage;

/// <summary>What observations that are summed have in common; numbers of rows of the ledger's tables.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ObservationKey(long Actor, long Event, long Session, long Place, int Outcome, long Denial, bool PassesRole);

/// <summary>How often, first and last (Unix seconds).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Tally(long Count, long First, long Last)
{
    /// <summary>With one more at a time.</summary>
    public Tally Plus(long time) => Count == 0 ? new Tally(1, time, time) : new Tally(Count + 1, Math.Min(First, time), Math.Max(Last, time));
}

/// <summary>Where a call was recorded.</summary>
internal readonly record struct Place(string Account, string Region, string InvokedBy);
