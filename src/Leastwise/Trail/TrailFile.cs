using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>A file that was asked for, or why a path gave none.</summary>
/// <param name="Path">The path as it is opened.</param>
/// <param name="Problem">Why it cannot be used; null for a file to be read.</param>
public sealed record TrailFile(string Path, Diagnostic? Problem)
{
    /// <summary>A path that gives no file, with the reason.</summary>
    public static TrailFile Unusable(string path, string message) =>
        new(path, new Diagnostic(DiagnosticSeverity.Error, message, SourcePosition.WholeFile(path)));
}
