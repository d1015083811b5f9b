using Leastwise.Usage.Intake;

namespace Leastwise.Usage.Storage;

/// <summary>
/// The order of the table of observations, in which rows are written one after the other. Two of a key's numbers at a time are one number to sort by, which costs a
/// quarter of comparing keys.
/// </summary>
internal sealed class TableOrder
{
    private const int Few = 12;

    private int[] order = [];
    private ulong[] keys = [];

    /// <summary>The places of the first sums, in the table's order; valid until the next call.</summary>
    public ReadOnlySpan<int> Of(TallyTable.Sum[] sums, int count)
    {
        if (order.Length < count)
        {
            order = new int[sums.Length];
            keys = new ulong[sums.Length];
        }

        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Sort(sums, 0, 0, count);
        return order.AsSpan(0, count);
    }

    private void Sort(TallyTable.Sum[] sums, int level, int from, int to)
    {
        if (to - from <= Few)
        {
            order.AsSpan(from, to - from).Sort((one, other) => ObservationKey.TableOrder.Compare(sums[one].Key, sums[other].Key));
            return;
        }

        for (int i = from; i < to; i++)
        {
            keys[i] = Part(sums[order[i]].Key, level);
        }

        Array.Sort(keys, order, from, to - from);
        for (int i = from; i < to && level < 4;)
        {
            int start = i;
            for (i++; i < to && keys[i] == keys[start]; i++)
            {
            }

            if (i - start > 1)
            {
                // What lies behind is read before its keys are overwritten, and what lies within is done with.
                Sort(sums, level + 1, start, i);
            }
        }
    }

    /// <summary>No number of a key is negative.</summary>
    private static ulong Part(in ObservationKey key, int level) => level switch
    {
        0 => Pair(key.Actor, key.Event),
        1 => Pair(key.Session, key.Place),
        2 => Pair(key.Outcome, key.Denial),
        3 => Pair(key.Circumstance, key.Target),
        _ => (ulong)key.Day,
    };

    private static ulong Pair(int high, int low) => ((ulong)(uint)high << 32) | (uint)low;
}
