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

    /// <summary>A message of a queue as a function is given it: it may hold records, and need not.</summary>
    Message,

    /// <summary>No JSON.</summary>
    Broken,

    /// <summary>Nested deeper than <see cref="TrailLimits.MaxDepth"/>.</summary>
    TooDeep,
}

/// <summary>
/// Tells the nature of an object from the names of its first properties. This is the one place that knows what a record looks like from outside;
/// there is no list of shapes, since every shape is a record in some wrapping.
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

            ReadOnlySpan<byte> name = reader.NameSpan();
            if (WrapsForSure(name))
            {
                return ObjectNature.Wrapper;
            }

            bool mark = MarksRecord(name), lower = !mark && MarksLowerCase(name), identity = name.SequenceEqual("userIdentity"u8);
            if (!reader.Read())
            {
                return ObjectNature.Undecided;
            }

            if (reader.TokenType == JsonTokenType.String && (mark || lower))
            {
                return IsOfStream(reader.ValueSpan) ? ObjectNature.Wrapper : IsOfQueue(reader.ValueSpan) ? ObjectNature.Message : mark ? ObjectNature.Record : ObjectNature.LowerCaseRecord;
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
    private static bool WrapsForSure(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("Records"u8)
        || name.SequenceEqual("Events"u8)
        || name.SequenceEqual("logEvents"u8)
        || name.SequenceEqual("events"u8)
        || name.SequenceEqual("hits"u8)
        || name.SequenceEqual("QueryResultRows"u8)
        || name.SequenceEqual("_raw"u8)
        || name.SequenceEqual("_source"u8)
        || name.SequenceEqual("detail"u8)
        || name.SequenceEqual("CloudTrailEvent"u8);

    /// <summary>What a function is given of a stream has an <c>eventSource</c> and an <c>eventName</c> too; the records are in its data. Source: "Using Lambda to process records from Amazon Kinesis Data Streams", AWS Lambda Developer Guide.</summary>
    private static bool IsOfStream(ReadOnlySpan<byte> value) => value.StartsWith("aws:kinesis"u8);

    /// <summary>The same of a queue; the records are in its body. Source: "Using Lambda with Amazon SQS", AWS Lambda Developer Guide.</summary>
    private static bool IsOfQueue(ReadOnlySpan<byte> value) => value.SequenceEqual("aws:sqs"u8);

    private static bool MarksRecord(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("eventName"u8) || name.SequenceEqual("eventSource"u8) || name.SequenceEqual("eventTime"u8) || name.SequenceEqual("eventVersion"u8);

    private static bool MarksLowerCase(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("eventname"u8) || name.SequenceEqual("eventsource"u8) || name.SequenceEqual("eventtime"u8) || name.SequenceEqual("eventversion"u8);
}
