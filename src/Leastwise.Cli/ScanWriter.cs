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
        string? page = choices.Folder is { } named ? NameIn(named, scanned) + ".html" : null;
        page = place is null || page is null ? page : place + Path.GetFileName(page);
        // What of hundreds of thousands of findings is said here is put together while the files are written.
        Task<string>? text = page is not null && choices.Format == ScanFormat.Text ? Task.Run(() => ScanText.Write(scanned.Report, terminal.Width, terminal.Color, page)) : null;
        if (choices.Folder is { } folder)
        {
            WriteFiles(scanned, folder, isPrivate);
        }

        if (text is not null)
        {
            terminal.Out.Write(text.GetAwaiter().GetResult());
        }
        else
        {
            ScanFormat.Write(scanned.Report, choices.Format, terminal, page);
        }

        return scanned.ExitCode != ExitCode.Done ? scanned.ExitCode
            : choices.FailOn is { } severity && scanned.Report.HasNew(severity) ? ExitCode.Found
            : ExitCode.Done;
    }

    /// <summary>Writes the files alone.</summary>
    public static void WriteFiles(Scanned scanned, string folder, bool isPrivate)
    {
        string name = NameIn(folder, scanned);
        try
        {
            Directory.CreateDirectory(folder);
            var json = Task.Run(() => OutputFile.Replace(name + ".json", stream => ScanJson.Write(scanned.Report, stream), isPrivate));
            OutputFile.Replace(name + ".html", stream => AssessmentHtml.Write(scanned.Page, stream, CustomPageFiles.Read()), isPrivate);
            json.GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: the report cannot be written here ({exception.Message.TrimEnd('.')}). Name another folder with -o.");
        }
    }

    private static string NameIn(string folder, Scanned scanned)
    {
        // The account file itself often lies in the current folder under the name that the result would have.
        bool clashes = Path.GetFullPath(Path.Combine(folder, scanned.Report.Name + ".json")) == Path.GetFullPath(scanned.Input);
        return Path.Combine(folder, scanned.Report.Name + (clashes ? "-findings" : ""));
    }
}
