using System.Text;
using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>Strings as JSON writes them.</summary>
internal static class JsonEncoded
{
    /// <summary>Writes what the string says into <paramref name="target"/>, which has at least its length; gives the bytes written, or -1 where it is no valid text.</summary>
    /// <param name="quoted">The string with its quotes.</param>
    /// <param name="target">Where to.</param>
    public static int Unescape(ReadOnlySpan<byte> quoted, byte[] target)
    {
        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.CopyString(target) : -1;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return -1;
        }
    }

    /// <summary>The bytes as text, escapes as they stand.</summary>
    public static string Text(ReadOnlySpan<byte> raw) => Encoding.UTF8.GetString(raw);
}
