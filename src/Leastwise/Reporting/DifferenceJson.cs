using System.Text.Json;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>What changed between two assessments as JSON, described by <c>docs/schemas/report-diff.schema.json</c>.</summary>
public static class DifferenceJson
{
    /// <summary>Writes ASCII, indented, ending with a line feed. The stream stays open.</summary>
    public static void Write(ReportDifference difference, Stream stream)
    {
        using (Utf8JsonWriter json = JsonText.Open(stream))
        {
            Write(difference, json);
        }

        JsonText.EndLine(stream);
    }

    /// <summary>The same, for the page too.</summary>
    internal static void Write(ReportDifference difference, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("headline", DifferenceText.Headline(difference));
        json.WriteBoolean("worse", difference.IsWorse);
        json.WriteStrings("cautions", difference.Cautions);
        bool withWays = difference is { Old.Paths.NotComputed: null, New.Paths.NotComputed: null };
        WriteSide(json, "old", difference.Old, withWays);
        WriteSide(json, "new", difference.New, withWays);
        json.WriteStartArray("changes");
        foreach (ReportChange change in difference.Changes)
        {
            json.WriteStartObject();
            json.WriteString("kind", JsonText.Word(change.Kind));
            json.WriteString("subject", JsonText.Word(change.Subject));
            json.WriteString("severity", change.Severity is { } severity ? JsonText.Word(severity) : null);
            json.WriteString("title", change.Title);
            json.WriteString("detail", change.Detail);
            json.WriteString("id", change.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, Assessment assessment, bool withWays)
    {
        json.WriteStartObject(name);
        json.WriteString("name", assessment.Name);
        json.WriteString("span", assessment.Window.IsNone ? "no logs" : Legible.Days(assessment.Window.FirstDay, assessment.Window.LastDay));
        json.WriteString("version", assessment.Version);
        json.WriteString("catalogVersion", assessment.CatalogVersion);
        json.WriteNumber("findings", assessment.Findings.Length);
        foreach (Severity severity in Enum.GetValues<Severity>())
        {
            json.WriteNumber(JsonText.Word(severity), assessment.Findings.Count(finding => finding.Finding.Severity == severity));
        }

        json.WriteNumber("principals", assessment.Principals.Length);
        json.WriteNumber("granted", assessment.Counts.Granted);
        json.WriteNumber("unused", assessment.Counts.Unused);
        if (withWays && assessment.Paths is { } paths)
        {
            json.WriteNumber("reaching", paths.Reaching);
        }
        else
        {
            json.WriteNull("reaching");
        }

        json.WriteEndObject();
    }
}
