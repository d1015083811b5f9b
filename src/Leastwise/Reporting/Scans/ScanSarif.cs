using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Evaluation;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Reporting.Scans;

/// <summary>A scan as SARIF 2.1.0, for tools that show findings beside the code.</summary>
/// <remarks>Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.</remarks>
public static class ScanSarif
{
    private const int FlushAfter = 1 << 16;
    private const string RemarkRule = "PolicyReadsOtherwise";

    /// <summary>Writes ASCII, indented, ending with a line feed. The stream stays open.</summary>
    public static void Write(ScanReport report, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, report);
        json.WriteString("columnKind", "unicodeCodePoints");
        json.WriteStartArray("results");
        foreach (ScannedFinding finding in report.All)
        {
            WriteFinding(json, finding);
            if (json.BytesPending > FlushAfter)
            {
                json.Flush();
            }
        }

        foreach (Diagnostic remark in report.Policies.SelectMany(policy => policy.Remarks))
        {
            WriteRemark(json, remark);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    private static void WriteTool(Utf8JsonWriter json, ScanReport report)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Leastwise");
        json.WriteString("version", report.Version);
        json.WriteString("semanticVersion", report.Version);
        json.WriteStartArray("rules");
        foreach (RiskKind kind in Risk.Kinds)
        {
            json.WriteStartObject();
            json.WriteString("id", kind.Kind);
            json.WriteString("name", kind.Kind);
            WriteText(json, "shortDescription", kind.Title + ".");
            if (kind.Links is [var first, ..])
            {
                json.WriteString("helpUri", first);
            }

            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", LevelOf(kind.Severity));
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteString("security-severity", ScoreOf(kind.Severity));
            json.WriteStartArray("tags");
            json.WriteStringValue("security");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("id", RemarkRule);
        json.WriteString("name", RemarkRule);
        WriteText(json, "shortDescription", "The policy says what AWS does not read as it seems to be meant.");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, ScannedFinding scanned)
    {
        Finding finding = scanned.Finding;
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Kind);
        json.WriteNumber("ruleIndex", Risk.Kinds.IndexOf(Risk.Find(finding.Kind) ?? Risk.Kinds[0]));
        json.WriteString("level", LevelOf(finding.Severity));
        WriteText(json, "message", $"{finding.Title}. {finding.Explanation} {finding.Recommendation}");
        json.WriteStartArray("locations");
        if (FindingFacts.Place(finding) is { } place)
        {
            WriteLocation(json, place.Statement.Position, LayerWords.Statement(place), scanned.Policy is null ? finding.Principal : PolicyIdentity.Of(scanned.Policy));
        }

        json.WriteEndArray();
        if (finding.Statements.Length > 1)
        {
            json.WriteStartArray("relatedLocations");
            foreach (StatementSource source in finding.Statements.Skip(1).Take(FindingUsage.MostListed))
            {
                WriteLocation(json, source.Statement.Position, LayerWords.Statement(source), fullName: null);
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("partialFingerprints");
        json.WriteString("leastwiseId/v1", finding.Id);
        json.WriteEndObject();
        if (scanned.Excluded is { } excluded)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("status", "accepted");
            json.WriteString("justification", $"{Legible.Plain(excluded.Reason)}{(excluded.Owner is { } owner ? $" ({Legible.Plain(owner)})" : "")}");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (scanned.InBaseline)
        {
            json.WriteString("baselineState", "unchanged");
        }

        json.WriteStartObject("properties");
        json.WriteString("id", finding.Id);
        json.WriteString("severity", JsonText.Word(finding.Severity));
        json.WriteString("security-severity", ScoreOf(finding.Severity));
        json.WriteStrings("principals", scanned.Principals);
        json.WriteStrings("actions", FindingFacts.Actions(finding));
        json.WriteStrings("conditions", finding.Conditions);
        json.WriteString("pathId", finding.PathId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRemark(Utf8JsonWriter json, Diagnostic remark)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", RemarkRule);
        json.WriteNumber("ruleIndex", Risk.Kinds.Length);
        json.WriteString("level", remark.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "note" });
        WriteText(json, "message", remark.Message);
        json.WriteStartArray("locations");
        WriteLocation(json, remark.Position, message: null, fullName: null);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, SourcePosition position, string? message, string? fullName)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", UriOf(position.File));
        json.WriteEndObject();
        if (position.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", position.Line);
            json.WriteNumber("startColumn", Math.Max(1, position.Column));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (fullName is not null)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", Legible.Plain(fullName));
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (message is not null)
        {
            WriteText(json, "message", message);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        // SARIF reads [text](target) and {0} in messages as links and places to fill in.
        json.WriteStartObject(name);
        json.WriteString("text", Legible.Plain(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        json.WriteEndObject();
    }

    /// <summary>The path as a reference: slashes between its parts, everything else that is no plain letter escaped; absolute ones as <c>file:</c>.</summary>
    private static string UriOf(string file)
    {
        string path = file.Replace('\\', '/');
        string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        return path.StartsWith('/') ? "file://" + escaped : escaped;
    }

    private static string LevelOf(Severity severity) => severity switch { Severity.Critical or Severity.High => "error", Severity.Medium => "warning", _ => "note" };

    // The scale of the security scores that code hosts read: over 9 critical, from 7 high, from 4 medium.
    private static string ScoreOf(Severity severity) => severity switch { Severity.Critical => "9.5", Severity.High => "8.0", Severity.Medium => "5.5", _ => "2.0" };
}
