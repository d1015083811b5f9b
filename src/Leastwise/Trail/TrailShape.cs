using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>The shapes in which people hold CloudTrail, by content.</summary>
internal enum TrailShape
{
    /// <summary>CloudTrail's own: an object with <c>Records</c>.</summary>
    Records,

    /// <summary>A list of records.</summary>
    Array,

    /// <summary>One record.</summary>
    Single,

    /// <summary>Another known shape that is not read yet.</summary>
    NotReadYet,

    /// <summary>A digest of log files, which holds no events.</summary>
    Digest,

    /// <summary>JSON of another kind.</summary>
    Other,
}

/// <summary>Tells the shape of a text from its first properties, never from the file's name.</summary>
internal static class TrailShapes
{
    /// <summary>The shape, and for shapes that are not read what it is called.</summary>
    /// <param name="text">JSON that begins with <c>{</c> or <c>[</c>.</param>
    public static (TrailShape Shape, string Name) Of(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = TrailLimits.MaxDepth }));
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                // An array takes the shape of its first element; an empty one is a list of no records.
                if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
                {
                    return (TrailShape.Array, "");
                }

                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    return (TrailShape.Other, "a list of something else than objects");
                }

                (TrailShape shape, string name) = OfObject(ref reader);
                return shape == TrailShape.Single ? (TrailShape.Array, "") : (shape is TrailShape.Records ? TrailShape.NotReadYet : shape, name);
            }

            return reader.TokenType == JsonTokenType.StartObject ? OfObject(ref reader) : (TrailShape.Other, "a single value");
        }
        catch (JsonException)
        {
            // Broken JSON: the reading itself will say where. Up to there it may be a log.
            return (text.IndexOf("\"Records\""u8) is >= 0 and < 200 ? TrailShape.Records : TrailShape.Single, "");
        }
    }

    private static (TrailShape, string) OfObject(ref Utf8JsonReader reader)
    {
        var seen = Marks.None;
        int depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("Records"u8))
            {
                return (TrailShape.Records, "a list of Records documents");
            }

            seen |= MarkOf(ref reader);
            if (!reader.Read() || !reader.TrySkip())
            {
                // The text is torn within a value; what was seen must do.
                break;
            }
        }

        return seen switch
        {
            _ when seen.HasFlag(Marks.Digest) => (TrailShape.Digest, "a digest of log files"),
            _ when seen.HasFlag(Marks.EventName | Marks.EventTime) => (TrailShape.Single, ""),
            _ when seen.HasFlag(Marks.CloudTrailEvent) => (TrailShape.NotReadYet, "items of LookupEvents"),
            _ when seen.HasFlag(Marks.Events) => (TrailShape.NotReadYet, "LookupEvents output"),
            _ when seen.HasFlag(Marks.LogEvents) => (TrailShape.NotReadYet, "a CloudWatch Logs payload"),
            _ when seen.HasFlag(Marks.Detail) => (TrailShape.NotReadYet, "an EventBridge envelope"),
            _ when seen.HasFlag(Marks.Wrapped) => (TrailShape.NotReadYet, "records wrapped in strings"),
            _ when (seen & (Marks.EventName | Marks.EventSource | Marks.EventTime)) != Marks.None => (TrailShape.Single, ""),
            _ => (TrailShape.Other, "JSON of another kind"),
        };
    }

    private static Marks MarkOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("eventName"u8) ? Marks.EventName
        : reader.ValueTextEquals("eventTime"u8) ? Marks.EventTime
        : reader.ValueTextEquals("eventSource"u8) ? Marks.EventSource
        : reader.ValueTextEquals("digestStartTime"u8) || reader.ValueTextEquals("digestS3Object"u8) ? Marks.Digest
        : reader.ValueTextEquals("CloudTrailEvent"u8) ? Marks.CloudTrailEvent
        : reader.ValueTextEquals("Events"u8) ? Marks.Events
        : reader.ValueTextEquals("logEvents"u8) ? Marks.LogEvents
        : reader.ValueTextEquals("detail"u8) ? Marks.Detail
        : reader.ValueTextEquals("_raw"u8) || reader.ValueTextEquals("message"u8) ? Marks.Wrapped
        : Marks.None;

    [Flags]
    private enum Marks
    {
        None = 0,
        EventName = 1,
        EventTime = 2,
        EventSource = 4,
        Digest = 8,
        CloudTrailEvent = 16,
        Events = 32,
        LogEvents = 64,
        Detail = 128,
        Wrapped = 256,
    }
}
