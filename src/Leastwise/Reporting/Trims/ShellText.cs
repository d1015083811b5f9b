namespace Leastwise.Reporting.Trims;

/// <summary>Text as a POSIX shell takes it for itself.</summary>
internal static class ShellText
{
    /// <summary>The text within single quotes.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The text as a comment: on one line, without control characters.</summary>
    public static string Comment(string text) => $"# {Legible.Plain(text)}";
}
