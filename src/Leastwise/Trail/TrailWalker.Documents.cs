namespace Leastwise.Trail;

/// <summary>The part of the walker that goes from one document to the next.</summary>
internal sealed partial class TrailWalker
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Walks through one document after the other: one alone, lines, or one directly after the other. After a document that is not JSON it goes on with
    /// the next line that begins one. False where the text ends within a document.
    /// </summary>
    /// <param name="lines">Whether words may stand before a document in its line, such as the time of a log, and behind it.</param>
    public bool Documents(bool lines)
    {
        while (ToNext())
        {
            switch (window.Text[0])
            {
                case (byte)'{' or (byte)'[' or (byte)'"' when !lines || window.Text[0] == (byte)'{':
                    switch (Value(0, "", null))
                    {
                        case Step.Torn:
                            return false;
                        case Step.Broken:
                            NoteBroken();
                            ToNextLine(lines);
                            break;
                    }

                    break;
                case (byte)',':
                    window.Advance(1);
                    break;
                case 0xEF when window.Reach(ByteOrderMark.Length) && window.Text.StartsWith(ByteOrderMark):
                    // Files that each began with one were joined.
                    window.Advance(ByteOrderMark.Length);
                    break;
                default:
                    if (lines)
                    {
                        ToBrace();
                    }
                    else
                    {
                        NoteBroken();
                        ToNextLine(lines);
                    }

                    break;
            }
        }

        return true;
    }

    /// <summary>A broken document of a file is named. Of a string it is named only where it looks like a record: much text begins with a bracket.</summary>
    private void NoteBroken()
    {
        if (place is null)
        {
            found.AddBroken(Here());
        }
        else if (window.Text.IndexOf("\"event"u8) >= 0)
        {
            found.AddBad("it is not valid JSON", Here());
        }
    }

    /// <summary>Moves to the next line that begins with a bracket, a quote or a byte order mark; to the next line of any kind where <paramref name="any"/>.</summary>
    private void ToNextLine(bool any)
    {
        while (true)
        {
            int end = window.Text.IndexOf((byte)'\n');
            window.Advance(end < 0 ? window.Text.Length : end + 1);
            if (end < 0 ? !window.Fill() : any || !window.Reach(1) || window.Text[0] is (byte)'{' or (byte)'[' or (byte)'"' or 0xEF)
            {
                return;
            }
        }
    }

    /// <summary>Moves to the next opening brace.</summary>
    private void ToBrace()
    {
        while (true)
        {
            int brace = window.Text.IndexOf((byte)'{');
            window.Advance(brace < 0 ? window.Text.Length : brace);
            if (brace >= 0 || !window.Fill())
            {
                return;
            }
        }
    }
}
