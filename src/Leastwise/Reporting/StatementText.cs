using System.Buffers;
using System.Text;
using System.Text.Json;
using Leastwise.Policies;

namespace Leastwise.Reporting;

/// <summary>Cuts a statement's own JSON out of its policy, so that a reader sees what is written there and not our reading of it.</summary>
internal sealed class StatementText
{
    // A short document is read again for each of its statements, which costs less than to keep them all apart.
    private const int Short = 16;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<PolicyDocument, JsonElement[]> taken = new(ReferenceEqualityComparer.Instance);
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>The statement's JSON, indented; null where the document is too broken to find it.</summary>
    public string? Of(PolicyDocument document, int index)
    {
        if (!taken.TryGetValue(document, out JsonElement[]? statements))
        {
            statements = TakeApart(document);
            if (statements.Length > Short)
            {
                taken.Add(document, statements);
            }
        }

        return index < statements.Length ? Indented(statements[index]) : null;
    }

    private static JsonElement[] TakeApart(PolicyDocument document)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(document.Json), new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Statements(JsonElement.ParseValue(ref reader));
        }
        catch (JsonException)
        {
            // The parser of policies has said so already, with the place; here there is only nothing to show.
            return [];
        }
    }

    private static JsonElement[] Statements(JsonElement policy)
    {
        // Element names are read without regard to case, as IAM reads them.
        JsonElement? statements = policy.ValueKind != JsonValueKind.Object ? null : policy.EnumerateObject()
            .Where(member => member.Name.Equals("Statement", StringComparison.OrdinalIgnoreCase))
            .Select(member => (JsonElement?)member.Value)
            .LastOrDefault();
        return statements switch
        {
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
            { ValueKind: JsonValueKind.Object } single => [single],
            _ => [],
        };
    }

    private string Indented(JsonElement statement)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            statement.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
