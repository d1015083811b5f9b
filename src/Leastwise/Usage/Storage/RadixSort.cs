using System.Buffers;

namespace Leastwise.Usage.Storage;

/// <summary>Sorts numbers digit by digit, from the least on: of the tens of thousands that a transaction writes this takes a fifth of what comparing them does.</summary>
internal static class RadixSort
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;

    /// <summary>Below so many numbers it is the comparing that is quick.</summary>
    private const int Few = 256;

    /// <summary>Sorts numbers.</summary>
    public static void Sort(Span<ulong> numbers)
    {
        if (numbers.Length < Few)
        {
            numbers.Sort();
            return;
        }

        ulong[] rented = ArrayPool<ulong>.Shared.Rent(numbers.Length);
        Span<ulong> from = numbers, to = rented.AsSpan(0, numbers.Length);
        Span<int> starts = stackalloc int[Digits];
        for (int shift = 0; shift < sizeof(ulong) * 8; shift += DigitBits)
        {
            Count(from, shift, starts);
            foreach (ulong number in from)
            {
                to[starts[(byte)(number >> shift)]++] = number;
            }

            Span<ulong> sorted = to;
            to = from;
            from = sorted;
        }

        // The digits are even in number, so that the numbers are again where they were.
        ArrayPool<ulong>.Shared.Return(rented);
    }

    /// <summary>Sorts places by the lowest bits of their keys; places of equal keys stay in their order.</summary>
    /// <param name="keys">The keys; they are sorted as well.</param>
    /// <param name="places">What is sorted.</param>
    /// <param name="spareKeys">Room for as many keys.</param>
    /// <param name="sparePlaces">Room for as many places.</param>
    /// <param name="bits">How many bits of a key may differ.</param>
    /// <returns>Whether the result is in the spare room.</returns>
    public static bool Sort(Span<ulong> keys, Span<int> places, Span<ulong> spareKeys, Span<int> sparePlaces, int bits)
    {
        bool spare = false;
        Span<int> starts = stackalloc int[Digits];
        for (int shift = 0; shift < bits; shift += DigitBits)
        {
            Span<ulong> from = spare ? spareKeys : keys, to = spare ? keys : spareKeys;
            Span<int> fromPlaces = spare ? sparePlaces : places, toPlaces = spare ? places : sparePlaces;
            Count(from, shift, starts);
            for (int i = 0; i < from.Length; i++)
            {
                ulong key = from[i];
                int at = starts[(byte)(key >> shift)]++;
                to[at] = key;
                toPlaces[at] = fromPlaces[i];
            }

            spare = !spare;
        }

        return spare;
    }

    /// <summary>Where the numbers of each digit begin.</summary>
    private static void Count(ReadOnlySpan<ulong> numbers, int shift, Span<int> starts)
    {
        starts.Clear();
        foreach (ulong number in numbers)
        {
            starts[(byte)(number >> shift)]++;
        }

        int before = 0;
        foreach (ref int start in starts)
        {
            (start, before) = (before, before + start);
        }
    }
}
