using System.Runtime.InteropServices;

namespace Leastwise.Text;

/// <summary>A place in an input: file, line and column, both from 1. Line 0 means the file as a whole.</summary>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>The file as a whole.</summary>
    public static SourcePosition WholeFile(string file) => new(file, 0, 0);

    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}

/// <summary>A place within a file whose name is known: line and column, both from 1; 0 where nobody knows. Eight bytes, so that every value of a policy can have one.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextPlace(int Line, int Column)
{
    /// <summary>The place in the file.</summary>
    public SourcePosition In(string file) => new(file, Line, Column);
}

/// <summary>How much a diagnostic takes away from the answer.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; the answer is whole.</summary>
    Note,

    /// <summary>Something was passed over or read in a stated way; the answer is still right for the rest.</summary>
    Warning,

    /// <summary>The thing that is named could not be used at all.</summary>
    Error,
}

/// <summary>What was wrong with an input, where, and what to do about it: one sentence for a tired person.</summary>
/// <param name="Severity">How much it takes away from the answer.</param>
/// <param name="Message">What happened and what to do next, ending with a full stop.</param>
/// <param name="Position">Where.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Message, SourcePosition Position)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Position}: {Message}";
}
