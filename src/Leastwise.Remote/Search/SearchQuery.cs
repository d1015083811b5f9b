using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Remote.Search;

/// <summary>Asks the search API, and takes whole answers only.</summary>
internal static class SearchQuery
{
    /// <summary>Records of a day (UTC), those taken one by one or the others.</summary>
    public static JsonObject OfDay(SearchPlan plan, DateOnly day, bool? single)
    {
        var query = new JsonObject
        {
            ["filter"] = new JsonArray(new JsonObject
            {
                ["range"] = new JsonObject
                {
                    [plan.Time] = new JsonObject { ["gte"] = Start(day), ["lt"] = Start(day.AddDays(1)), ["format"] = "strict_date_optional_time" },
                },
            }),
        };
        if (single is bool one && plan.Singles is JsonObject singles)
        {
            if (one)
            {
                query["filter"]?.AsArray().Add(singles.DeepClone());
            }
            else
            {
                query["must_not"] = new JsonArray(singles.DeepClone());
            }
        }

        return new JsonObject { ["bool"] = query };
    }

    /// <summary>Asks for hits or sums.</summary>
    /// <exception cref="RemoteException">A part of the index did not answer, or not in time: what came would be less than there is.</exception>
    public static async Task<JsonElement> AskAsync(SearchClient client, JsonObject query, CancellationToken cancellation) =>
        Whole(client, await client.JsonAsync(HttpMethod.Post, $"{Uri.EscapeDataString(client.Options.Index)}/_search", query, cancellation).ConfigureAwait(false));

    /// <summary>How many records there are.</summary>
    public static async Task<long> CountAsync(SearchClient client, JsonObject query, CancellationToken cancellation)
    {
        JsonElement answer = Whole(client, await client.JsonAsync(
            HttpMethod.Post, $"{Uri.EscapeDataString(client.Options.Index)}/_count", new JsonObject { ["query"] = query }, cancellation).ConfigureAwait(false));
        return answer.At("count").Whole() ?? throw new RemoteException($"{client.Options.Address.Host} gives no count. Check what stands before the server.");
    }

    private static JsonElement Whole(SearchClient client, JsonElement answer)
    {
        JsonElement shards = answer.At("_shards");
        if (shards.At("failed").Whole() is > 0 and long failed)
        {
            string reason = $"{shards.At("failures").Items().FirstOrDefault().At("reason", "reason")}";
            throw new RemoteException(
                $"{failed} of {shards.At("total")} parts of the index '{client.Options.Index}' did not answer{(reason.Length > 0 ? $" ({client.Plain(reason)})" : "")}; what came would be less than there is. Run it again when the cluster is well.");
        }

        if (shards.At("total").Whole() is 0)
        {
            throw new RemoteException($"There is no index '{client.Options.Index}' at {client.Options.Address.Host}. Name it with --index.");
        }

        return answer.At("timed_out").ValueKind == JsonValueKind.True || answer.At("terminated_early").ValueKind == JsonValueKind.True
            ? throw new RemoteException($"{client.Options.Address.Host} did not end in time, and gave less than there is. Run it again when it is less busy.")
            : answer;
    }

    private static string Start(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z";
}
