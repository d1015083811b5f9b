using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Leastwise.Trail;

/// <summary>UUIDs in their usual form, <c>01234567-89ab-cdef-0123-456789abcdef</c>, in capitals or small letters.</summary>
internal static class RawUuid
{
    /// <summary>The digits' value, as two halves; false for any other form, which the simple reader judges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out ulong high, out ulong low)
    {
        high = low = 0;
        if (text.Length != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
        {
            return false;
        }

        // The thirty-two digits without the dashes.
        Vector128<byte> first = Vector128.Create(Word(text), Half(text[9..]) | (ulong)Half(text[14..]) << 32).AsByte();
        Vector128<byte> second = Vector128.Create(Half(text[19..]) | (ulong)Half(text[24..]) << 32, Word(text[28..])).AsByte();
        if (!TryNibbles(ref first) || !TryNibbles(ref second))
        {
            return false;
        }

        Vector128<ulong> value = Vector128.Narrow(Pairs(first), Pairs(second)).AsUInt64();
        high = BinaryPrimitives.ReverseEndianness(value[0]);
        low = BinaryPrimitives.ReverseEndianness(value[1]);
        return true;
    }

    private static ulong Word(ReadOnlySpan<byte> text) => BinaryPrimitives.ReadUInt64LittleEndian(text);

    private static uint Half(ReadOnlySpan<byte> text) => BinaryPrimitives.ReadUInt32LittleEndian(text);

    /// <summary>Makes sixteen hexadecimal digits their values; false where one is none.</summary>
    private static bool TryNibbles(ref Vector128<byte> digits)
    {
        Vector128<byte> number = digits - Vector128.Create((byte)'0');
        Vector128<byte> letter = (digits | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
        Vector128<byte> isNumber = Vector128.LessThan(number, Vector128.Create((byte)10));
        Vector128<byte> isLetter = Vector128.LessThan(letter, Vector128.Create((byte)6));
        digits = Vector128.ConditionalSelect(isNumber, number, letter + Vector128.Create((byte)10));
        return (isNumber | isLetter) == Vector128<byte>.AllBitsSet;
    }

    /// <summary>The first digit of each pair is the greater.</summary>
    private static Vector128<ushort> Pairs(Vector128<byte> nibbles)
    {
        Vector128<ushort> pairs = nibbles.AsUInt16();
        return ((pairs << 4) | (pairs >> 8)) & Vector128.Create((ushort)0xFF);
    }
}
