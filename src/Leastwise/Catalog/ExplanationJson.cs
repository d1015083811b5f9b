using System.Text.Encodings.Web;
using System.Text.Json;

namespace Leastwise.Catalog;

/// <summary>Writes answers as JSON, in the shape that the program's <c>explain</c> promises.</summary>
public static class ExplanationJson
{
    private const int SchemaVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One answer as one line of JSON, with its line feed.</summary>
    public static void WriteLine(Stream output, Explanation explanation)
    {
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            Write(writer, explanation);
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>
    /// Writes <c>explain --format json</c>: <c>{"schemaVersion", "catalogVersion", "answers": [the objects that the lines hold]}</c>, each answer as it
    /// comes. The stream stays open.
    /// </summary>
    public static async Task WriteAsync(Stream output, string catalogVersion, IAsyncEnumerable<IReadOnlyList<Explanation>> answers)
    {
        await using var writer = new Utf8JsonWriter(output, Options with { Indented = true, NewLine = "\n" });
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteString("catalogVersion", catalogVersion);
        writer.WriteStartArray("answers");
        await foreach (IReadOnlyList<Explanation> batch in answers)
        {
            foreach (Explanation answer in batch)
            {
                Write(writer, answer);
            }

            await writer.FlushAsync();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync();
        output.WriteByte((byte)'\n');
    }

    /// <summary>One answer as an object.</summary>
    public static void Write(Utf8JsonWriter writer, Explanation explanation)
    {
        writer.WriteStartObject();
        writer.WriteString("query", explanation.Query);
        writer.WriteString("kind", explanation.Kind switch
        {
            QueryKind.Action => "action",
            QueryKind.Event => "event",
            _ => "operation",
        });
        writer.WriteBoolean("resolved", explanation.Resolved);
        WriteNames(writer, "actions", explanation.Actions.Select(action => action.FullName));
        WriteNames(writer, "conditionalActions", explanation.ConditionalActions.Select(action => action.FullName));
        writer.WriteBoolean("permissionless", explanation.Permissionless);
        writer.WriteBoolean("nonApi", explanation.NonApi);
        writer.WriteString("logging", NameOf(explanation.Logging.State));
        WriteNames(writer, "dataResourceTypes", explanation.Logging.DataResourceTypes);
        writer.WriteString("confidence", NameOf(explanation.Confidence));
        writer.WriteString("rule", explanation.Rule);
        writer.WriteEndObject();
    }

    /// <summary>A logging state as the contract names it.</summary>
    public static string NameOf(LoggingState state) => state switch
    {
        LoggingState.Management => "management",
        LoggingState.Data => "data",
        LoggingState.Never => "never",
        _ => "unknown",
    };

    /// <summary>A confidence as the contract names it.</summary>
    public static string NameOf(Confidence confidence) => confidence switch
    {
        Confidence.High => "high",
        Confidence.Medium => "medium",
        _ => "low",
    };

    private static void WriteNames(Utf8JsonWriter writer, string property, IEnumerable<string> names)
    {
        writer.WriteStartArray(property);
        foreach (string name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }
}
