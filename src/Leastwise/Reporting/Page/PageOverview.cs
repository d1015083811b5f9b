using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Risks;

namespace Leastwise.Reporting.Page;

/// <summary>What the page shows first, and all that is small: accounts, sums, what to fix first, the evidence.</summary>
internal static class PageOverview
{
    private const int PrioritiesWritten = 12;

    public static void Write(Utf8JsonWriter json, Assessment assessment, CustomPages custom)
    {
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
        WriteSums(json, assessment);
        WritePriorities(json, assessment);
        json.WriteString("trimRule", assessment.TrimRule);
        json.WriteStartObject("custom");
        json.WriteString("guidance", custom.Guidance);
        json.WriteString("appendices", custom.Appendices);
        json.WriteEndObject();
        EvidenceJson.WriteStrangers(json, assessment.Strangers);
        EvidenceJson.Write(json, assessment.Evidence);
        EvidenceJson.WriteDiagnostics(json, "diagnostics", assessment.Diagnostics);
    }

    /// <summary>Writes <c>"sums": { principals, findings, free, kinds: [[kind, critical, high, medium, low, free], …] }</c>; free is what removing costs nothing.</summary>
    private static void WriteSums(Utf8JsonWriter json, Assessment assessment)
    {
        var kinds = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        int free = 0;
        (string? kind, int[]? sums) = (null, null);
        foreach (AssessedFinding finding in assessment.Findings)
        {
            // Those of a kind mostly stand together.
            if (sums is null || kind != finding.Finding.Kind)
            {
                kind = finding.Finding.Kind;
                if (!kinds.TryGetValue(kind, out sums))
                {
                    kinds.Add(kind, sums = new int[5]);
                }
            }

            sums[Severity.Critical - finding.Finding.Severity]++;
            if (finding.Usage.Cost == RemovalCost.Nothing)
            {
                sums[^1]++;
                free++;
            }
        }

        json.WriteStartObject("sums");
        json.WriteNumber("principals", assessment.Principals.Length);
        json.WriteNumber("findings", assessment.Findings.Length);
        json.WriteNumber("free", free);
        json.WriteStartArray("kinds");
        foreach ((string name, int[] counts) in kinds)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteNumbers(counts);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePriorities(Utf8JsonWriter json, Assessment assessment)
    {
        json.WriteStartArray("priorities");
        foreach (Priority priority in Priorities.Of(assessment.Findings).Take(PrioritiesWritten))
        {
            Finding lead = priority.Lead.Finding;
            json.WriteStartObject();
            json.WriteString("id", lead.Id);
            json.WriteString("kind", lead.Kind);
            json.WriteString("severity", JsonText.Word(lead.Severity));
            json.WriteString("principal", lead.Principal);
            json.WriteString("title", lead.Title);
            json.WriteString("recommendation", lead.Recommendation);
            json.WriteString("cost", JsonText.Word(priority.Lead.Usage.Cost));
            json.WriteString("sentence", priority.Lead.Usage.Sentence(assessment.Window.DayCount));
            json.WriteNumber("others", priority.Others);
            json.WriteNumber("principals", priority.Principals);
            json.WriteNumber("kinds", priority.Kinds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
