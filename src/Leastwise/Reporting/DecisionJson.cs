using System.Text.Json;
using Leastwise.Evaluation.Decisions;

namespace Leastwise.Reporting;

/// <summary>
/// The JSON of <c>simulate --format json</c>: <c>{"schemaVersion","principal","action","resource","decision","decidedBy",
/// "statements": [{"layer","policy","sid","index","file","line"}],"missingContext": [],"explanation"}</c>.
/// </summary>
public static class DecisionJson
{
    /// <summary>Writes it. The stream stays open.</summary>
    public static void Write(AccessRequest request, PolicySet policies, Decision decision, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("principal", request.Requester.Name);
        json.WriteString("action", request.Action);
        json.WriteString("resource", request.Resource);
        json.WriteString("decision", JsonText.Word(decision.Kind));
        json.WriteString("decidedBy", LayerWords.Name(decision.DecidedBy));
        json.WriteStartArray("statements");
        foreach (DecidingStatement deciding in decision.Statements)
        {
            json.WriteStartObject();
            json.WriteString("layer", LayerWords.Name(deciding.Layer));
            json.WriteString("policy", deciding.Policy.Name);
            json.WriteString("sid", deciding.Statement.Sid);
            json.WriteNumber("index", deciding.Statement.Index);
            json.WriteString("file", deciding.Statement.Position.File);
            json.WriteNumber("line", deciding.Statement.Position.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStrings("missingContext", decision.MissingContext);
        json.WriteString("explanation", DecisionText.Write(request, policies, decision).TrimEnd('\n'));
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }
}
