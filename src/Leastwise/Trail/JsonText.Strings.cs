using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Leastwise.Trail;

/// <content>Strings: the end of most is seen in one look over as many bytes as the processor compares at once.</content>
internal readonly ref partial struct JsonText
{
    /// <summary>Whether a plain string of this length, less than 64, stands here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasString(int at, [ConstantExpected] int count)
    {
        if ((uint)at >= (uint)roomy || Unsafe.Add(ref start, at) != (byte)'"' || Unsafe.Add(ref start, at + 1 + count) != (byte)'"')
        {
            return false;
        }

        if (count < 32)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref start, (nuint)(at + 1));
            return BitOperations.TrailingZeroCount(Specials(bytes) | bytes.ExtractMostSignificantBits()) == count;
        }

        return BitOperations.TrailingZeroCount(Specials(at + 1, out ulong high) | high) == count;
    }

    /// <summary><see cref="PassString"/> of a string that usually is short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PassShortString(int at, out bool plain)
    {
        if ((uint)at < (uint)roomy)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref start, (nuint)(at + 1));
            uint special = Specials(bytes);
            int end = at + 1 + BitOperations.TrailingZeroCount(special);
            if (special != 0 && Unsafe.Add(ref start, end) == (byte)'"')
            {
                plain = (bytes.ExtractMostSignificantBits() & (special - 1) & ~special) == 0;
                return end + 1;
            }
        }

        return PassLongString(at + 1, out plain);
    }

    /// <summary>From a string's opening quote to the place behind its closing quote.</summary>
    /// <param name="at">The opening quote's place.</param>
    /// <param name="plain">True where the content is ASCII without escapes; false also where that is not sure.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PassString(int at, out bool plain)
    {
        if ((uint)at < (uint)roomy)
        {
            ulong special = Specials(at + 1, out ulong high);
            int end = at + 1 + BitOperations.TrailingZeroCount(special);
            if (special != 0 && Unsafe.Add(ref start, end) == (byte)'"')
            {
                plain = (high & (special - 1) & ~special) == 0;
                return end + 1;
            }
        }

        return PassLongString(at + 1, out plain);
    }

    /// <summary>The bits of the bytes that end a string's plain content, and of those that are not ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Specials(int at, out ulong high)
    {
        Vector256<byte> low = Vector256.LoadUnsafe(ref start, (nuint)at), upper = Vector256.LoadUnsafe(ref start, (nuint)(at + 32));
        high = low.ExtractMostSignificantBits() | ((ulong)upper.ExtractMostSignificantBits() << 32);
        return Specials(low) | ((ulong)Specials(upper) << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Specials(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes)).ExtractMostSignificantBits();

    /// <summary>From any place within a string's content.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int PassLongString(int at, out bool plain)
    {
        bool escapes = false;
        uint high = 0;
        plain = false;
        while (at <= length - Vector256<byte>.Count)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref start, (nuint)at);
            uint special = Specials(bytes);
            high |= bytes.ExtractMostSignificantBits();
            int next = Vector256<byte>.Count;
            while (special != 0)
            {
                int found = at + BitOperations.TrailingZeroCount(special);
                byte what = Unsafe.Add(ref start, found);
                if (what == (byte)'"')
                {
                    // High bits behind the string are counted too; then a text is checked that need not be.
                    plain = !escapes && high == 0;
                    return found + 1;
                }

                int behind = what == (byte)'\\' ? PassEscape(found) : Broken;
                if (behind < 0)
                {
                    return Broken;
                }

                escapes = true;
                next = behind - at;
                special = next < 32 ? special & (uint.MaxValue << next) : 0;
            }

            at += Math.Max(next, Vector256<byte>.Count);
        }

        return PassLastString(at, !escapes && high == 0, out plain);
    }

    /// <summary>Near the end of the text, byte by byte.</summary>
    private int PassLastString(int at, bool plainSoFar, out bool plain)
    {
        while (this[at] is byte what and >= 0x20)
        {
            if (what == (byte)'"')
            {
                plain = plainSoFar;
                return at + 1;
            }

            plainSoFar &= what < 0x80 && what != (byte)'\\';
            at = what == (byte)'\\' ? PassEscape(at) : at + 1;
        }

        plain = false;
        return Broken;
    }

    private int PassEscape(int at) => this[at + 1] switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => at + 2,
        (byte)'u' when IsHex(this[at + 2]) && IsHex(this[at + 3]) && IsHex(this[at + 4]) && IsHex(this[at + 5]) => at + 6,
        _ => Broken,
    };

    private static bool IsHex(byte digit) => char.IsAsciiHexDigit((char)digit);
}
