using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Samples.Iam;

/// <summary>JSON values as the files of AWS hold them.</summary>
public static class Json
{
    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions s_indented = s_compact with { Indented = true, NewLine = "\n" };

    /// <summary>A list of strings.</summary>
    public static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(static value => (JsonNode)JsonValue.Create(value))];

    /// <summary>A list of objects.</summary>
    public static JsonArray Objects(IEnumerable<JsonObject> values) => [.. values];

    /// <summary>A single string as itself, several as a list: policies allow both, and readers must too.</summary>
    public static JsonNode OneOrMany(IReadOnlyList<string> values) => values.Count == 1 ? JsonValue.Create(values[0]) : Strings(values);

    /// <summary>On one line.</summary>
    public static byte[] Compact(JsonNode node) => Bytes(node, s_compact);

    /// <summary>For people, with a line end at the end.</summary>
    public static byte[] Pretty(JsonNode node) => [.. Bytes(node, s_indented), (byte)'\n'];

    private static byte[] Bytes(JsonNode node, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
            node.WriteTo(writer);
        return stream.ToArray();
    }
}
