using System.Text.Json;

namespace Leastwise.Reporting.Page;

/// <summary>Titles without whom they are about, in which alone thousands differ, each written once and then spoken of by number; numbers follow first use.</summary>
internal sealed class InternedTitles
{
    // By what stands before the name's place, which is said first, and after it.
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> known;
    private readonly List<(string Before, string? After)> values = [];
    private char[] key = new char[256];

    public InternedTitles() => known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of a finding's title, its principal's name cut out.</summary>
    public int NumberOf(string title, string principal)
    {
        ReadOnlySpan<char> arn = principal;
        ReadOnlySpan<char> name = arn[(arn.LastIndexOfAny('/', ':') + 1)..];
        int at = name.IsEmpty ? -1 : title.AsSpan().IndexOf(name);
        ReadOnlySpan<char> before = at < 0 ? title : title.AsSpan(0, at), after = at < 0 ? [] : title.AsSpan(at + name.Length);
        ReadOnlySpan<char> value = KeyOf(at, before, after);
        if (!known.TryGetValue(value, out int number))
        {
            number = values.Count;
            numbers.Add(value.ToString(), number);
            values.Add((before.ToString(), at < 0 ? null : after.ToString()));
        }

        return number;
    }

    /// <summary>Writes <c>[[before, after], …]</c>, without the second where no name stands in the title.</summary>
    public void Write(Utf8JsonWriter json, string name) => json.WriteColumn(name, values, (writer, title) =>
    {
        writer.WriteStartArray();
        writer.WriteStringValue(title.Before);
        if (title.After is { } after)
        {
            writer.WriteStringValue(after);
        }

        writer.WriteEndArray();
    });

    private ReadOnlySpan<char> KeyOf(int at, ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        const int Place = 2;
        int length = Place + before.Length + after.Length;
        if (key.Length < length)
        {
            key = new char[2 * length];
        }

        (key[0], key[1]) = ((char)at, (char)(at >> 16));
        before.CopyTo(key.AsSpan(Place));
        after.CopyTo(key.AsSpan(Place + before.Length));
        return key.AsSpan(0, length);
    }
}
