using System.Text.Json;

namespace Leastwise.Reporting;

/// <summary>The whole assessment as JSON, described by <c>docs/schemas/report.schema.json</c>. Written as a stream: memory does not grow with it.</summary>
public static class AssessmentJson
{
    private const int FlushAfter = 1 << 16;

    /// <summary>Writes <c>report.json</c>: ASCII, indented, ending with a line feed. The stream stays open.</summary>
    public static void Write(Assessment assessment, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("version", assessment.Version);
        json.WriteString("catalogVersion", assessment.CatalogVersion);
        json.WriteString("name", assessment.Name);
        json.WriteString("account", assessment.Accounts is [var only] ? only.Id : null);
        json.WriteWindow(assessment.Window);
        PrincipalJson.WriteCounts(json, assessment.Counts);
        json.WriteStartArray("accounts");
        foreach (AssessedAccount account in assessment.Accounts)
        {
            EvidenceJson.WriteAccount(json, account, assessment);
        }

        json.WriteEndArray();
        var policies = new PolicyIds(assessment.Policies);
        json.WriteStartArray("findings");
        foreach (AssessedFinding finding in assessment.Findings)
        {
            FindingJson.Write(json, finding, assessment.Window.DayCount, policies);
            FlushIfFull(json);
        }

        json.WriteEndArray();
        var reasons = new ReasonTable();
        json.WriteStartArray("actors");
        foreach (AssessedPrincipal principal in assessment.Principals)
        {
            PrincipalJson.WriteFull(json, principal, reasons);
            FlushIfFull(json);
        }

        json.WriteEndArray();
        reasons.Write(json);
        WriteParts(json, assessment);
        FlushIfFull(json);
        EvidenceJson.WriteStrangers(json, assessment.Strangers);
        EvidenceJson.Write(json, assessment.Evidence);
        EvidenceJson.WriteDiagnostics(json, "diagnostics", assessment.Diagnostics);
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    /// <summary>Writes the members <c>policies</c>, <c>paths</c> and <c>trimRule</c>.</summary>
    private static void WriteParts(Utf8JsonWriter json, Assessment assessment)
    {
        json.WritePropertyName("policies");
        JsonSerializer.Serialize(json, assessment.Policies, ReportJsonContext.Default.ImmutableArrayAssessedPolicy);
        WritePaths(json, assessment.Paths);
        json.WriteString("trimRule", assessment.TrimRule);
    }

    /// <summary>Writes the member <c>paths</c>.</summary>
    internal static void WritePaths(Utf8JsonWriter json, AssessedPaths? paths)
    {
        json.WritePropertyName("paths");
        if (paths is null)
        {
            json.WriteNullValue();
        }
        else
        {
            JsonSerializer.Serialize(json, paths, ReportJsonContext.Default.AssessedPaths);
        }
    }

    private static void FlushIfFull(Utf8JsonWriter json)
    {
        if (json.BytesPending > FlushAfter)
        {
            json.Flush();
        }
    }
}
