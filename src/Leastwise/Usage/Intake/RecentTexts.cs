using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Leastwise.Usage.Intake;

/// <summary>
/// Remembers the number of a few texts, by the texts themselves: comparing short ones takes a third of hashing them, and most records have what others had a moment ago. Texts
/// whose place is taken by others, or that are long, are not remembered. An instance serves one thread.
/// </summary>
/// <param name="bits">There are two to the power of so many places.</param>
internal sealed class RecentTexts(int bits)
{
    private const int Room = 128;
    private readonly Slot[] slots = new Slot[1 << bits];
    private readonly byte[] kept = new byte[Room << bits];

    /// <summary>The number of four texts; 0 where it is not remembered.</summary>
    /// <param name="first">The one that mostly tells them from others.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="fourth">The fourth.</param>
    public int Find(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth)
    {
        int place = PlaceOf(first);
        ref readonly Slot slot = ref slots[place];
        if (slot.First != first.Length || slot.Second != second.Length || slot.Third != third.Length || slot.Fourth != fourth.Length)
        {
            return 0;
        }

        ReadOnlySpan<byte> texts = kept.AsSpan(place * Room, Room);
        return texts.StartsWith(first) && (texts = texts[first.Length..]).StartsWith(second) && (texts = texts[second.Length..]).StartsWith(third) && texts[third.Length..].StartsWith(fourth)
            ? slot.Number
            : 0;
    }

    /// <summary>Remembers the number of four texts, in the place of others.</summary>
    public int Remember(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth, int number)
    {
        if (first.Length + second.Length + third.Length + fourth.Length <= Room)
        {
            int place = PlaceOf(first);
            slots[place] = new Slot(number, first.Length, second.Length, third.Length, fourth.Length);
            Span<byte> texts = kept.AsSpan(place * Room, Room);
            first.CopyTo(texts);
            second.CopyTo(texts = texts[first.Length..]);
            third.CopyTo(texts = texts[second.Length..]);
            fourth.CopyTo(texts[third.Length..]);
        }

        return number;
    }

    private int PlaceOf(ReadOnlySpan<byte> text)
    {
        ulong first = 0, last = (ulong)text.Length;
        if (text.Length >= sizeof(ulong))
        {
            first = BinaryPrimitives.ReadUInt64LittleEndian(text);
            last += BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        }
        else
        {
            foreach (byte one in text)
            {
                first = (first << 8) | one;
            }
        }

        // The upper bits of a product depend on all of the lower ones.
        return (int)((((first * 0x9E3779B97F4A7C15) ^ last) * 0xD6E8FEB86659FD93) >> 32) & (slots.Length - 1);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Slot(int Number, int First, int Second, int Third, int Fourth);
}
