using System.Net;
using System.Text.Json;

namespace Leastwise.Remote.Search;

/// <summary>An answer of the server that came whole.</summary>
/// <param name="Status">The status.</param>
/// <param name="Json">The content; undefined where there is none, or it is no JSON.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
/// <param name="Date">The server's clock; null where it does not say.</param>
internal sealed record SearchReply(HttpStatusCode Status, JsonElement Json, TimeSpan? RetryAfter, DateTimeOffset? Date)
{
    /// <summary>The kind of the failure, such as <c>index_not_found_exception</c>; empty where the server does not say.</summary>
    public string ErrorType => Deepest("type");

    /// <summary>The reason of the failure in the server's words; empty where it does not say.</summary>
    public string Reason => Deepest("reason");

    /// <summary>Whether waiting may help: the server is too busy, or what stands before it found none. One request that asks for too much does not get less by waiting.</summary>
    public bool MayPass => (Status is HttpStatusCode.TooManyRequests || (int)Status >= 500) && !IsTooMuch;

    /// <summary>Whether a signature was refused because its credentials, or the time of signing, are over.</summary>
    public bool IsExpired => Status == HttpStatusCode.Forbidden && (Reason.Contains("expired", StringComparison.OrdinalIgnoreCase) || Reason.Contains("not yet current", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the request asked for more at once than the server takes.</summary>
    public bool IsTooMuch => (int)Status >= 400 && (Json.ToStringOrEmpty().Contains("too_many_buckets_exception", StringComparison.Ordinal)
        || Json.ToStringOrEmpty().Contains("circuit_breaking_exception", StringComparison.Ordinal) || Status == HttpStatusCode.RequestEntityTooLarge);

    private string Deepest(string name)
    {
        if (Json.ValueKind != JsonValueKind.Object || !Json.TryGetProperty("error", out JsonElement error))
        {
            // Security layers before the server say it in their own way.
            return name == "reason" && Json.ValueKind == JsonValueKind.Object && (Json.TryGetProperty("message", out JsonElement said) || Json.TryGetProperty("Message", out said)) ? $"{said}" : "";
        }

        if (error.ValueKind != JsonValueKind.Object)
        {
            return name == "reason" ? $"{error}" : "";
        }

        JsonElement inner = error.TryGetProperty("root_cause", out JsonElement causes) && causes.ValueKind == JsonValueKind.Array && causes.GetArrayLength() > 0 ? causes[0] : error;
        return inner.TryGetProperty(name, out JsonElement value) ? $"{value}" : error.TryGetProperty(name, out value) ? $"{value}" : "";
    }
}

/// <summary>Reading of answers.</summary>
internal static class SearchJson
{
    /// <summary>The text; empty where there is no value.</summary>
    public static string ToStringOrEmpty(this JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? "" : json.GetRawText();

    /// <summary>The value at a path of names; undefined where there is none.</summary>
    public static JsonElement At(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return default;
            }
        }

        return json;
    }

    /// <summary>The members of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>A whole number; null where it is none.</summary>
    public static long? Whole(this JsonElement json) => json.ValueKind == JsonValueKind.Number ? (json.TryGetInt64(out long whole) ? whole : (long)json.GetDouble()) : null;
}
