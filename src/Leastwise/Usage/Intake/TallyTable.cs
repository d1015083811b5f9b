using System.Runtime.InteropServices;

namespace Leastwise.Usage.Intake;

/// <summary>
/// Sums by key. The sums lie one after the other in the order in which they came; a table of places beside them holds a part of the hash, so that a sum is touched
/// only when it is very likely the one.
/// </summary>
internal sealed class TallyTable
{
    private const int AtFirst = 8192;

    private ulong[] places = EmptyTable.Of<ulong>(2 * AtFirst);
    private Sum[] sums = GC.AllocateUninitializedArray<Sum>(AtFirst);

    /// <summary>Keeps what was looked at from being left out as useless.</summary>
    private ulong approached;

    /// <summary>The sums.</summary>
    public ReadOnlySpan<Sum> Sums => sums.AsSpan(0, Count);

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>Looks at the places of rows that are about to be added, and at their sums, as <see cref="SeenSet.Approach"/> does.</summary>
    public void Approach(ReadOnlySpan<EventRow> rows)
    {
        ulong seen = 0;
        foreach (ref readonly EventRow row in rows)
        {
            seen ^= places[(int)row.Hash & (places.Length - 1)];
        }

        foreach (ref readonly EventRow row in rows)
        {
            ulong place = places[(int)row.Hash & (places.Length - 1)];
            if (place != 0 && (uint)(place >> 32) == row.Hash)
            {
                ref readonly Sum sum = ref sums[(uint)place - 1];
                seen ^= (ulong)sum.Tally.Count ^ (uint)sum.Key.Outcome;
            }
        }

        approached = seen;
    }

    /// <summary>Adds a sum to the key of a row.</summary>
    public void Add(in EventRow row, in Tally tally)
    {
        uint hash = row.Hash;
        ref readonly ObservationKey key = ref row.Key;
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
        places = EmptyTable.Of<ulong>(smaller.Length * 2);
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
