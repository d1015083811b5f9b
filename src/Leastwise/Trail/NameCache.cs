using System.Text;
using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>
/// Gives one string for equal names: a log repeats its sources, names, regions, accounts and ARNs all the time.
/// It forgets an old name when a new one takes its place, so its size never grows.
/// </summary>
internal sealed class NameCache
{
    private const int Slots = 2048;
    private const int LongestKept = 160;

    private readonly string?[] names = new string?[Slots];

    /// <summary>The string at the reader's place, which must be a JSON string.</summary>
    /// <exception cref="InvalidOperationException">The string is not valid UTF-8.</exception>
    public string Get(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ValueSpan;
        if (reader.ValueIsEscaped || bytes.Length > LongestKept || !Ascii.IsValid(bytes))
        {
            return reader.GetString() ?? "";
        }

        uint hash = 2166136261;
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 16777619;
        }

        ref string? slot = ref names[(hash ^ (hash >> 15)) % Slots];
        if (slot is null || !Ascii.Equals(bytes, slot))
        {
            slot = Encoding.ASCII.GetString(bytes);
        }

        return slot;
    }
}
