using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Leastwise.Reporting.Page;

/// <summary>JSON arrays that occur often, each written once and then spoken of by number; numbers follow first use.</summary>
internal sealed class InternedArrays
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> values = [];
    private readonly StringBuilder text = new();

    /// <summary>Adds a number to the array that is being put together.</summary>
    public void Add(long number) => _ = text.Append(text.Length == 0 ? '[' : ',').Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>Adds a word that needs no escape.</summary>
    public void Add(string word) => _ = text.Append(text.Length == 0 ? '[' : ',').Append('"').Append(word).Append('"');

    /// <summary>Ends the array and gives its number.</summary>
    public int Done()
    {
        string value = text.Length == 0 ? "[]" : text.Append(']').ToString();
        _ = text.Clear();
        if (!numbers.TryGetValue(value, out int number))
        {
            number = values.Count;
            numbers.Add(value, number);
            values.Add(value);
        }

        return number;
    }

    /// <summary>Writes all of them as one array.</summary>
    public void Write(Utf8JsonWriter json, string name) => json.WriteColumn(name, values, (writer, value) => writer.WriteRawValue(value, skipInputValidation: true));
}
