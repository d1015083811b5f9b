using System.Text.Json;

namespace Leastwise.Reporting.Page;

/// <summary>The assessment as the page's script reads it: compact JSON.</summary>
internal static class PageData
{
    /// <summary>Writes it.</summary>
    public static void WriteJson(Assessment assessment, CustomPages custom, Stream stream)
    {
        using var json = new Utf8JsonWriter(new StreamBuffer(stream));
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("version", assessment.Version);
        json.WriteString("catalogVersion", assessment.CatalogVersion);
        json.WriteString("name", assessment.Name);
        json.WriteWindow(assessment.Window);
        json.WriteString("span", assessment.Window.InWords);
        json.WriteString("firstDay", JsonText.Day(assessment.Window.FirstDay));
        json.WriteNumber("days", assessment.Window.DayCount);
        PrincipalJson.WriteCounts(json, assessment.Counts);
        json.WriteStartArray("accounts");
        foreach (AssessedAccount account in assessment.Accounts)
        {
            EvidenceJson.WriteAccount(json, account, assessment);
        }

        json.WriteEndArray();
        var actions = new PageActions(assessment);
        actions.Write(json);
        new PagePrincipals(actions).Write(json, assessment.Principals);
        new PageFindings(actions).Write(json, assessment);
        AssessmentJson.WriteParts(json, assessment);
        json.WriteStartObject("custom");
        json.WriteString("guidance", custom.Guidance);
        json.WriteString("appendices", custom.Appendices);
        json.WriteEndObject();
        EvidenceJson.WriteStrangers(json, assessment.Strangers);
        EvidenceJson.Write(json, assessment.Evidence);
        EvidenceJson.WriteDiagnostics(json, "diagnostics", assessment.Diagnostics);
        json.WriteEndObject();
    }
}
