using System.Text.Json;
using Leastwise.Reporting.Page;

namespace Leastwise.Reporting;

/// <summary>What changed between two assessments, as one self-contained page like the report's.</summary>
public static class DifferenceHtml
{
    /// <summary>Writes the page in UTF-8. The stream stays open.</summary>
    public static void Write(ReportDifference difference, Stream stream) => new PageFile(
        $"What changed: {difference.Old.Name} to {difference.New.Name}", PageSources.Difference, "the same with --format markdown", () => [Task.Run(() => PartOf(difference))]).Write(stream);

    private static PagePart PartOf(ReportDifference difference) => PagePart.Of("data", stream =>
    {
        using Utf8JsonWriter json = JsonText.Open(stream, indented: false);
        DifferenceJson.Write(difference, json);
    });
}
