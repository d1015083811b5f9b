using System.Numerics;
using System.Runtime.InteropServices;
using Leastwise.Usage.Intake;

namespace Leastwise.Usage.Storage;

/// <summary>
/// The order of the table of observations, in which rows are written one after the other. As many of a key's numbers as have room become one number to sort by: only the
/// bits in which they differ count, so mostly all of them have.
/// </summary>
internal sealed class TableOrder
{
    private const int Numbers = 9;
    private const int KeyBits = 64;

    private int[] order = [], spareOrder = [];
    private ulong[] keys = [], spareKeys = [];

    /// <summary>Where in an <see cref="ObservationKey"/> the table's columns are.</summary>
    private static ReadOnlySpan<int> Columns => [0, 1, 2, 3, 8, 4, 5, 6, 7];

    /// <summary>The places of the first sums, in the table's order; valid until the next call.</summary>
    public ReadOnlySpan<int> Of(TallyTable.Sum[] sums, int count)
    {
        if (order.Length < count)
        {
            (order, spareOrder) = (GC.AllocateUninitializedArray<int>(sums.Length), GC.AllocateUninitializedArray<int>(sums.Length));
            (keys, spareKeys) = (GC.AllocateUninitializedArray<ulong>(sums.Length), GC.AllocateUninitializedArray<ulong>(sums.Length));
        }

        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Span<int> least = stackalloc int[Numbers], widths = stackalloc int[Numbers];
        Measure(sums.AsSpan(0, count), least, widths);
        for (int end = Numbers; end > 0;)
        {
            // From the last columns to the first: a later sorting leaves in their order those that it finds equal.
            int begin = end, bits = 0;
            while (begin > 0 && bits + widths[begin - 1] <= KeyBits)
            {
                bits += widths[--begin];
            }

            for (int i = 0; i < count; i++)
            {
                keys[i] = KeyOf(sums[order[i]].Key, begin, end, least, widths);
            }

            if (RadixSort.Sort(keys.AsSpan(0, count), order.AsSpan(0, count), spareKeys.AsSpan(0, count), spareOrder.AsSpan(0, count), bits))
            {
                (order, spareOrder) = (spareOrder, order);
                (keys, spareKeys) = (spareKeys, keys);
            }

            end = begin;
        }

        return order.AsSpan(0, count);
    }

    /// <summary>The least number of each column, and in how many bits the others differ from it.</summary>
    private static void Measure(ReadOnlySpan<TallyTable.Sum> sums, Span<int> least, Span<int> widths)
    {
        Span<int> most = stackalloc int[Numbers];
        least.Fill(int.MaxValue);
        foreach (ref readonly TallyTable.Sum sum in sums)
        {
            ReadOnlySpan<int> numbers = NumbersOf(sum.Key);
            for (int i = 0; i < Numbers; i++)
            {
                least[i] = Math.Min(least[i], numbers[i]);
                most[i] = Math.Max(most[i], numbers[i]);
            }
        }

        for (int i = 0; i < Numbers; i++)
        {
            widths[i] = sums.IsEmpty ? 0 : BitOperations.Log2((uint)(most[Columns[i]] - least[Columns[i]])) + (most[Columns[i]] > least[Columns[i]] ? 1 : 0);
        }
    }

    private static ulong KeyOf(in ObservationKey key, int begin, int end, ReadOnlySpan<int> least, ReadOnlySpan<int> widths)
    {
        ReadOnlySpan<int> numbers = NumbersOf(key);
        ulong one = 0;
        for (int i = begin; i < end; i++)
        {
            one = (one << widths[i]) | (uint)(numbers[Columns[i]] - least[Columns[i]]);
        }

        return one;
    }

    private static ReadOnlySpan<int> NumbersOf(in ObservationKey key) => MemoryMarshal.Cast<ObservationKey, int>(new ReadOnlySpan<ObservationKey>(in key));
}
