using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leastwise.Usage;

namespace Leastwise.Remote.Search;

/// <summary>Makes CloudTrail records of what the server gives.</summary>
internal static class SearchRecord
{
    /// <summary>The record within a document; undefined where it is not there.</summary>
    public static JsonElement Within(JsonElement source, string prefix)
    {
        if (source.At("leastwise", "record") is { ValueKind: JsonValueKind.Object } whole)
        {
            return whole;
        }

        foreach (string part in prefix.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            source = source.At(part);
        }

        return source;
    }

    /// <summary>A record taken one by one; null where the document holds none.</summary>
    public static AggregatedRecord? OfHit(JsonElement hit, string prefix) =>
        Within(hit.At("_source"), prefix) is { ValueKind: JsonValueKind.Object } record ? AggregatedRecord.Single(Bytes(record)) : null;

    /// <summary>A sum for which a whole record stands, that of the first call.</summary>
    public static AggregatedRecord? OfGroup(JsonElement bucket)
    {
        JsonElement hit = bucket.At("one", "hits", "hits").Items().FirstOrDefault();
        return Within(hit.At("_source"), "") is { ValueKind: JsonValueKind.Object } record ? new AggregatedRecord(Bytes(record), CountOf(bucket), TimeOf(bucket.At("last"))) : null;
    }

    /// <summary>A sum that is told by its key.</summary>
    public static AggregatedRecord OfKey(JsonElement bucket, SearchPlan plan)
    {
        var record = new JsonObject { ["eventTime"] = TimeOf(bucket.At("first")).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
        for (int i = 0; i < plan.Groups.Length; i++)
        {
            if (plan.Groups[i].Part is RecordField part && Text(bucket.At("key", NameOf(i)), part) is string text)
            {
                Put(record, part.Name.Split('.'), text);
            }
        }

        return new AggregatedRecord(SearchClient.BytesOf(record), CountOf(bucket), TimeOf(bucket.At("last")));
    }

    /// <summary>The name of a group's field in queries and answers.</summary>
    public static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"g{index}");

    /// <summary>How many calls.</summary>
    public static long CountOf(JsonElement bucket) => bucket.At("doc_count").Whole() ?? 0;

    private static DateTimeOffset TimeOf(JsonElement sum) => DateTimeOffset.FromUnixTimeMilliseconds(sum.At("value").Whole() ?? 0);

    private static string? Text(JsonElement key, RecordField part) => key.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        // An account that was taken for a number has lost its leading zeros; a flag may come as 0 or 1.
        JsonValueKind.Number => part.Name.EndsWith("ccountId", StringComparison.Ordinal) ? key.GetRawText().PadLeft(12, '0')
            : part.Name is "readOnly" or "managementEvent" or "userIdentity.sessionContext.attributes.mfaAuthenticated" ? (key.GetRawText() == "0" ? "false" : "true")
            : key.GetRawText(),
        _ => key.GetString(),
    };

    private static void Put(JsonObject into, ReadOnlySpan<string> path, string text)
    {
        foreach (string name in path[..^1])
        {
            if (into[name] is not JsonObject next)
            {
                into[name] = next = [];
            }

            into = next;
        }

        into[path[^1]] = text;
    }

    private static byte[] Bytes(JsonElement record) => System.Text.Encoding.UTF8.GetBytes(record.GetRawText());
}
