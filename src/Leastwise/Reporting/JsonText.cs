using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>What all JSON of this room has in common.</summary>
internal static class JsonText
{
    /// <summary>Of all documents that this room writes; a change that breaks a reader raises it.</summary>
    public const int SchemaVersion = 1;

    /// <summary>A writer whose output is ASCII: every other character, and everything that markup could mistake, is escaped.</summary>
    public static Utf8JsonWriter Open(Stream stream, bool indented = true) => new(stream, new JsonWriterOptions { Indented = indented, NewLine = "\n" });

    /// <summary>The same with a member a line and no blanks before it: a third of a large document would be blanks.</summary>
    public static Utf8JsonWriter OpenLines(IBufferWriter<byte> buffer) => new(buffer, new JsonWriterOptions { Indented = true, IndentSize = 0, NewLine = "\n", SkipValidation = true });

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd");

    public static string Day(DateTimeOffset time) => Day(DateOnly.FromDateTime(time.UtcDateTime));

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, Time(known));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteStrings(this Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static void WriteWindow(this Utf8JsonWriter json, UsageWindow window)
    {
        json.WriteStartObject("window");
        json.WriteTime("start", window.IsNone ? null : window.Start);
        json.WriteTime("end", window.IsNone ? null : window.End);
        json.WriteBoolean("asked", window.Asked);
        json.WriteEndObject();
    }

    /// <summary>The name of an enum's member as JSON spells it.</summary>
    public static string Word<T>(T member)
        where T : struct, Enum => EnumWords<T>.Of.TryGetValue(member, out string? word) ? word : JsonNamingPolicy.CamelCase.ConvertName(member.ToString());

    public static void EndLine(Stream stream) => stream.Write("\n"u8);

    // Spelt once: a report of a large account names them a million times.
    private static class EnumWords<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Of = Enum.GetValues<T>().Distinct().ToFrozenDictionary(member => member, member => JsonNamingPolicy.CamelCase.ConvertName(member.ToString()));
    }
}
