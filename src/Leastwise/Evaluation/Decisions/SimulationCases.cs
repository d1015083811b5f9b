using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Runs cases from JSON lines to JSON lines, one for each, in order. The shapes are described in <c>docs/simulate.md</c>.</summary>
public static class SimulationCases
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads cases; lines without text are passed over. A line that cannot be read is a case without request.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="file">Its name, for positions.</param>
    /// <param name="openContext">Whether context keys that a case does not give are unknown, and not absent.</param>
    public static IEnumerable<SimulationCase> Read(TextReader lines, string file, bool openContext = false)
    {
        for (int number = 1; lines.ReadLine() is { } line; number++)
        {
            if (Read(line, new SourcePosition(file, number, 1), openContext) is { } simulated)
            {
                yield return simulated;
            }
        }
    }

    /// <summary>Reads the case of one line; null where the line is without text. A line that cannot be read is a case without request.</summary>
    public static SimulationCase? Read(string line, SourcePosition position, bool openContext = false) =>
        string.IsNullOrWhiteSpace(line) ? null : SimulationCaseReader.Read(line.TrimStart('\uFEFF'), position, openContext);

    /// <summary>Decides a case and writes the answer as one line of JSON, without line end.</summary>
    /// <param name="simulated">The case.</param>
    /// <param name="catalog">Tells which actions work on no resource.</param>
    public static string Answer(SimulationCase simulated, ActionCatalog catalog)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WritePropertyName("id");
            json.WriteRawValue(simulated.Id);
            if (simulated.Request is { } request)
            {
                Write(json, RequestEvaluator.Evaluate(AuthorizedResource.On(catalog, request), simulated.Policies));
            }

            WriteErrors(json, simulated);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Decision decision)
    {
        json.WriteString("decision", decision.Kind switch
        {
            DecisionKind.Allowed => "allowed",
            DecisionKind.ExplicitDeny => "explicitDeny",
            DecisionKind.ImplicitDeny => "implicitDeny",
            _ => "undetermined",
        });
        json.WriteString("decidedBy", NameOf(decision.DecidedBy));
        json.WriteStartArray("statements");
        foreach (DecidingStatement deciding in decision.Statements)
        {
            json.WriteStartObject();
            json.WriteString("layer", NameOf(deciding.Layer));
            json.WriteString("policy", deciding.Policy.Name);
            json.WriteString("sid", deciding.Statement.Sid);
            json.WriteNumber("index", deciding.Statement.Index);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("missingContext");
        foreach (string key in decision.MissingContext)
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
    }

    /// <summary>What could not be used of the case, so that nobody takes the decision for that of the whole.</summary>
    private static void WriteErrors(Utf8JsonWriter json, SimulationCase simulated)
    {
        string[] errors = [.. simulated.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => $"Line {diagnostic.Position.Line}: {diagnostic.Message}")];
        if (errors.Length == 0)
        {
            return;
        }

        json.WriteStartArray("errors");
        foreach (string error in errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
    }

    /// <summary>A layer as all JSON spells it.</summary>
    internal static string NameOf(DecisionLayer layer) => layer switch
    {
        DecisionLayer.Identity => "identity",
        DecisionLayer.Boundary => "boundary",
        DecisionLayer.Session => "session",
        DecisionLayer.ServiceControl => "scp",
        DecisionLayer.ResourceControl => "rcp",
        DecisionLayer.Resource => "resource",
        _ => "endpoint",
    };
}
