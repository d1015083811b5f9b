using System.Globalization;
using System.Text;
using System.Text.Json;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>The few kinds of value that account and organization files consist of.</summary>
internal static class JsonElements
{
    /// <summary>As nearly all times are written; looked for first, as it is read far quicker than any way of writing one.</summary>
    private const string Usual = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Reads the value after a property name as text; null, and passed over, where it is an object, an array or null.</summary>
    public static string? Text(ref JsonCursor cursor)
    {
        if (!cursor.Read())
        {
            return null;
        }

        // A name such as 123 may have lost its quotation marks on the way through another tool.
        string? text = cursor.Text();
        cursor.Skip();
        return text;
    }

    /// <summary>
    /// Steps to the next element of the array after a property name. Call first with <paramref name="entered"/> false. Anything else than an array
    /// is passed over and named in <paramref name="diagnostics"/>, where that is given.
    /// </summary>
    public static bool NextElement(ref JsonCursor cursor, ref bool entered, DiagnosticCollector? diagnostics = null)
    {
        if (!entered)
        {
            entered = true;
            if (!cursor.Read())
            {
                return false;
            }

            if (cursor.Token != JsonTokenType.StartArray)
            {
                if (cursor.Token != JsonTokenType.Null)
                {
                    diagnostics?.Add(new(DiagnosticSeverity.Error, $"Here a list was expected, not {cursor.Kind}; everything in it is missing.", cursor.Position));
                }

                cursor.Skip();
                return false;
            }
        }

        return cursor.Read() && cursor.Token != JsonTokenType.EndArray;
    }

    /// <summary>Steps to the next property of the object that the cursor stands in; false at its end.</summary>
    public static bool NextProperty(ref JsonCursor cursor) => cursor.Read() && cursor.Token == JsonTokenType.PropertyName;

    /// <summary>Reads the value after a property name as a policy document: an object, or JSON or URL-encoded JSON in a string.</summary>
    public static PolicyDocument? Document(ref JsonCursor cursor, ReadOnlySpan<byte> utf8)
    {
        if (!cursor.Read())
        {
            return null;
        }

        SourcePosition position = cursor.Position;
        switch (cursor.Token)
        {
            case JsonTokenType.StartObject:
                int start = cursor.Offset;
                cursor.Skip();
                int end = cursor.Failure is null ? cursor.End : utf8.Length;
                return PolicyParser.Parse(utf8[start..end], position, verbatim: true);
            case JsonTokenType.String:
                return PolicyParser.ParseEncoded(cursor.Text() ?? "", position);
            default:
                cursor.Skip();
                return new PolicyDocument
                {
                    Json = "",
                    Diagnostics = [new(DiagnosticSeverity.Error, "A policy document is an object or a string, but this is neither; it was not read, and a Deny in it is missing.", position)],
                };
        }
    }

    /// <summary>Hands on the plain fields of the object after a property name; what is no object is passed over.</summary>
    public static void Fields(ref JsonCursor cursor, Action<string, string> take)
    {
        if (cursor.Read())
        {
            FieldsHere(ref cursor, take);
        }
    }

    /// <summary>Hands on the plain fields of the object that the cursor stands on; what is no object is passed over.</summary>
    public static void FieldsHere(ref JsonCursor cursor, Action<string, string> take)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            cursor.Skip();
            return;
        }

        while (NextProperty(ref cursor))
        {
            string name = cursor.Text() ?? "";
            if (Text(ref cursor) is { } value)
            {
                take(name, value);
            }
        }
    }

    /// <summary>A point in time as AWS's tools write it: ISO 8601, with a space for the T, or seconds since 1970; null where it is none.</summary>
    public static DateTimeOffset? Time(string? text)
    {
        if (DateTimeOffset.TryParseExact(text, Usual, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset usual))
        {
            return usual;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
        {
            return time.ToUniversalTime();
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 253402300799
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
    }
}
