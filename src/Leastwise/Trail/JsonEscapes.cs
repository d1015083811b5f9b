using System.Globalization;

namespace Leastwise.Trail;

/// <summary>Takes the escapes out of a JSON string's content.</summary>
internal static class JsonEscapes
{
    /// <summary>Writes the text to <paramref name="text"/>, which must be as long as <paramref name="written"/>; false where a surrogate is escaped.</summary>
    /// <param name="written">Content whose escapes are known to be well formed.</param>
    /// <param name="text">Where to write.</param>
    /// <param name="length">How many bytes were written.</param>
    public static bool TryUnescape(ReadOnlySpan<byte> written, Span<byte> text, out int length)
    {
        length = 0;
        while (written.IndexOf((byte)'\\') is >= 0 and int plain)
        {
            written[..plain].CopyTo(text[length..]);
            length += plain;
            if (written[plain + 1] == (byte)'u')
            {
                int code = int.Parse(written.Slice(plain + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                if (char.IsSurrogate((char)code))
                {
                    return false;
                }

                length += new System.Text.Rune(code).EncodeToUtf8(text[length..]);
                written = written[(plain + 6)..];
            }
            else
            {
                text[length++] = Meaning(written[plain + 1]);
                written = written[(plain + 2)..];
            }
        }

        written.CopyTo(text[length..]);
        length += written.Length;
        return true;
    }

    private static byte Meaning(byte letter) => letter switch
    {
        (byte)'b' => 0x08,
        (byte)'f' => 0x0C,
        (byte)'n' => 0x0A,
        (byte)'r' => 0x0D,
        (byte)'t' => 0x09,
        _ => letter,
    };
}
