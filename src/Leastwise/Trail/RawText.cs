using System.Runtime.InteropServices;

namespace Leastwise.Trail;

/// <summary>
/// A piece of a record's text, or of the scratch buffer that holds unescaped text. No value of a record starts at the first byte of a
/// text, so a start of zero means that there is none; a negative start is the complement of a place in the scratch buffer.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RawText(int Start, int Length)
{
    /// <summary>True where the record has it, even if it is empty.</summary>
    public bool IsThere => Start != 0;

    /// <summary>A piece of the scratch buffer.</summary>
    public static RawText InScratch(int start, int length) => new(~start, length);
}

/// <summary>A name and a value: a request parameter's, or a resource's type and ARN.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RawPair(RawText Name, RawText Value);
