using System.Collections.Immutable;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting.Reading;

/// <summary>Reads what the verdicts rest on.</summary>
internal static class EvidenceReading
{
    public static Evidence Read(ReportElement evidence) => new()
    {
        FilesRead = evidence["filesRead"].Number,
        FilesSkipped = evidence["filesSkipped"].Number,
        FilesPassedOver = evidence["filesPassedOver"].Number,
        Events = evidence["events"].Number,
        Duplicates = evidence["duplicates"].Number,
        BadRecords = evidence["badRecords"].Number,
        Bytes = evidence["bytes"].Number,
        BytesUncompressed = evidence["bytesUncompressed"].Number,
        Coverage = [.. evidence["coverage"].Items.Select(Coverage)],
        FilesNotRead = [.. evidence["filesNotRead"].Items.Select(file => new UnreadFile(file["path"].Text, file["reason"].Text))],
        FirstBadRecords = Diagnostics(evidence["firstBadRecords"]),
        Unresolved = Unresolved(evidence["unresolvedEvents"]),
    };

    public static ImmutableArray<Diagnostic> Diagnostics(ReportElement list) => [.. list.Items.Select(each => new Diagnostic(
        each["severity"].Word<DiagnosticSeverity>(), each["message"].Text, new SourcePosition(each["file"].Text, each["line"].Int, each["column"].Int)))];

    public static ImmutableArray<UnresolvedEvent> Unresolved(ReportElement list) =>
        [.. list.Items.Select(each => new UnresolvedEvent(each["eventSource"].Text, each["eventName"].Text, each["count"].Number))];

    private static LogCoverage Coverage(ReportElement coverage) => new()
    {
        AccountId = coverage["account"].Text,
        DataResourceTypes = coverage["dataResourceTypes"].Texts,
        Gaps = [.. coverage["gaps"].Items.Select(gap => new DayRange(gap["from"].Day, gap["to"].Day))],
        Days = [.. coverage["regions"].Items.SelectMany(Days)],
    };

    private static IEnumerable<RegionDay> Days(ReportElement region)
    {
        ReportElement days = region["days"];
        if (days.Json.ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            throw days.Wrong("events by day");
        }

        return days.Json.EnumerateObject().Select(day => new RegionDay(region["region"].Text, days.DayOf(day.Name), days[day.Name].Number));
    }
}
