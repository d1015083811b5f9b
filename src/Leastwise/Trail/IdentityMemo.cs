using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Leastwise.Trail;

/// <summary>
/// Knows again the <c>userIdentity</c> of sessions: a third of a record's text, and the same, byte for byte, in all calls of a session. What was read
/// once need only be compared. Memory is fixed; a new identity takes the place of an old one.
/// </summary>
internal sealed class IdentityMemo
{
    private const int Slots = 4096;
    private const int Longest = 1024;

    /// <summary>So much of a text tells most identities apart, the access key among it.</summary>
    private const int Hashed = 256;

    private const RawField FirstField = RawField.CallerType;
    private const int FieldCount = RawField.SessionMfa - RawField.CallerType + 1;

    private readonly byte[] texts = new byte[Slots * Longest];
    private readonly Known[] known = new Known[Slots];
    private readonly RawText[] pieces = new RawText[Slots * FieldCount];
    private int lastNumber;

    /// <summary>Finds the identity that begins at a place; on success its fields are filled in.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the object begins.</param>
    /// <param name="fields">The record's fields.</param>
    /// <param name="slot">Where to remember it if it is not known; negative where it is not of the kind that is remembered.</param>
    /// <param name="number">The identity's number.</param>
    /// <returns>The length of the object; zero where it is not known.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<byte> text, int at, Span<RawText> fields, out int slot, out int number)
    {
        slot = -1;
        number = 0;
        if (text.Length - at < Hashed || !text[at..].StartsWith("{\"type\":\"AssumedRole\","u8))
        {
            return 0;
        }

        slot = (int)(Hash(text.Slice(at, Hashed)) % Slots);
        Known one = known[slot];
        if (one.Length == 0 || one.Length > text.Length - at || !text.Slice(at, one.Length).SequenceEqual(texts.AsSpan(slot * Longest, one.Length)))
        {
            return 0;
        }

        number = one.Number;
        Span<RawText> filled = fields.Slice((int)FirstField, FieldCount);
        ReadOnlySpan<RawText> relative = pieces.AsSpan(slot * FieldCount, FieldCount);
        for (int i = 0; i < filled.Length; i++)
        {
            RawText piece = relative[i];
            filled[i] = piece.IsThere ? piece with { Start = piece.Start + at } : default;
        }

        return one.Length;
    }

    /// <summary>Remembers an identity that was read; its number, or zero where it is not remembered: it is long, or its texts are not the record's own bytes.</summary>
    public int Remember(ReadOnlySpan<byte> text, int at, int behind, ReadOnlySpan<RawText> fields, int slot)
    {
        ReadOnlySpan<RawText> read = fields.Slice((int)FirstField, FieldCount);
        if (behind - at > Longest)
        {
            return 0;
        }

        Span<RawText> relative = pieces.AsSpan(slot * FieldCount, FieldCount);
        known[slot] = default;
        for (int i = 0; i < read.Length; i++)
        {
            if (read[i].Start < 0)
            {
                return 0;
            }

            relative[i] = read[i].IsThere ? read[i] with { Start = read[i].Start - at } : default;
        }

        text[at..behind].CopyTo(texts.AsSpan(slot * Longest));
        known[slot] = new Known(behind - at, ++lastNumber);
        return lastNumber;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        // Four sums side by side: each step waits only for its own.
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(text);
        uint first = 0, second = 0, third = 0, fourth = 0;
        for (int i = 0; i + 3 < words.Length; i += 4)
        {
            first = BitOperations.Crc32C(first, words[i]);
            second = BitOperations.Crc32C(second, words[i + 1]);
            third = BitOperations.Crc32C(third, words[i + 2]);
            fourth = BitOperations.Crc32C(fourth, words[i + 3]);
        }

        return first ^ BitOperations.RotateLeft(second, 7) ^ BitOperations.RotateLeft(third, 13) ^ BitOperations.RotateLeft(fourth, 19);
    }

    /// <summary>An identity's length and number; a length of zero is an empty slot.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Known(int Length, int Number);
}
