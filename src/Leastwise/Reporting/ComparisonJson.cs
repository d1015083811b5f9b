using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Trimming.Comparing;

namespace Leastwise.Reporting;

/// <summary>The JSON of <c>compare</c>; its schema is <c>docs/schemas/compare.schema.json</c>.</summary>
public static class ComparisonJson
{
    /// <summary>Writes it. The stream stays open.</summary>
    public static void Write(PolicyDifference difference, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteBoolean("noNewAccess", difference.IsNoNewAccess);
        json.WriteBoolean("same", difference.IsSame);
        Write(json, "gained", difference.Gained);
        Write(json, "lost", difference.Lost);
        json.WriteStrings("remarks", difference.Remarks);
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<AccessChange> changes)
    {
        json.WriteStartArray(name);
        foreach (AccessChange change in changes)
        {
            json.WriteStartObject();
            json.WriteBoolean("certain", change.IsCertain);
            json.WriteStrings("actions", [.. change.Actions.Select(action => action.FullName)]);
            json.WriteStrings("unknownPatterns", change.UnknownPatterns);
            json.WriteString("policy", change.Policy.Name);
            json.WriteString("sid", change.Statement.Sid);
            json.WriteNumber("index", change.Statement.Index);
            json.WriteString("file", change.Statement.Position.File);
            json.WriteNumber("line", change.Statement.Position.Line);
            json.WritePropertyName("witness");
            Write(json, change.Witness);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Witness? witness)
    {
        if (witness is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("principal", witness.Request.Requester.Name);
        json.WriteString("action", witness.Request.Action);
        json.WriteString("resource", witness.Request.Resource);
        json.WriteStartObject("context");
        foreach ((string key, ImmutableArray<string> values) in witness.Request.Context.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStrings(key, values);
        }

        json.WriteEndObject();
        json.WriteString("refusedAs", JsonText.Word(witness.Refused.Kind));
        json.WriteEndObject();
    }
}
