using System.Buffers;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>
/// Walks through JSON in search of records, wherever they are: at the top, one after the other, in lists, in properties, in strings. It keeps no more
/// than the record at hand. It goes leniently through what only wraps; what a record must look like is the taker's business.
/// </summary>
/// <param name="window">The text.</param>
/// <param name="taker">Reads the records.</param>
/// <param name="found">Takes what they gave.</param>
/// <param name="place">Tells the place of all records of this text, where it is an unescaped string; null for a file's own text.</param>
/// <param name="wrapping">How many wrappings were taken off already.</param>
internal sealed partial class TrailWalker(TextWindow window, RecordTaker taker, Findings found, Func<SourcePosition>? place = null, int wrapping = 0)
{
    private const int LongestName = 4096;
    private const string Records = "Records";

    /// <summary>Where the answer of CloudTrail Lake's GetQueryResults has its rows.</summary>
    private const string QueryRows = "QueryResultRows";
    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",]}\n\t "u8);

    /// <summary>White space, and what stands between documents in padded files and in JSON text sequences (RFC 7464).</summary>
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\0\u001e"u8);

    private enum Step
    {
        /// <summary>The value was passed.</summary>
        Passed,

        /// <summary>The text ends within the value.</summary>
        Torn,

        /// <summary>It is not JSON.</summary>
        Broken,
    }

    private SourcePosition Here() => place?.Invoke() ?? window.PositionOf(found.Path, 0);

    /// <summary>Passes a value.</summary>
    /// <param name="level">Brackets around it.</param>
    /// <param name="name">The property that it is, or is in a list of; empty at the top.</param>
    /// <param name="envelope">What an envelope says of a record, as properties; null for nothing.</param>
    private Step Value(int level, string name, string? envelope) => (char)window.Text[0] switch
    {
        '{' => Object(level, name, envelope),
        '[' => List(level, name, envelope),
        '"' => String(),
        _ => Scalar(),
    };

    private Step Object(int level, string name, string? envelope)
    {
        ObjectNature nature = ObjectNatures.Of(window.Text);
        while (nature == ObjectNature.Undecided && window.Fill())
        {
            nature = ObjectNatures.Of(window.Text);
        }

        switch (nature)
        {
            case ObjectNature.Record:
                return Record(level, envelope);
            case ObjectNature.LowerCaseRecord:
                return LowerCase();
            case ObjectNature.Broken:
                return level == 0 ? Step.Broken : PassBroken("it is not valid JSON");
            case ObjectNature.TooDeep:
                return PassBroken($"it is nested deeper than {TrailLimits.MaxDepth} levels");
            case ObjectNature.Undecided when !window.IsFull:
                return Step.Torn;
        }

        if (level >= TrailLimits.MaxDepth)
        {
            return PassBroken($"it is nested deeper than {TrailLimits.MaxDepth} levels");
        }

        // Where only records belong, an object that neither is one nor holds one is a bad record; packed data may well hold something else, such as a stream's own messages.
        bool lacking = name == Records && level == 2 && nature != ObjectNature.Message;
        (long metBefore, SourcePosition? start) = (found.Met + found.Unpacked, lacking ? Here() : null);
        window.Advance(1);
        string? around = null;
        while (ToNext())
        {
            switch (window.Text[0])
            {
                case (byte)'}':
                    window.Advance(1);
                    if (start is SourcePosition begins && found.Met + found.Unpacked == metBefore)
                    {
                        found.AddBad("it has no eventSource", begins);
                    }

                    return Step.Passed;
                case (byte)',':
                    window.Advance(1);
                    break;
                case (byte)'"':
                    Step step = Property(level, ref around);
                    if (step != Step.Passed)
                    {
                        return step;
                    }

                    break;
                default:
                    return Step.Broken;
            }
        }

        return Step.Torn;
    }

    private Step Property(int level, ref string? envelope)
    {
        int length = StringLength(LongestName);
        if (length < 0)
        {
            return window.Ended ? Step.Torn : Step.Broken;
        }

        string name = JsonEncoded.Text(window.Text[1..(length - 1)]);
        window.Advance(length);
        if (!ToNext())
        {
            return Step.Torn;
        }

        if (window.Text[0] != (byte)':')
        {
            return Step.Broken;
        }

        window.Advance(1);
        if (!ToNext())
        {
            return Step.Torn;
        }

        found.Other.Meet(name);
        if (name == Records && level == 0 && window.Text[0] != (byte)'[')
        {
            found.AddBad("\"Records\" is not a list", Here());
        }

        if (name == "detail-type" && StringLength(LongestName) is > 2 and int kind)
        {
            found.Other.Say($"It is an EventBridge event of another kind ({JsonEncoded.Text(window.Text[..kind])}), not a CloudTrail record.");
        }

        if (name == "QueryStatus" && level == 0 && StringLength(LongestName) is > 2 and int status && !window.Text[..status].SequenceEqual("\"FINISHED\""u8))
        {
            found.Trouble = $"Its query of CloudTrail Lake was not finished ({JsonEncoded.Text(window.Text[1..(status - 1)])}); fetch its results again.";
        }

        // What an EventBridge envelope says of its record, which need not repeat it.
        if (name is "account" or "region" && window.Text[0] == (byte)'"' && StringLength(LongestName) is > 2 and int said)
        {
            envelope += $"\"{(name == "account" ? "recipientAccountId" : "awsRegion")}\":{JsonEncoded.Text(window.Text[..said])},";
        }

        return Value(level + 1, name, name == "detail" ? envelope : null);
    }

    private Step List(int level, string name, string? envelope)
    {
        if (level >= TrailLimits.MaxDepth)
        {
            return PassBroken($"it is nested deeper than {TrailLimits.MaxDepth} levels");
        }

        window.Advance(1);
        bool empty = true;
        while (ToNext())
        {
            switch (window.Text[0])
            {
                case (byte)']':
                    window.Advance(1);
                    found.Other.EmptyList |= empty && (level == 0 || name is Records or "Events" or "events" or "logEvents" or "hits" or QueryRows);
                    return Step.Passed;
                case (byte)',':
                    window.Advance(1);
                    break;
                default:
                    empty = false;
                    if (name == Records && level == 1 && window.Text[0] is not ((byte)'{' or (byte)'}' or (byte)'"'))
                    {
                        found.AddBad("it is not an object", Here());
                    }

                    Step step = window.Text[0] == (byte)'[' && (name == QueryRows || (level == 0 && name.Length == 0)) ? Row(level + 1, name, envelope) : Value(level + 1, name, envelope);
                    if (step != Step.Passed)
                    {
                        return step;
                    }

                    break;
            }
        }

        return Step.Torn;
    }

    /// <summary>Passes a number or word, or anything up to the next mark of JSON.</summary>
    private Step Scalar()
    {
        bool any = false;
        while (true)
        {
            int length = window.Text.IndexOfAny(ScalarEnds);
            any |= length != 0;
            window.Advance(length < 0 ? window.Text.Length : length);
            if (length >= 0)
            {
                return any ? Step.Passed : Step.Broken;
            }

            if (!window.Fill())
            {
                return Step.Torn;
            }
        }
    }

    /// <summary>Moves to the next byte that is no blank; false at the text's end.</summary>
    private bool ToNext()
    {
        while (true)
        {
            int blanks = window.Text.IndexOfAnyExcept(Blanks);
            if (blanks >= 0)
            {
                window.Advance(blanks);
                return true;
            }

            window.Advance(window.Text.Length);
            if (!window.Fill())
            {
                return false;
            }
        }
    }

    /// <summary>Bytes of the string at the window's start, quotes included; -1 where it does not end within <paramref name="limit"/> or the text.</summary>
    private int StringLength(int limit)
    {
        int at = 1;
        while (true)
        {
            int next = at < window.Text.Length ? window.Text[at..].IndexOfAny((byte)'"', (byte)'\\') : -1;
            if (next >= 0 && window.Text[at + next] == (byte)'"')
            {
                return at + next + 1;
            }

            at = next >= 0 ? at + next + 2 : Math.Max(at, window.Text.Length);
            if (at > limit || (at >= window.Text.Length && !window.Fill()))
            {
                return -1;
            }
        }
    }
}
