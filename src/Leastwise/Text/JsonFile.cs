using System.Text;
using System.Text.Json;

namespace Leastwise.Text;

/// <summary>Reads a JSON file's bytes as UTF-8, whatever encoding a shell gave it.</summary>
internal static class JsonFile
{
    /// <summary>The text as UTF-8 without byte order mark; null with <paramref name="problem"/> where the file cannot be read.</summary>
    public static byte[]? Read(string path, out Diagnostic? problem)
    {
        problem = null;
        try
        {
            return Decode(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = new Diagnostic(DiagnosticSeverity.Error, $"The file could not be read: {exception.Message}", SourcePosition.WholeFile(path));
            return null;
        }
    }

    /// <summary>The text in <paramref name="bytes"/> as UTF-8 without byte order mark.</summary>
    public static byte[] Decode(byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. byte[] rest] => rest,
        // Windows PowerShell writes `>` as UTF-16.
        [0xFF, 0xFE, .. byte[] rest] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, rest),
        [0xFE, 0xFF, .. byte[] rest] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, rest),
        _ => bytes,
    };

    /// <summary>The files <c>*.json</c> below a folder in ordinal order; links to folders are not followed, so that a loop cannot trap the walk.</summary>
    public static IReadOnlyList<string> In(string folder, ICollection<Diagnostic> diagnostics)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*.json", options).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, $"The folder could not be read: {exception.Message}", SourcePosition.WholeFile(folder)));
            return [];
        }
    }

    /// <summary>Whether the file's first value is an object with a top-level property that <paramref name="wanted"/> accepts. Stops at the first.</summary>
    public static bool HasTopLevelName(string path, Predicate<string> wanted)
    {
        byte[]? bytes = Read(path, out _);
        if (bytes is null)
        {
            return false;
        }

        var cursor = new JsonCursor(bytes, SourcePosition.WholeFile(path));
        if (!cursor.Read() || cursor.Token != JsonTokenType.StartObject)
        {
            return false;
        }

        while (cursor.Read() && cursor.Token == JsonTokenType.PropertyName)
        {
            if (wanted(cursor.Text() ?? ""))
            {
                return true;
            }

            cursor.Skip();
        }

        return false;
    }
}
