using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Leastwise.Trail;

/// <summary>Reads a text that is not packed: tells JSON, lines and tables apart by how it begins.</summary>
internal static class TrailTextReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The events of a text that lies in memory, or why there are none.</summary>
    public static TrailFileResult Read(string path, ReadOnlySpan<byte> text, NameCache names)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(Math.Max(text.Length, 1));
        text.CopyTo(copy);
        using var window = new TextWindow(copy, text.Length);
        var events = ImmutableArray.CreateBuilder<TrailEvent>();
        var found = new Findings(path, DateTimeOffset.MaxValue, new UnpackBudget(text.Length));
        return Read(window, SimpleTaker.Of(names, events.Add), found) with { Events = events.DrainToImmutable() };
    }

    /// <summary>Reads the text in the window.</summary>
    public static TrailFileResult Read(TextWindow window, RecordTaker taker, Findings found)
    {
        window.Reach(4096);
        if (EncodingOf(window.Text) is Encoding encoding)
        {
            using var decoded = new TextWindow(Encoding.CreateTranscodingStream(window.Rest(), encoding, Encoding.UTF8));
            return ReadUtf8(decoded, taker, found);
        }

        return ReadUtf8(window, taker, found);
    }

    private static TrailFileResult ReadUtf8(TextWindow window, RecordTaker taker, Findings found)
    {
        window.Reach(4096);
        if (window.Text.StartsWith(ByteOrderMark))
        {
            window.Advance(ByteOrderMark.Length);
        }

        while (window.Text.TrimStart(" \t\r\n\0"u8).IsEmpty)
        {
            window.Advance(window.Text.Length);
            if (!window.Fill())
            {
                found.Trouble = window.Trouble is string nothing ? Torn(nothing, 0) : "It is empty; remove it, or copy it again if it should hold events.";
                return found.Result(window.BytesSeen) with { LosesEvents = window.Trouble is not null };
            }
        }

        ReadOnlySpan<byte> text = window.Text.TrimStart(" \t\r\n\0"u8);
        if (text[0] is (byte)'{' or (byte)'[' || text.StartsWith("\"{"u8) || text.StartsWith("\"["u8))
        {
            Walk(window, taker, found, lines: false);
        }
        else if (CsvTable.Of(text) is CsvTable table)
        {
            table.Read(window, taker, found);
        }
        else if (LineHoldsDocument(text))
        {
            Walk(window, taker, found, lines: true);
        }
        else
        {
            found.Other.Say(OtherText.SentenceFor(text));
        }

        if (window.Trouble is string trouble)
        {
            found.Trouble = Torn(trouble, found.Events);
        }

        return found.Result(window.BytesSeen);
    }

    private static void Walk(TextWindow window, RecordTaker taker, Findings found, bool lines)
    {
        if (!new TrailWalker(window, taker, found).Documents(lines) && window.Trouble is null)
        {
            Text.SourcePosition end = window.PositionOf(found.Path, window.Text.Length);
            found.Trouble = $"It ends in the middle, at line {end.Line}, column {end.Column}; copy it again.";
        }
    }

    /// <summary>A log's line begins with a time or a name and then holds a document: an export of CloudWatch Logs, syslog, <c>aws logs tail</c>.</summary>
    internal static bool LineHoldsDocument(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        return line.IndexOf("{\""u8) is >= 0 and < 512;
    }

    /// <summary>Windows PowerShell writes <c>&gt;</c> as UTF-16.</summary>
    private static Encoding? EncodingOf(ReadOnlySpan<byte> text) =>
        text is [0xFF, 0xFE, ..] or [(byte)'{' or (byte)'[' or (byte)'"', 0, not 0, 0, ..] ? Encoding.Unicode
        : text is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode
        : null;

    private static string Torn(string trouble, long events) =>
        events == 0
            ? $"Nothing could be read: {trouble}; copy it again from its bucket."
            : $"Only its first {events} events could be read: {trouble}; copy it again from its bucket.";
}
