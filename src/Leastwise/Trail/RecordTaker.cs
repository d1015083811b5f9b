using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>What became of the text at which a record was expected.</summary>
internal enum RecordFate
{
    /// <summary>It is an event.</summary>
    Event,

    /// <summary>It is an Insight, which is no call.</summary>
    Insight,

    /// <summary>It is a whole JSON value, but no record that can be used.</summary>
    Bad,

    /// <summary>The text ends before the record does.</summary>
    Torn,

    /// <summary>It is not JSON.</summary>
    Broken,

    /// <summary>It is nested deeper than <see cref="TrailLimits.MaxDepth"/>.</summary>
    TooDeep,
}

/// <summary>The answer of a <see cref="RecordTaker"/>.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Length">Bytes that the record takes, for the fates that have seen its end.</param>
/// <param name="Reason">Why a bad record is bad, as the end of a sentence; else null.</param>
/// <param name="Time">When the event happened; null for other fates.</param>
internal readonly record struct RecordStep(RecordFate Fate, int Length, string? Reason = null, DateTimeOffset? Time = null);

/// <summary>
/// Reads the record that begins with the first byte of <paramref name="text"/>, an opening brace, and says where it ends. What follows is not its business.
/// Every shape ends here: the walker finds where records begin, a taker reads them, so that any reader of records reads every shape.
/// </summary>
/// <param name="text">Text from the record's first byte on; it may end anywhere.</param>
internal delegate RecordStep RecordTaker(ReadOnlySpan<byte> text);

/// <summary>Makes the taker that reads with <see cref="RecordReader"/>.</summary>
internal static class SimpleTaker
{
    /// <summary>A taker that hands each event to <paramref name="take"/>. For one thread.</summary>
    public static RecordTaker Of(NameCache names, Action<TrailEvent> take) => text =>
    {
        (RecordFate fate, int length) = EndOf(text);
        if (fate != RecordFate.Event)
        {
            return new RecordStep(fate, length);
        }

        RecordResult result = RecordReader.Read(text[..length], names);
        if (result.Event is not TrailEvent read)
        {
            return new RecordStep(result.Insight ? RecordFate.Insight : RecordFate.Bad, length, result.Bad);
        }

        take(read);
        return new RecordStep(RecordFate.Event, length, Time: read.Time);
    };

    /// <summary>Where the value at the start of the text ends, so that all that reads it may take wholeness for granted.</summary>
    private static (RecordFate Fate, int Length) EndOf(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = TrailLimits.MaxDepth, AllowMultipleValues = true }));
        try
        {
            return reader.Read() && reader.TrySkip() ? (RecordFate.Event, (int)reader.BytesConsumed) : (RecordFate.Torn, 0);
        }
        catch (JsonException)
        {
            return (IsTooDeep(reader) ? RecordFate.TooDeep : RecordFate.Broken, 0);
        }
    }

    /// <summary>Whether a reader that threw had met one bracket too many: it stands at the last one that it could still take, which does not count itself.</summary>
    public static bool IsTooDeep(in Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.PropertyName && reader.CurrentDepth >= TrailLimits.MaxDepth - 1;
}
