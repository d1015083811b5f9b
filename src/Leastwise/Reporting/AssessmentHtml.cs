using Leastwise.Reporting.Page;

namespace Leastwise.Reporting;

/// <summary>The assessment as one self-contained page: no request to anywhere, opened from disk, with a content security policy that names its own parts only.</summary>
public static class AssessmentHtml
{
    /// <summary>Writes <c>report.html</c> in UTF-8. The stream stays open.</summary>
    public static void Write(Assessment assessment, Stream stream, CustomPages? custom = null) =>
        new PageFile(assessment.Name, PageSources.Report, "report.json beside it", () => PageData.PartsOf(assessment, custom ?? CustomPages.None)).Write(stream);
}
