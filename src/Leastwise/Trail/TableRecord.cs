using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Trail;

/// <summary>
/// Makes a record, as CloudTrail writes it, of what a table says: columns in small letters, structs as text, times in the table's way. What a cell does not
/// say, the record does not say.
/// </summary>
internal sealed class TableRecord
{
    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyy-MM-dd HH:mm:ss.FFFFFF 'UTC'", "yyyy-MM-dd HH:mm:sszzz",
        "yyyy-MM-dd, hh:mm:ss tt", "MMMM dd, yyyy, HH:mm:ss '(UTCzzz)'", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF",
    ];

    private readonly JsonObject record = [];

    /// <summary>Fields without which a row is no event and of which nothing was put in, in small letters as tables name them.</summary>
    public IEnumerable<string> Missing => NeededColumns.Where(column => !record.ContainsKey(KeyCase.Restore(column)));

    /// <summary>Columns without which a row is no event.</summary>
    public static ImmutableArray<string> NeededColumns { get; } = ["eventtime", "eventsource", "eventname"];

    /// <summary>The record as JSON.</summary>
    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(record.ToJsonString());

    /// <summary>A record of a JSON object with an Athena table's names; null where the text is no JSON.</summary>
    public static byte[]? FromLowerCase(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = TrailLimits.MaxDepth });
            var made = new TableRecord();
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String)
                {
                    made.Put(property.Name, property.Value.GetString() ?? "");
                }
                else if (property.Value.ValueKind is not JsonValueKind.Null)
                {
                    string name = KeyCase.Restore(property.Name);
                    made.record[name] = Restored(property.Value, name is "userIdentity" or "resources", name == "resources");
                }
            }

            return made.ToUtf8();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// A record of a row of CloudTrail Lake's results, <c>[{"eventName":"ListBuckets"},{"eventTime":"2026-01-01 00:00:00.000"}]</c>: an object with one property, a text, for each column.
    /// Null where it is no such row.
    /// </summary>
    /// <remarks>Source: "GetQueryResults", AWS CloudTrail API Reference; "CloudTrail Lake example queries", AWS CloudTrail User Guide.</remarks>
    public static TableRecord? FromRow(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            var made = new TableRecord();
            foreach (JsonElement column in document.RootElement.EnumerateArray())
            {
                // A column without a value is null, or not there.
                int properties = 0;
                foreach (JsonProperty property in column.EnumerateObject())
                {
                    if (++properties > 1 || property.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                    {
                        return null;
                    }

                    made.Put(property.Name, property.Value.GetString() ?? "");
                }
            }

            return document.RootElement.GetArrayLength() > 0 ? made : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Puts what a cell says into the record; an empty cell says nothing.</summary>
    /// <param name="column">The column's name, with dots where it is a part of a struct, such as <c>useridentity.arn</c>.</param>
    /// <param name="cell">What it says.</param>
    public void Put(string column, string cell)
    {
        if (cell.Length == 0)
        {
            return;
        }

        string[] path = column.Split('.');
        JsonObject into = record;
        foreach (string part in path[..^1])
        {
            string name = KeyCase.Restore(part);
            if (into[name] is not JsonObject next)
            {
                into[name] = next = [];
            }

            into = next;
        }

        string last = KeyCase.Restore(path[^1]);
        into[last] = path.Length > 1 ? JsonValue.Create(cell) : last switch
        {
            "userIdentity" => WithTimes(Parsed(cell, restore: true)) ?? JsonValue.Create(cell),
            "resources" => Parsed(cell, restore: true, ofResource: true) ?? JsonValue.Create(cell),
            "requestParameters" or "responseElements" or "additionalEventData" or "serviceEventDetails" => Parsed(cell, restore: false) ?? JsonValue.Create(cell),
            "eventTime" => JsonValue.Create(TimeOf(cell)),
            _ => JsonValue.Create(cell),
        };
    }

    /// <summary>The identity with the time when its session began as CloudTrail writes it; where the table has it as a timestamp, it is in the table's way.</summary>
    private static JsonNode? WithTimes(JsonNode? identity)
    {
        if (identity is JsonObject caller && caller["sessionContext"] is JsonObject session && session["attributes"] is JsonObject attributes
            && attributes["creationDate"] is JsonValue began && began.TryGetValue(out string? cell))
        {
            attributes["creationDate"] = TimeOf(cell);
        }

        return identity;
    }

    private static JsonNode? Parsed(string cell, bool restore, bool ofResource = false)
    {
        if (StructText.Parse(cell, restore, ofResource) is JsonNode made && !LooksLikeJson(cell))
        {
            return made;
        }

        try
        {
            using var document = JsonDocument.Parse(cell, new JsonDocumentOptions { MaxDepth = TrailLimits.MaxDepth });
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Restored(document.RootElement, restore, ofResource) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static bool LooksLikeJson(string cell)
    {
        ReadOnlySpan<char> inner = cell.AsSpan().TrimStart().TrimStart("{[ \t\r\n");
        return inner.IsEmpty || inner[0] is '"';
    }

    private static JsonNode? Restored(JsonElement value, bool restore, bool ofResource)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var made = new JsonObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    made[restore ? KeyCase.Restore(property.Name, ofResource) : property.Name] = Restored(property.Value, restore, ofResource);
                }

                return made;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(one => Restored(one, restore, ofResource))]);
            case JsonValueKind.String:
                return JsonValue.Create(value.GetString());
            case JsonValueKind.True or JsonValueKind.False:
                return JsonValue.Create(value.GetBoolean());
            case JsonValueKind.Number:
                return JsonValue.Create(value.GetRawText());
            default:
                return null;
        }
    }

    /// <summary>A table's time as CloudTrail writes times. Tables give UTC where they give no zone (Athena's timestamps; the console's event history).</summary>
    private static string TimeOf(string cell) =>
        DateTimeOffset.TryParseExact(cell, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : cell;
}
