using System.Runtime.InteropServices;

namespace Leastwise.Usage.Intake;

/// <summary>
/// Sums by key. The sums lie one after the other in the order in which they came; a table of places beside them holds a part of the hash, so that a sum is touched
/// only when it is very likely the one.
/// </summary>
internal sealed class TallyTable
{
    private const int AtFirst = 8192;

    private ulong[] places = new ulong[2 * AtFirst];
    private Sum[] sums = GC.AllocateUninitializedArray<Sum>(AtFirst);

    /// <summary>The sums.</summary>
    public ReadOnlySpan<Sum> Sums => sums.AsSpan(0, Count);

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>Counts one more of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="time">When, Unix seconds.</param>
    public void Add(in ObservationKey key, long time) => Add(key, new Tally(1, time, time));

    /// <summary>Adds a sum to a key.</summary>
    public void Add(in ObservationKey key, in Tally tally)
    {
        uint hash = (uint)key.GetHashCode();
        int mask = places.Length - 1, at = (int)hash & mask;
        for (; places[at] != 0; at = (at + 1) & mask)
        {
            if ((uint)(places[at] >> 32) == hash)
            {
                ref Sum sum = ref sums[(uint)places[at] - 1];
                if (sum.Key == key)
                {
                    sum.Tally = new Tally(sum.Tally.Count + tally.Count, Math.Min(sum.Tally.First, tally.First), Math.Max(sum.Tally.Last, tally.Last));
                    return;
                }
            }
        }

        if (Count == sums.Length)
        {
            Grow();
            at = Free(hash);
        }

        sums[Count] = new Sum { Key = key, Tally = tally };
        places[at] = ((ulong)hash << 32) | (uint)++Count;
    }

    /// <summary>Makes it empty; its memory is kept.</summary>
    public void Clear()
    {
        Array.Clear(places);
        Count = 0;
    }

    private void Grow()
    {
        Sum[] larger = GC.AllocateUninitializedArray<Sum>(sums.Length * 2);
        sums.CopyTo(larger, 0);
        sums = larger;
        ulong[] smaller = places;
        places = new ulong[smaller.Length * 2];
        foreach (ulong place in smaller)
        {
            if (place != 0)
            {
                places[Free((uint)(place >> 32))] = place;
            }
        }
    }

    private int Free(uint hash)
    {
        int mask = places.Length - 1, at = (int)hash & mask;
        while (places[at] != 0)
        {
            at = (at + 1) & mask;
        }

        return at;
    }

    /// <summary>A key and its sum.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal struct Sum
    {
        /// <summary>What those summed have in common.</summary>
        public ObservationKey Key;

        /// <summary>The sum.</summary>
        public Tally Tally;
    }
}
