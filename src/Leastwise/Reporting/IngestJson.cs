using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>The JSON of <c>ingest</c> and <c>ledger info</c>; their schemas lie in <c>docs/schemas</c>.</summary>
public static class IngestJson
{
    /// <summary>
    /// Writes <c>ingest --format json</c>: <c>{"schemaVersion","filesRead","filesSkipped","events","duplicates","badFiles": [{"path","reason"}],"badRecords","bytes",
    /// "bytesUncompressed","from","to","elapsedSeconds"}</c> and more; <c>digests</c> where they were checked. The stream stays open.
    /// </summary>
    public static void Write(string ledger, IngestSummary summary, Coverage coverage, ImmutableArray<UnresolvedEvent> unresolved, DigestVerification? digests, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("ledger", ledger);
        json.WriteNumber("filesRead", summary.FilesRead);
        json.WriteNumber("filesSkipped", summary.FilesSkipped);
        json.WriteNumber("filesPassedOver", summary.FilesPassedOver);
        json.WriteNumber("filesLeftOut", summary.FilesLeftOut);
        json.WriteNumber("events", summary.Events);
        json.WriteNumber("duplicates", summary.Duplicates);
        json.WriteNumber("eventsLeftOut", summary.EventsLeftOut);
        json.WriteNumber("eventsTooOld", summary.EventsTooOld);
        json.WriteNumber("eventsAhead", summary.EventsAhead);
        json.WriteNumber("eventsHeldFromElsewhere", summary.EventsHeld);
        json.WriteNumber("daysAsked", summary.SlicesRead);
        WriteFiles(json, "badFiles", summary.BadFiles);
        json.WriteNumber("badRecords", summary.BadRecords);
        json.WriteNumber("bytes", summary.Bytes);
        json.WriteNumber("bytesUncompressed", summary.UnpackedBytes);
        json.WriteTime("from", summary.From);
        json.WriteTime("to", summary.To);
        json.WriteNumber("elapsedSeconds", Math.Round(summary.Elapsed.TotalSeconds, 3));
        WriteCoverage(json, coverage);
        json.WriteStartArray("unresolvedEvents");
        foreach (UnresolvedEvent one in unresolved)
        {
            json.WriteStartObject();
            json.WriteString("eventSource", one.Source);
            json.WriteString("eventName", one.Name);
            json.WriteNumber("count", one.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (digests is not null)
        {
            WriteDigests(json, digests);
        }

        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    /// <summary>Writes <c>ledger info --format json</c>. The stream stays open.</summary>
    public static void Write(string ledger, LedgerInfo info, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("ledger", ledger);
        json.WriteNumber("ledgerVersion", info.SchemaVersion);
        json.WriteNumber("sizeBytes", info.SizeBytes);
        json.WriteNumber("files", info.Files);
        json.WriteNumber("filesPassedOver", info.FilesPassedOver);
        WriteFiles(json, "filesNotRead", info.FilesNotRead);
        json.WriteNumber("events", info.Events);
        json.WriteNumber("badRecords", info.BadRecords);
        json.WriteNumber("bytes", info.Bytes);
        json.WriteNumber("bytesUncompressed", info.UnpackedBytes);
        json.WriteNumber("observations", info.Observations);
        json.WriteNumber("principals", info.Principals);
        json.WriteNumber("sessions", info.Sessions);
        json.WriteNumber("credentialsIssued", info.Issued);
        json.WriteNumber("generalised", info.Generalised);
        json.WriteNumber("fingerprintBytes", info.SeenBytes);
        json.WriteString("forgottenBefore", info.ForgottenBefore is DateOnly day ? JsonText.Day(day) : null);
        json.WriteStartArray("sums");
        foreach (SummedSource source in info.Sums)
        {
            json.WriteStartObject();
            json.WriteString("source", source.Identity);
            json.WriteNumber("loggedDays", source.LoggedDays);
            json.WriteStrings("lacks", AggregatedWords.Lacking(source.Lacks));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteCoverage(json, info.Coverage);
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    private static void WriteDigests(Utf8JsonWriter json, DigestVerification digests)
    {
        json.WriteStartObject("digests");
        json.WriteBoolean("holds", digests.Holds);
        json.WriteNumber("digestsRead", digests.Digests);
        json.WriteNumber("signaturesHold", digests.SignaturesHold);
        json.WriteNumber("logsListed", digests.LogsListed);
        json.WriteNumber("logsHold", digests.LogsHold);
        json.WriteStartArray("findings");
        foreach (DigestFinding finding in digests.Findings)
        {
            json.WriteStartObject();
            json.WriteString("fault", JsonNamingPolicy.CamelCase.ConvertName(finding.Fault.ToString()));
            json.WriteString("file", finding.File);
            json.WriteString("message", finding.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("signaturesNotChecked");
        foreach (DigestNote note in digests.Unchecked)
        {
            json.WriteStartObject();
            json.WriteString("file", note.File);
            json.WriteString("because", note.Because);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json, string name, ImmutableArray<BadFile> files)
    {
        json.WriteStartArray(name);
        foreach (BadFile bad in files)
        {
            json.WriteStartObject();
            json.WriteString("path", bad.Path);
            json.WriteString("reason", bad.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCoverage(Utf8JsonWriter json, Coverage coverage)
    {
        json.WriteStartArray("coverage");
        foreach (LedgerCoverage account in LedgerCoverage.Of(coverage))
        {
            json.WriteStartObject();
            json.WriteString("account", account.AccountId);
            json.WriteString("from", JsonText.Day(account.First));
            json.WriteString("to", JsonText.Day(account.Last));
            json.WriteNumber("days", account.Days);
            json.WriteNumber("events", account.Events);
            json.WriteStrings("regions", account.Regions);
            json.WriteStrings("categories", account.Categories);
            json.WriteStrings("dataResourceTypes", account.DataResourceTypes);
            json.WriteStartArray("gaps");
            foreach (DayRange gap in account.Gaps)
            {
                json.WriteStartObject();
                json.WriteString("from", JsonText.Day(gap.From));
                json.WriteString("to", JsonText.Day(gap.To));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
