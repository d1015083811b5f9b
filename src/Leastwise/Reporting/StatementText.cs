using System.Text;
using System.Text.Json;
using Leastwise.Policies;

namespace Leastwise.Reporting;

/// <summary>Cuts a statement's own JSON out of its policy, so that a reader sees what is written there and not our reading of it.</summary>
internal static class StatementText
{
    /// <summary>The statement's JSON, indented; null where the document is too broken to find it.</summary>
    public static string? Of(PolicyDocument document, int index)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document.Json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Find(parsed.RootElement, index) is { } statement ? Indented(statement) : null;
        }
        catch (JsonException)
        {
            // The parser of policies has said so already, with the place; here there is only nothing to show.
            return null;
        }
    }

    private static JsonElement? Find(JsonElement policy, int index)
    {
        // Element names are read without regard to case, as IAM reads them.
        JsonElement? statements = policy.ValueKind != JsonValueKind.Object ? null : policy.EnumerateObject()
            .Where(member => member.Name.Equals("Statement", StringComparison.OrdinalIgnoreCase))
            .Select(member => (JsonElement?)member.Value)
            .LastOrDefault();
        return statements switch
        {
            { ValueKind: JsonValueKind.Array } list when index < list.GetArrayLength() => list[index],
            { ValueKind: JsonValueKind.Object } single when index == 0 => single,
            _ => null,
        };
    }

    private static string Indented(JsonElement statement)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            statement.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
