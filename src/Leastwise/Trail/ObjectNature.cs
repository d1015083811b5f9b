using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>What a JSON object is to one who looks for records.</summary>
internal enum ObjectNature
{
    /// <summary>The text ends before that can be told.</summary>
    Undecided,

    /// <summary>A record.</summary>
    Record,

    /// <summary>A record with the lower-case names of an Athena table.</summary>
    LowerCaseRecord,

    /// <summary>Something that may hold records.</summary>
    Wrapper,

    /// <summary>No JSON.</summary>
    Broken,

    /// <summary>Nested deeper than <see cref="TrailLimits.MaxDepth"/>.</summary>
    TooDeep,
}

/// <summary>
/// Tells the nature of an object from the names of its first properties. This is the one place that knows what a record looks like from outside;
/// there is no list of shapes, since every shape is a record in some wrapping. Names count as they are written: CloudTrail escapes none of its own, and an
/// escape may be half a character.
/// </summary>
internal static class ObjectNatures
{
    /// <summary>The nature of the object that begins with the first byte of the text.</summary>
    public static ObjectNature Of(ReadOnlySpan<byte> text)
    {
        // How nearly every record of CloudTrail's own files begins.
        if (text.StartsWith("{\"eventVersion\":\""u8))
        {
            return ObjectNature.Record;
        }

        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = TrailLimits.MaxDepth, AllowMultipleValues = true }));
        try
        {
            return Of(ref reader);
        }
        catch (JsonException)
        {
            return SimpleTaker.IsTooDeep(reader) ? ObjectNature.TooDeep : ObjectNature.Broken;
        }
    }

    private static ObjectNature Of(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                return ObjectNature.Wrapper;
            }

            if (WrapsForSure(ref reader))
            {
                return ObjectNature.Wrapper;
            }

            bool mark = MarksRecord(ref reader), lower = !mark && MarksLowerCase(ref reader), identity = reader.ValueSpan.SequenceEqual("userIdentity"u8);
            if (!reader.Read())
            {
                return ObjectNature.Undecided;
            }

            if (reader.TokenType == JsonTokenType.String && (mark || lower))
            {
                return mark ? ObjectNature.Record : ObjectNature.LowerCaseRecord;
            }

            if (identity && reader.TokenType == JsonTokenType.StartObject)
            {
                return ObjectNature.Record;
            }

            if (!reader.TrySkip())
            {
                return ObjectNature.Undecided;
            }
        }

        return ObjectNature.Undecided;
    }

    /// <summary>Names that only wrappers have, and before what they wrap: no need to look further, which may be gigabytes.</summary>
    private static bool WrapsForSure(ref Utf8JsonReader reader) =>
        reader.ValueSpan.SequenceEqual("Records"u8)
        || reader.ValueSpan.SequenceEqual("Events"u8)
        || reader.ValueSpan.SequenceEqual("logEvents"u8)
        || reader.ValueSpan.SequenceEqual("events"u8)
        || reader.ValueSpan.SequenceEqual("hits"u8)
        || reader.ValueSpan.SequenceEqual("QueryResultRows"u8)
        || reader.ValueSpan.SequenceEqual("_raw"u8)
        || reader.ValueSpan.SequenceEqual("_source"u8)
        || reader.ValueSpan.SequenceEqual("detail"u8)
        || reader.ValueSpan.SequenceEqual("CloudTrailEvent"u8);

    private static bool MarksRecord(ref Utf8JsonReader reader) =>
        reader.ValueSpan.SequenceEqual("eventName"u8) || reader.ValueSpan.SequenceEqual("eventSource"u8) || reader.ValueSpan.SequenceEqual("eventTime"u8) || reader.ValueSpan.SequenceEqual("eventVersion"u8);

    private static bool MarksLowerCase(ref Utf8JsonReader reader) =>
        reader.ValueSpan.SequenceEqual("eventname"u8) || reader.ValueSpan.SequenceEqual("eventsource"u8) || reader.ValueSpan.SequenceEqual("eventtime"u8) || reader.ValueSpan.SequenceEqual("eventversion"u8);
}
