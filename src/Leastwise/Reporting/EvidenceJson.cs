using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Reporting;

/// <summary>What verdicts rest on, as JSON. The report and the page share it.</summary>
internal static class EvidenceJson
{
    public static void Write(Utf8JsonWriter json, Evidence evidence)
    {
        json.WriteStartObject("evidence");
        json.WriteNumber("filesRead", evidence.FilesRead);
        json.WriteNumber("filesSkipped", evidence.FilesSkipped);
        json.WriteNumber("filesPassedOver", evidence.FilesPassedOver);
        json.WriteNumber("events", evidence.Events);
        json.WriteNumber("duplicates", evidence.Duplicates);
        json.WriteNumber("badRecords", evidence.BadRecords);
        json.WriteNumber("bytes", evidence.Bytes);
        json.WriteNumber("bytesUncompressed", evidence.BytesUncompressed);
        json.WriteStartArray("coverage");
        foreach (LogCoverage coverage in evidence.Coverage)
        {
            WriteCoverage(json, coverage);
        }

        json.WriteEndArray();
        json.WriteStartArray("filesNotRead");
        foreach (UnreadFile file in evidence.FilesNotRead)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("reason", file.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteDiagnostics(json, "firstBadRecords", evidence.FirstBadRecords);
        PrincipalJson.WriteUnresolved(json, evidence.Unresolved);
        json.WriteEndObject();
    }

    public static void WriteAccount(Utf8JsonWriter json, AssessedAccount account, Assessment assessment)
    {
        json.WriteStartObject();
        json.WriteString("id", account.Id);
        json.WriteString("name", account.Name);
        var principals = assessment.Principals.Where(principal => principal.AccountId == account.Id).ToList();
        json.WriteNumber("principals", principals.Count);
        PrincipalJson.WriteCounts(json, VerdictCounts.Sum(principals));
        json.WriteString("reach", AssessmentText.Reach(assessment, account.Id));
        if (account.Root is { } root)
        {
            json.WriteStartObject("root");
            json.WriteNumber("events", root.Events);
            json.WriteTime("firstUsed", root.First);
            json.WriteTime("lastUsed", root.Last);
            json.WriteStrings("eventNames", root.EventNames);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("root");
        }

        json.WriteEndObject();
    }

    public static void WriteDiagnostics(Utf8JsonWriter json, string name, ImmutableArray<Diagnostic> diagnostics)
    {
        json.WriteStartArray(name);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("severity", JsonText.Word(diagnostic.Severity));
            json.WriteString("message", diagnostic.Message);
            json.WriteString("file", diagnostic.Position.File);
            json.WriteNumber("line", diagnostic.Position.Line);
            json.WriteNumber("column", diagnostic.Position.Column);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteStrangers(Utf8JsonWriter json, ImmutableArray<Stranger> strangers)
    {
        json.WriteStartArray("strangers");
        foreach (Stranger stranger in strangers)
        {
            json.WriteStartObject();
            json.WriteString("arn", stranger.Arn);
            json.WriteString("why", stranger.Why);
            json.WriteNumber("events", stranger.Events);
            json.WriteTime("lastUsed", stranger.Last);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCoverage(Utf8JsonWriter json, LogCoverage coverage)
    {
        json.WriteStartObject();
        json.WriteString("account", coverage.AccountId);
        json.WriteStrings("dataResourceTypes", coverage.DataResourceTypes);
        json.WriteStartArray("gaps");
        foreach (DayRange gap in coverage.Gaps)
        {
            json.WriteStartObject();
            json.WriteString("from", JsonText.Day(gap.From));
            json.WriteString("to", JsonText.Day(gap.To));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("regions");
        foreach (IGrouping<string, RegionDay> region in coverage.Days.GroupBy(day => day.Region).OrderBy(region => region.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("region", region.Key);
            json.WriteStartObject("days");
            foreach (RegionDay day in region.OrderBy(day => day.Day))
            {
                json.WriteNumber(JsonText.Day(day.Day), day.Events);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
