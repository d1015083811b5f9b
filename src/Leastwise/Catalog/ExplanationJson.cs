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
        WriteMore(writer, explanation);
        writer.WriteEndObject();
    }

    /// <summary>What stands behind the answer, and of a single action what belongs to it; left out where there is nothing to say.</summary>
    private static void WriteMore(Utf8JsonWriter writer, Explanation explanation)
    {
        if (explanation.Operation is { } operation)
        {
            writer.WriteString("operation", operation);
        }

        if (explanation.Logging.Evidence.Length > 0)
        {
            writer.WriteString("loggingConfidence", NameOf(explanation.Logging.Confidence));
            WriteNames(writer, "loggingEvidence", explanation.Logging.Evidence.Split(' '));
        }

        if (!explanation.Nearest.IsEmpty)
        {
            WriteNames(writer, "nearest", explanation.Nearest);
        }

        if (explanation is { Kind: QueryKind.Action, Actions: [var action] })
        {
            WriteNames(writer, "accessLevels", Enum.GetValues<AccessLevels>().Where(level => level != AccessLevels.None && action.Levels.HasFlag(level)).Select(level => JsonNamingPolicy.CamelCase.ConvertName(level.ToString())));
            writer.WriteBoolean("permissionOnly", action.PermissionOnly);
            WriteResourceTypes(writer, action);
            WriteNames(writer, "conditionKeys", action.ConditionKeys);
            WriteProofs(writer, explanation);
        }
    }

    private static void WriteResourceTypes(Utf8JsonWriter writer, CatalogAction action)
    {
        writer.WriteStartArray("resourceTypes");
        foreach (ActionResource resource in action.Resources)
        {
            writer.WriteStartObject();
            writer.WriteString("name", resource.Type.Name);
            writer.WriteString("arn", resource.Type.ArnTemplate);
            writer.WriteBoolean("required", resource.Required);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Those alone that prove it by themselves: what only may have needed an action like iam:PassRole are hundreds.</summary>
    private static void WriteProofs(Utf8JsonWriter writer, Explanation explanation)
    {
        writer.WriteStartArray("provenBy");
        foreach (ProvingEvent proof in explanation.ProvenBy.Where(proof => !proof.Conditional))
        {
            writer.WriteStartObject();
            writer.WriteString("eventSource", proof.EventSource);
            writer.WriteString("eventName", proof.EventName);
            writer.WriteString("operation", proof.Operation);
            writer.WriteString("logging", NameOf(proof.Logging.State));
            WriteNames(writer, "dataResourceTypes", proof.Logging.DataResourceTypes);
            writer.WriteString("confidence", NameOf(proof.Confidence));
            WriteNames(writer, "evidence", proof.Evidence.Split(' '));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
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
