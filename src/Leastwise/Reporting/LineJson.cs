using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;

namespace Leastwise.Reporting;

/// <summary>
/// JSON put together by hand, the same bytes that <see cref="JsonText.OpenLines"/> writes: hundreds of megabytes in which the same members stand in the same
/// order hundreds of thousands of times. Nothing keeps track of commas and breaks; they stand in what is written raw.
/// </summary>
internal sealed class LineJson(int size = 1 << 16)
{
    // What the encoder leaves as it is.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(0, 128).Select(code => (char)code).Where(letter => JavaScriptEncoder.Default.Encode($"{letter}") == $"{letter}")]);

    private byte[] buffer = new byte[size];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    /// <summary>Begins again.</summary>
    public void Clear() => Length = 0;

    /// <summary>Writes these bytes.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Writes a text, or null.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Raw("null"u8);
            return;
        }

        int special = value.AsSpan().IndexOfAnyExcept(Plain), plain = special < 0 ? value.Length : special;
        Span<byte> room = Room(plain + 2);
        room[0] = (byte)'"';
        _ = Ascii.FromUtf16(value.AsSpan(0, plain), room[1..], out _);
        if (special < 0)
        {
            room[plain + 1] = (byte)'"';
            Length += plain + 2;
            return;
        }

        Length += plain + 1;
        Escaped(value.AsSpan(special));
        Raw("\""u8);
    }

    /// <summary>Writes an array of texts.</summary>
    public void Texts(ImmutableArray<string> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Raw(i == 0 ? "[\n"u8 : ",\n"u8);
            Text(values[i]);
        }

        Raw(values.IsEmpty ? "[]"u8 : "\n]"u8);
    }

    /// <summary>Writes a number.</summary>
    public void Number(long value)
    {
        const int MostDigits = 20;
        _ = value.TryFormat(Room(MostDigits), out int written);
        Length += written;
    }

    /// <summary>Writes true or false.</summary>
    public void Truth(bool value) => Raw(value ? "true"u8 : "false"u8);

    // The encoder reads runs that it changes, not each letter between them.
    private void Escaped(ReadOnlySpan<char> rest)
    {
        const int MostOfOne = 12;
        Span<char> letters = stackalloc char[32 * MostOfOne];
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny(Plain);
            ReadOnlySpan<char> run = end < 0 ? rest : rest[..end];
            rest = rest[run.Length..];
            while (!run.IsEmpty)
            {
                _ = JavaScriptEncoder.Default.Encode(run, letters, out int read, out int written);
                Narrow(letters[..written]);
                run = run[read..];
            }

            int plain = rest.IndexOfAnyExcept(Plain);
            plain = plain < 0 ? rest.Length : plain;
            Narrow(rest[..plain]);
            rest = rest[plain..];
        }
    }

    private void Narrow(ReadOnlySpan<char> ascii)
    {
        _ = Ascii.FromUtf16(ascii, Room(ascii.Length), out int written);
        Length += written;
    }

    private Span<byte> Room(int more)
    {
        if (buffer.Length - Length < more)
        {
            Array.Resize(ref buffer, Math.Max(2 * buffer.Length, Length + more));
        }

        return buffer.AsSpan(Length);
    }
}
