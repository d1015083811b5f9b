using System.Buffers;

namespace Leastwise.Trail;

/// <summary>
/// Finds the end of a JSON value by its brackets and quotes alone, piece by piece and at any depth. It needs no valid JSON:
/// it is what gets a reader past a record that is broken, too deep or too large. A string never goes beyond its line, so one missing quote costs one line.
/// </summary>
internal struct JsonSkipper
{
    private static readonly SearchValues<byte> Outside = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> Inside = SearchValues.Create("\"\\\n"u8);

    private long depth;
    private bool inString;
    private bool escaped;

    /// <summary>Whether the value's end was seen.</summary>
    public bool Done { get; private set; }

    /// <summary>Takes a piece, the first of which begins with the value's first byte, a bracket or a quote; gives how many of its bytes belong to the value.</summary>
    public int Take(ReadOnlySpan<byte> piece)
    {
        int at = 0;
        while (at < piece.Length && !Done)
        {
            if (escaped)
            {
                escaped = false;
                at++;
                continue;
            }

            int next = piece[at..].IndexOfAny(inString ? Inside : Outside);
            if (next < 0)
            {
                return piece.Length;
            }

            at += next + 1;
            Meet(piece[at - 1]);
        }

        return at;
    }

    private void Meet(byte mark)
    {
        switch (mark)
        {
            case (byte)'\\':
                escaped = true;
                break;
            case (byte)'"' or (byte)'\n':
                inString = !inString;
                Done = !inString && depth == 0;
                break;
            case (byte)'{' or (byte)'[':
                depth++;
                break;
            default:
                depth--;
                Done = depth <= 0;
                break;
        }
    }
}
