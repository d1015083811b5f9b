using System.Text;
using System.Text.Json;

namespace Leastwise.Text;

/// <summary>
/// Walks through JSON token by token and knows the line and column of each. Broken JSON ends the walk and stands in <see cref="Failure"/>;
/// nothing here throws on any input, and nesting costs one bit a level.
/// </summary>
internal ref struct JsonCursor
{
    private static readonly JsonReaderOptions Options = new()
    {
        // The reader does not recurse, so depth is no danger; our own recursion is bounded where it happens.
        MaxDepth = int.MaxValue,
        // `aws … --output json` for several pages, one after another, is one file with several values.
        AllowMultipleValues = true,
    };

    private readonly ReadOnlySpan<byte> utf8;
    private readonly SourcePosition start;
    private readonly bool verbatim;
    private Utf8JsonReader reader;
    private int countedTo;
    private int line;
    private int column;

    /// <summary>Starts before the first token.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="start">Where its first byte stands.</param>
    /// <param name="verbatim">Whether the text stands in the file as it is; if not (an encoded string), every position is <paramref name="start"/>.</param>
    public JsonCursor(ReadOnlySpan<byte> utf8, SourcePosition start, bool verbatim = true)
    {
        this.utf8 = utf8;
        this.start = start;
        this.verbatim = verbatim;
        line = start.Line;
        column = start.Column;
        reader = new Utf8JsonReader(utf8, Options);
    }

    /// <summary>What was wrong with the JSON, if anything.</summary>
    public Diagnostic? Failure { get; private set; }

    /// <summary>The kind of the token that the cursor stands on.</summary>
    public readonly JsonTokenType Token => reader.TokenType;

    /// <summary>The offset of the current token's first byte.</summary>
    public readonly int Offset => (int)reader.TokenStartIndex;

    /// <summary>The offset after the current token.</summary>
    public readonly int End => (int)reader.BytesConsumed;

    /// <summary>How many objects and arrays are open.</summary>
    public readonly int Depth => reader.CurrentDepth;

    /// <summary>Where the current token begins. Cheap when asked in ascending order, as here it always is.</summary>
    public SourcePosition Position => PositionOf((int)reader.TokenStartIndex);

    /// <summary>The same without the file.</summary>
    public TextPlace Place
    {
        get
        {
            SourcePosition position = Position;
            return new TextPlace(position.Line, position.Column);
        }
    }

    /// <summary>Moves to the next token; false at the end and where the JSON is broken.</summary>
    public bool Read()
    {
        if (Failure is not null)
        {
            return false;
        }

        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            Failure = new Diagnostic(DiagnosticSeverity.Error, "The JSON is broken here; what follows was not read.", PositionOf((int)reader.BytesConsumed));
            return false;
        }
    }

    /// <summary>Moves to the end of the current value; false where the JSON is broken inside it.</summary>
    public bool Skip()
    {
        if (Token == JsonTokenType.PropertyName && !Read())
        {
            return false;
        }

        int depth = Depth;
        if (Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (Read())
            {
                if (Depth == depth && (Token is JsonTokenType.EndObject or JsonTokenType.EndArray))
                {
                    return true;
                }
            }

            return false;
        }

        return true;
    }

    /// <summary>The current string, property name, number or boolean as text; null for anything else.</summary>
    public readonly string? Text() => Token switch
    {
        JsonTokenType.String or JsonTokenType.PropertyName => (reader.ValueIsEscaped ? null : CommonWords.Find(reader.ValueSpan)) ?? Unescaped(),
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };

    /// <summary>The kind of the current token in words, for messages.</summary>
    public readonly string Kind => Token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };

    private readonly string Unescaped()
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: kept as written, so that it matches nothing by accident.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private SourcePosition PositionOf(int offset)
    {
        if (!verbatim)
        {
            return start;
        }

        if (offset > countedTo)
        {
            ReadOnlySpan<byte> passed = utf8[countedTo..offset];
            for (int end = passed.IndexOf((byte)'\n'); end >= 0; end = passed.IndexOf((byte)'\n'))
            {
                line++;
                column = 1;
                passed = passed[(end + 1)..];
            }

            column += Characters(passed);
            countedTo = offset;
        }

        return new SourcePosition(start.File, line, column);
    }

    private static int Characters(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return bytes.Length;
        }

        int count = 0;
        foreach (byte b in bytes)
        {
            // Continuation bytes of UTF-8 belong to the character before.
            if ((b & 0xC0) != 0x80)
            {
                count++;
            }
        }

        return count;
    }
}
