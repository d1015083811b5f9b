using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary>Writes an assessment's page and JSON.</summary>
internal static class ReportFiles
{
    /// <summary>Writes <c>NAME.html</c> and <c>NAME.json</c>; the page's path is the result.</summary>
    /// <param name="assessment">What to write.</param>
    /// <param name="folder">The folder; it is made where it is not there.</param>
    /// <param name="name">The name of both.</param>
    /// <param name="custom">The user's own pages.</param>
    /// <param name="isPrivate">Whether only the user may read them.</param>
    /// <exception cref="InputException">They cannot be written.</exception>
    public static string Write(Assessment assessment, string folder, string name, CustomPages custom, bool isPrivate = false)
    {
        string page = Path.Combine(folder, name + ".html");
        try
        {
            Directory.CreateDirectory(folder);
            var json = Task.Run(() => OutputFile.Replace(Path.Combine(folder, name + ".json"), stream => AssessmentJson.Write(assessment, stream), isPrivate));
            OutputFile.Replace(page, stream => AssessmentHtml.Write(assessment, stream, custom), isPrivate);
            json.GetAwaiter().GetResult();
            return page;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: the report cannot be written here ({exception.Message.TrimEnd('.')}). Name another folder with -o.");
        }
    }
}
