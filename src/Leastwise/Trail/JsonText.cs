using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Leastwise.Trail;

/// <summary>
/// Walks JSON by places in its text. Each step takes the place of a token, checks the token to the letter of the grammar, and returns the place
/// behind it, or <see cref="Broken"/>: what it accepts, every reader of JSON accepts. A broken place is no place of any token, so it passes through
/// further steps and is asked for once, at the end.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref partial struct JsonText
{
    /// <summary>Not JSON, or JSON that is nested deeper than <see cref="MaxDepth"/>.</summary>
    public const int Broken = int.MinValue;

    /// <summary>Levels of nesting within one value, far below what the simple reader allows: one bit each in a word.</summary>
    public const int MaxDepth = 64;

    /// <summary>How far one look reaches: most strings end within it.</summary>
    private const int Window = 64;

    private readonly ref byte start;
    private readonly int length;

    /// <summary>Up to here, exclusive, a look around a token stays within the text.</summary>
    private readonly int roomy;

    /// <summary>A text of less than 2^31 - 128 bytes.</summary>
    public JsonText(ReadOnlySpan<byte> text)
    {
        start = ref MemoryMarshal.GetReference(text);
        length = text.Length;
        roomy = Math.Max(length - Window - 4, 0);
    }

    /// <summary>The byte at a place; zero, which begins no token, outside the text.</summary>
    public byte this[int at]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)at < (uint)length ? Unsafe.Add(ref start, at) : (byte)0;
    }

    /// <summary>The next place that is not white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PassSpace(int at) => this[at] > (byte)' ' ? at : PassSpaces(at);

    /// <summary>After a value within an object or array: the place of the next key or value; the complement of the place behind <paramref name="close"/> where that comes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PassSeparator(int at, byte close)
    {
        if ((uint)at < (uint)roomy)
        {
            byte next = Unsafe.Add(ref start, at);
            if (next == (byte)',' && Unsafe.Add(ref start, at + 1) > (byte)' ')
            {
                return at + 1;
            }

            if (next == close)
            {
                return ~(at + 1);
            }
        }

        return PassSpacedSeparator(at, close);
    }

    /// <summary>From a key's opening quote to its value; the key's content must have no escapes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PassKey(int at, out ReadOnlySpan<byte> key)
    {
        if ((uint)at < (uint)roomy && Unsafe.Add(ref start, at) == (byte)'"')
        {
            uint special = Specials(Vector256.LoadUnsafe(ref start, (nuint)(at + 1)));
            int end = at + 1 + BitOperations.TrailingZeroCount(special);
            if (special != 0 && PairAt(end) == Pair('"', ':') && Unsafe.Add(ref start, end + 2) > (byte)' ')
            {
                key = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref start, at + 1), end - at - 1);
                return end + 2;
            }
        }

        return PassSpacedKey(at, out key);
    }

    /// <summary>The last four bytes before a place as a number, the last one greatest; zero where the text does not have them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint FourBefore(int at) => at >= 4 && at <= length ? BinaryPrimitives.ReadUInt32LittleEndian(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref start, at - 4), 4)) : 0;

    /// <summary>
    /// Whether this key, given with its quotes and colon, and its value stand here without spaces. Where the guess is right, the value's place is known
    /// without looking for the key's end: the walk is as fast as one place follows from another.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasKey(int at, ReadOnlySpan<byte> key, out int value)
    {
        value = at + key.Length;
        return (uint)at < (uint)roomy
            && MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref start, at), key.Length).SequenceEqual(key)
            && Unsafe.Add(ref start, value) > (byte)' ';
    }

    /// <summary>From the first letter of <c>true</c>, <c>false</c> or <c>null</c> to the place behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PassWord(int at, byte first) =>
        first == (byte)'t' && FourBefore(at + 4) == 0x65757274 /* true */ ? at + 4
        : first == (byte)'f' && FourBefore(at + 5) == 0x65736C61 /* alse */ ? at + 5
        : first == (byte)'n' && FourBefore(at + 4) == 0x6C6C756E /* null */ ? at + 4
        : Broken;

    /// <summary>From a value's first byte to the place behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int PassValue(int at)
    {
        ulong objects = 0;
        int depth = 0;
        while (true)
        {
            byte first = this[at];
            if (first is (byte)'{' or (byte)'[')
            {
                if (++depth > MaxDepth)
                {
                    return Broken;
                }

                bool isObject = first == (byte)'{';
                objects = (objects << 1) | (isObject ? 1u : 0u);
                at = PassSpace(at + 1);
                if (this[at] != (isObject ? (byte)'}' : (byte)']'))
                {
                    at = isObject ? PassSkippedKey(at) : at;
                    continue;
                }

                at++;
                objects >>= 1;
                depth--;
            }
            else
            {
                at = PassScalar(at, first);
            }

            while (true)
            {
                if (depth == 0 || at < 0)
                {
                    return at;
                }

                bool inObject = (objects & 1) != 0;
                at = PassSeparator(at, inObject ? (byte)'}' : (byte)']');
                if (at >= 0)
                {
                    at = inObject ? PassSkippedKey(at) : at;
                    break;
                }

                if (at == Broken)
                {
                    return Broken;
                }

                at = ~at;
                objects >>= 1;
                depth--;
            }
        }
    }

    /// <summary>From a scalar's first byte, which is <paramref name="first"/>, to the place behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PassScalar(int at, byte first) => first switch
    {
        (byte)'"' => PassString(at, out _),
        (byte)'n' or (byte)'t' or (byte)'f' => PassWord(at, first),
        _ => PassNumber(at),
    };

    private static ushort Pair(char first, char second) => (ushort)(BitConverter.IsLittleEndian ? first | (second << 8) : (first << 8) | second);

    private ushort PairAt(int at) => Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PassSkippedKey(int at) => this[at] == (byte)'"' ? PassColon(PassString(at, out _)) : Broken;

    /// <summary>From behind a key to its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PassColon(int at)
    {
        at = PassSpace(at);
        return this[at] == (byte)':' ? PassSpace(at + 1) : Broken;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int PassSpacedKey(int at, out ReadOnlySpan<byte> key)
    {
        key = default;
        int end = this[at] == (byte)'"' ? PassString(at, out _) : Broken;
        if (end < 0 || MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref start, at), end - at).Contains((byte)'\\'))
        {
            return Broken;
        }

        key = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref start, at + 1), end - at - 2);
        return PassColon(end);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int PassSpacedSeparator(int at, byte close)
    {
        at = PassSpace(at);
        byte separator = this[at];
        return separator == (byte)',' ? PassSpace(at + 1) : separator == close ? ~(at + 1) : Broken;
    }

    private int PassNumber(int at)
    {
        at = this[at] == (byte)'-' ? at + 1 : at;
        int behind = this[at] == (byte)'0' ? at + 1 : PassDigits(at);
        if (behind >= 0 && this[behind] == (byte)'.')
        {
            behind = PassDigits(behind + 1);
        }

        if (behind >= 0 && (this[behind] | 0x20) == (byte)'e')
        {
            behind = PassDigits(this[behind + 1] is (byte)'+' or (byte)'-' ? behind + 2 : behind + 1);
        }

        return behind;
    }

    private int PassDigits(int at)
    {
        int behind = at;
        while (char.IsAsciiDigit((char)this[behind]))
        {
            behind++;
        }

        return behind == at ? Broken : behind;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int PassSpaces(int at)
    {
        while (this[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }
}
