namespace Leastwise.Catalog.Storage;

/// <summary>
/// Finds a service by its prefix in any case. A small table of its own: a cold process compiles it in a moment, where the generic
/// dictionary's lookup by spans takes as long as all else that loading does.
/// </summary>
internal sealed class PrefixTable
{
    private const uint Start = 2166136261;
    private const uint Factor = 16777619;
    private readonly string[] prefixes;
    private readonly short[] slots;

    /// <summary>A table over prefixes, which must differ.</summary>
    public PrefixTable(string[] prefixes)
    {
        this.prefixes = prefixes;
        int size = 1024;
        while (size < prefixes.Length * 2)
        {
            size *= 2;
        }

        slots = new short[size];
        for (int i = 0; i < prefixes.Length; i++)
        {
            int slot = SlotOf(prefixes[i]);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & (slots.Length - 1);
            }

            slots[slot] = checked((short)(i + 1));
        }
    }

    /// <summary>The number of a prefix, or -1.</summary>
    public int Find(ReadOnlySpan<char> prefix)
    {
        for (int slot = SlotOf(prefix); slots[slot] is not 0 and short number; slot = (slot + 1) & (slots.Length - 1))
        {
            if (prefix.Equals(prefixes[number - 1], StringComparison.OrdinalIgnoreCase))
            {
                return number - 1;
            }
        }

        return -1;
    }

    private int SlotOf(ReadOnlySpan<char> prefix)
    {
        uint hash = Start;
        foreach (char c in prefix)
        {
            // Letters of both cases differ in this bit alone; what else it joins is told apart by the comparison.
            hash = (hash ^ (uint)(c | 0x20)) * Factor;
        }

        return (int)(hash & (uint)(slots.Length - 1));
    }
}
