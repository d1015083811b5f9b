namespace Leastwise.Usage.Intake;

/// <summary>A set of numbers that are spread evenly, eight bytes a place, at most three quarters full.</summary>
internal sealed class SeenSet
{
    private ulong[] places;
    private bool holdsZero;

    /// <summary>Keeps what was looked at from being left out as useless.</summary>
    private ulong approached;

    /// <summary>A set that will hold about so many.</summary>
    public SeenSet(int expected) => places = EmptyTable.Of<ulong>(Math.Max(64, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(expected / 3 * 4) + 1)));

    /// <summary>How many it holds.</summary>
    public int Count { get; private set; }

    /// <summary>How many places it has, each of eight bytes.</summary>
    public int Places => places.Length;

    /// <summary>Adds a number; false where it was there.</summary>
    public bool Add(ulong number)
    {
        if (number == 0)
        {
            // Zero marks a free place.
            bool added = !holdsZero;
            holdsZero = true;
            Count += added ? 1 : 0;
            return added;
        }

        if (Count >= places.Length / 4 * 3)
        {
            Grow();
        }

        int mask = places.Length - 1;
        for (int at = (int)number & mask; ; at = (at + 1) & mask)
        {
            if (places[at] == 0)
            {
                places[at] = number;
                Count++;
                return true;
            }

            if (places[at] == number)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Looks at the places of records that are about to be added. One is far from the other, and waiting for the memory takes longer than all else: here the processor waits
    /// for many at once, as none depends on another.
    /// </summary>
    public void Approach(ReadOnlySpan<EventRow> rows)
    {
        ulong seen = 0;
        foreach (ref readonly EventRow row in rows)
        {
            seen ^= places[(int)row.Fingerprint & (places.Length - 1)];
        }

        approached = seen;
    }

    /// <summary>Whether it holds a number.</summary>
    public bool Contains(ulong number)
    {
        int mask = places.Length - 1;
        for (int at = (int)number & mask; number != 0; at = (at + 1) & mask)
        {
            if (places[at] == 0 || places[at] == number)
            {
                return places[at] != 0;
            }
        }

        return holdsZero;
    }

    private void Grow()
    {
        ulong[] smaller = places;
        places = EmptyTable.Of<ulong>(smaller.Length * 2);
        int mask = places.Length - 1;
        foreach (ulong number in smaller)
        {
            if (number != 0)
            {
                int at = (int)number & mask;
                while (places[at] != 0)
                {
                    at = (at + 1) & mask;
                }

                places[at] = number;
            }
        }
    }
}
