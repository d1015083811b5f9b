using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Leastwise.Usage.Intake;

/// <summary>128 bits that stand for some texts within one process.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HashKey(ulong A, ulong B);

/// <summary>
/// Hashes texts one after the other, at a few bytes a cycle. The seed is drawn when the process starts, so that nobody who can write into a log
/// (session names, object keys) can prepare two texts that fall together; a chance collision among a thousand million texts has odds of one to 10^20.
/// Nothing that is kept uses it: see <see cref="Storage.DimensionKey"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct FastHash
{
    // Each a value of its own, not a table: the compiler then knows them.
    private static readonly ulong Seed0 = Draw(), Seed1 = Draw(), Seed2 = Draw(), Seed3 = Draw(), Seed4 = Draw(), Seed5 = Draw();

    private ulong a;
    private ulong b;

    /// <summary>The texts' key.</summary>
    public readonly HashKey Key => new(Mix(a ^ Seed4, b), Mix(b ^ Seed5, a));

    /// <summary>Adds one text; its length counts, so that texts cannot run into one another.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        ulong x = a ^ ((ulong)text.Length * 0x9E3779B97F4A7C15), y = b + (ulong)text.Length;
        while (text.Length >= 16)
        {
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(text), high = BinaryPrimitives.ReadUInt64LittleEndian(text[8..]);
            x = Mix(low ^ Seed0 ^ x, high ^ Seed1);
            y = Mix(low ^ Seed2, high ^ Seed3 ^ y);
            text = text[16..];
        }

        (ulong first, ulong last) = Tail(text);
        a = Mix(first ^ Seed0 ^ x, last ^ Seed1);
        b = Mix(first ^ Seed2, last ^ Seed3 ^ y);
    }

    /// <summary>Adds a text by its UTF-16 form; null and empty are the same.</summary>
    public void Add(string? text) => Add(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        a = Mix((ulong)number ^ Seed0 ^ a, Seed1);
        b = Mix((ulong)number ^ Seed2, Seed3 ^ b);
    }

    private static (ulong First, ulong Last) Tail(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 8)
        {
            return (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]));
        }

        if (text.Length >= 4)
        {
            return (BinaryPrimitives.ReadUInt32LittleEndian(text), BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]));
        }

        ulong rest = 0;
        foreach (byte one in text)
        {
            rest = (rest << 8) | one;
        }

        return (rest, (ulong)text.Length);
    }

    private static ulong Draw() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private static ulong Mix(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return high ^ low;
    }
}
