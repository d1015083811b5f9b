using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary>Looks for a company's own pages where Cloudsplaining's users have them: in the folder in which the program was started.</summary>
internal static class CustomPageFiles
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InputException">One is there and cannot be read.</exception>
    public static CustomPages Read() => new(Text(CustomPages.GuidanceFile), Text(CustomPages.AppendicesFile));

    private static string? Text(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: this file cannot be read ({exception.Message.TrimEnd('.')}).");
        }
    }
}
