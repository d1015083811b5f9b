using System.Text.Json;
using Leastwise.Evaluation.Decisions;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Reporting;

/// <summary>The JSON of <c>replay</c>; its schema is <c>docs/schemas/replay.schema.json</c>.</summary>
public static class ReplayJson
{
    /// <summary>Writes it. The stream stays open.</summary>
    public static void Write(ReplayResult result, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteWindow(result.Window);
        WriteBody(json, result);
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    /// <summary>What a replay says, within an object.</summary>
    internal static void WriteBody(Utf8JsonWriter json, ReplayResult result)
    {
        json.WriteBoolean("breaks", result.Breaks);
        json.WriteNumber("principals", result.Principals);
        json.WriteStrings("silent", result.Silent);
        json.WriteStartObject("events");
        foreach (ReplayOutcome outcome in Enum.GetValues<ReplayOutcome>())
        {
            json.WriteNumber(JsonText.Word(outcome), result.CountOf(outcome));
        }

        json.WriteNumber("withoutPrivilege", result.WithoutPrivilege);
        json.WriteEndObject();
        json.WriteStartArray("calls");
        foreach (ReplayedCall call in result.Calls)
        {
            Write(json, call);
        }

        json.WriteEndArray();
        json.WriteStrings("remarks", result.Remarks);
    }

    private static void Write(Utf8JsonWriter json, ReplayedCall call)
    {
        json.WriteStartObject();
        json.WriteString("principal", call.Principal.Arn);
        json.WriteString("action", call.Action);
        json.WriteString("resource", call.Resource);
        json.WriteString("outcome", JsonText.Word(call.Outcome));
        json.WriteBoolean("wasDenied", call.WasDenied);
        json.WriteString("decision", call.Proposed is { } decision ? JsonText.Word(decision.Kind) : null);
        json.WriteString("decidedBy", call.Proposed is { } by ? LayerWords.Name(by.DecidedBy) : null);
        json.WriteStartArray("statements");
        foreach (DecidingStatement deciding in call.Proposed is { } proposed ? proposed.Statements : [])
        {
            json.WriteStartObject();
            json.WriteString("policy", deciding.Policy.Name);
            json.WriteString("sid", deciding.Statement.Sid);
            json.WriteNumber("index", deciding.Statement.Index);
            json.WriteString("file", deciding.Statement.Position.File);
            json.WriteNumber("line", deciding.Statement.Position.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStrings("missing", call.Missing);
        json.WriteStrings("events", call.Events);
        json.WriteStrings("people", call.People);
        json.WriteNumber("count", call.Count);
        json.WriteTime("first", call.First);
        json.WriteTime("last", call.Last);
        json.WriteEndObject();
    }
}
