using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Leastwise.Reporting.Reading;

/// <summary>A member is missing or is not what the schema says; with its place in the document.</summary>
internal sealed class ReportFormatException(string place, string expected) : Exception($"{place} is not {expected}");

/// <summary>A value of <c>report.json</c> that knows where it stands, so that a wrong file is named with the place.</summary>
internal readonly struct ReportElement(JsonElement json, string place)
{
    public JsonElement Json { get; } = json;

    public bool IsNull => Json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public ReportElement this[string name] =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out JsonElement member) ? new ReportElement(member, $"{place}.{name}") : new ReportElement(default, $"{place}.{name}");

    public string Text => Json.ValueKind == JsonValueKind.String ? Json.GetString() ?? "" : throw Wrong("a text");

    public string? TextOrNull => IsNull ? null : Text;

    public long Number => Json.ValueKind == JsonValueKind.Number && Json.TryGetInt64(out long number) ? number : throw Wrong("a whole number");

    public int Int => Number is >= 0 and <= int.MaxValue and var number ? (int)number : throw Wrong("a number in range");

    public bool Flag => Json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    public DateTimeOffset Time => DateTimeOffset.TryParse(Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
        ? time
        : throw Wrong("a time");

    public DateTimeOffset? TimeOrNull => IsNull ? null : Time;

    public DateOnly Day => DayOf(Text);

    public ImmutableArray<string> Texts => [.. Items.Select(item => item.Text)];

    public IEnumerable<ReportElement> Items
    {
        get
        {
            if (Json.ValueKind != JsonValueKind.Array)
            {
                throw Wrong("a list");
            }

            string at = place;
            return Json.EnumerateArray().Select((item, number) => new ReportElement(item, $"{at}[{number}]"));
        }
    }

    public DateOnly DayOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : throw Wrong("a day");

    public T Word<T>()
        where T : struct, Enum
    {
        string text = Text;
        foreach (T member in Enum.GetValues<T>())
        {
            if (JsonText.Word(member) == text)
            {
                return member;
            }
        }

        throw Wrong($"one of {string.Join(", ", Enum.GetValues<T>().Select(JsonText.Word))}");
    }

    public ReportFormatException Wrong(string expected) => new(place, expected);
}
