using Leastwise.Reporting;
using Leastwise.Reporting.Scans;

namespace Leastwise.Cli;

/// <summary>Writes a scan's files and standard output, and says what the run ends with.</summary>
internal sealed class ScanWriter(Terminal terminal)
{
    /// <summary>Writes everything that was asked for.</summary>
    /// <param name="scanned">The result.</param>
    /// <param name="choices">Where to and how.</param>
    /// <param name="isPrivate">Whether only the user may read the files.</param>
    /// <param name="place">Where the files will be, where they will not stay where they are written; null where they stay.</param>
    public int Write(Scanned scanned, ScanChoices choices, bool isPrivate = false, string? place = null)
    {
        string? page = choices.Folder is { } folder ? WriteFiles(scanned, folder, isPrivate) : null;
        page = place is null || page is null ? page : place + Path.GetFileName(page);
        ScanFormat.Write(scanned.Report, choices.Format, terminal, page);
        return scanned.ExitCode != ExitCode.Done ? scanned.ExitCode
            : choices.FailOn is { } severity && scanned.Report.HasNew(severity) ? ExitCode.Found
            : ExitCode.Done;
    }

    /// <summary>Writes the files alone; the page's path is the result.</summary>
    public static string WriteFiles(Scanned scanned, string folder, bool isPrivate)
    {
        // The account file itself often lies in the current folder under the name that the result would have.
        bool clashes = Path.GetFullPath(Path.Combine(folder, scanned.Report.Name + ".json")) == Path.GetFullPath(scanned.Input);
        string name = Path.Combine(folder, scanned.Report.Name + (clashes ? "-findings" : ""));
        try
        {
            Directory.CreateDirectory(folder);
            var json = Task.Run(() => OutputFile.Replace(name + ".json", stream => ScanJson.Write(scanned.Report, stream), isPrivate));
            OutputFile.Replace(name + ".html", stream => AssessmentHtml.Write(scanned.Page, stream, CustomPageFiles.Read()), isPrivate);
            json.GetAwaiter().GetResult();
            return name + ".html";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: the report cannot be written here ({exception.Message.TrimEnd('.')}). Name another folder with -o.");
        }
    }
}
