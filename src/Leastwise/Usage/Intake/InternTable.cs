using System.Runtime.InteropServices;

namespace Leastwise.Usage.Intake;

/// <summary>
/// Gives a small number, from 1, to each distinct content, by its hash. Looking up takes no lock: a slot's number is written last, and a reader that does
/// not see it yet asks again under the lock. What a number stands for is kept only until the ledger has taken it.
/// </summary>
/// <param name="most">
/// How many contents are kept before those that were not met for longest are forgotten. A forgotten one that is met again gets a second number, which the
/// ledger writes to the row of the first: so that a run over any number of sessions needs hardly more memory than over this many.
/// </param>
/// <typeparam name="T">What the numbers stand for.</typeparam>
internal sealed class InternTable<T>(int most = int.MaxValue)
{
    private readonly Lock adding = new();
    private Slot[] slots = new Slot[1024];
    private Slot[] older = new Slot[1];
    private List<(int Id, T Content)> fresh = [];
    private int count, held;

    /// <summary>How many numbers were given.</summary>
    public int Count => count;

    /// <summary>The number of the content with this hash; 0 where it is new, or was met before those that are kept.</summary>
    public int Find(in HashKey key) => Find(Volatile.Read(ref slots), key);

    /// <summary>The number of <paramref name="content"/>, which is new unless another thread was faster, or it was not met for long.</summary>
    public int Add(in HashKey key, T content)
    {
        lock (adding)
        {
            int known = Find(slots, key);
            if (known != 0)
            {
                return known;
            }

            if (held >= most / 2)
            {
                older = slots;
                Volatile.Write(ref slots, EmptyTable.Of<Slot>(slots.Length));
                held = 0;
            }
            else if (held >= slots.Length / 4 * 3)
            {
                Grow();
            }

            int id = Find(older, key);
            if (id == 0)
            {
                id = ++count;
                fresh.Add((id, content));
            }

            held++;
            Put(slots, key, id);
            return id;
        }
    }

    /// <summary>What was added since the last call.</summary>
    public List<(int Id, T Content)> TakeFresh()
    {
        lock (adding)
        {
            List<(int, T)> taken = fresh;
            fresh = [];
            return taken;
        }
    }

    private static int Find(Slot[] slots, in HashKey key)
    {
        int mask = slots.Length - 1;
        for (int at = (int)key.A & mask; ; at = (at + 1) & mask)
        {
            ref Slot slot = ref slots[at];
            int id = Volatile.Read(ref slot.Id);
            if (id == 0 || (slot.A == key.A && slot.B == key.B))
            {
                return id;
            }
        }
    }

    private static void Put(Slot[] slots, in HashKey key, int id)
    {
        int mask = slots.Length - 1, at = (int)key.A & mask;
        while (slots[at].Id != 0)
        {
            at = (at + 1) & mask;
        }

        slots[at].A = key.A;
        slots[at].B = key.B;
        Volatile.Write(ref slots[at].Id, id);
    }

    private void Grow()
    {
        var larger = EmptyTable.Of<Slot>(slots.Length * 2);
        foreach (Slot slot in slots)
        {
            if (slot.Id != 0)
            {
                Put(larger, new HashKey(slot.A, slot.B), slot.Id);
            }
        }

        Volatile.Write(ref slots, larger);
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public ulong A;
        public ulong B;
        public int Id;
    }
}
