using System.Text.Json;

namespace Leastwise.Reporting.Page;

/// <summary>JSON arrays that occur often, each written once and then spoken of by number; numbers follow first use.</summary>
internal sealed class InternedArrays
{
    private const int MostDigits = 20;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> known;
    private readonly List<string> values = [];
    private char[] text = new char[1024];
    private int length;

    public InternedArrays() => known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds a number to the array that is being put together.</summary>
    public void Add(long number)
    {
        _ = number.TryFormat(Next(MostDigits), out int written);
        length += written;
    }

    /// <summary>Adds a word that needs no escape.</summary>
    public void Add(string word)
    {
        Span<char> room = Next(word.Length + 2);
        room[0] = '"';
        word.CopyTo(room[1..]);
        room[word.Length + 1] = '"';
        length += word.Length + 2;
    }

    /// <summary>Ends the array and gives its number.</summary>
    public int Done()
    {
        if (length == 0)
        {
            text[length++] = '[';
        }

        text[length++] = ']';
        ReadOnlySpan<char> value = text.AsSpan(0, length);
        length = 0;
        if (!known.TryGetValue(value, out int number))
        {
            string kept = value.ToString();
            number = values.Count;
            numbers.Add(kept, number);
            values.Add(kept);
        }

        return number;
    }

    /// <summary>Writes all of them as one array.</summary>
    public void Write(Utf8JsonWriter json, string name) => json.WriteColumn(name, values, (writer, value) => writer.WriteRawValue(value, skipInputValidation: true));

    // Room for an element and the bracket after it, what stands before it written.
    private Span<char> Next(int most)
    {
        if (text.Length - length < most + 2)
        {
            Array.Resize(ref text, (2 * text.Length) + most);
        }

        text[length] = length == 0 ? '[' : ',';
        length++;
        return text.AsSpan(length);
    }
}
