using System.Text.Json.Nodes;

namespace Leastwise.Remote.Search;

/// <summary>
/// The index that <c>ship</c> makes. It has a fixed number of fields, whatever the records hold: nothing is mapped by itself; objects of any shape are one field each,
/// or kept without being indexed. What the ledger's sums need is computed before a record is sent.
/// </summary>
internal static class ShipMapping
{
    /// <summary>What the record has in common with others, as the ledger keeps it.</summary>
    public const string Group = "leastwise.group";

    /// <summary>Whether the record is taken one by one.</summary>
    public const string Single = "leastwise.single";

    /// <summary>The event's time.</summary>
    public const string Time = "leastwise.time";

    /// <summary>The document's id.</summary>
    public const string Id = "leastwise.id";

    /// <summary>Longer texts are kept, but cannot be searched for: a term of more than 32,766 bytes would be refused, and its record with it.</summary>
    private const int LongestTerm = 1024;

    private static readonly string[] Flat = ["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails", "tlsDetails", "addendum", "edgeDeviceDetails"];

    /// <summary>Names of other than those above that people search by, all whole texts.</summary>
    private static readonly string[] Words =
    [
        "eventID", "sharedEventID", "eventSource", "eventName", "eventType", "eventCategory", "awsRegion", "recipientAccountId", "errorCode", "sourceIPAddress", "userAgent", "readOnly",
        "managementEvent", "vpcEndpointId", "requestID",
    ];

    private static readonly string[] IdentityWords = ["type", "arn", "principalId", "accountId", "userName", "accessKeyId", "invokedBy", "identityProvider"];

    /// <summary>The body that makes the index.</summary>
    /// <param name="server">The server.</param>
    /// <param name="flat">Its type of field for objects of any shape; null to keep them without indexing.</param>
    public static JsonObject Body(SearchServer server, string? flat)
    {
        JsonObject Word() => new() { ["type"] = "keyword", ["ignore_above"] = LongestTerm };
        JsonObject Object(JsonObject properties) => new() { ["dynamic"] = false, ["properties"] = properties };
        JsonObject Words(params ReadOnlySpan<string> names)
        {
            var all = new JsonObject();
            foreach (string name in names)
            {
                all[name] = Word();
            }

            return all;
        }

        JsonObject properties = Words(ShipMapping.Words);
        JsonObject identity = Words(IdentityWords);
        identity["sessionContext"] = Object(new JsonObject { ["sessionIssuer"] = Object(Words("arn", "principalId", "userName")), ["sourceIdentity"] = Word() });
        properties["userIdentity"] = Object(identity);
        properties["resources"] = Object(Words("ARN", "type", "accountId"));
        properties["eventTime"] = new JsonObject { ["type"] = "date", ["ignore_malformed"] = true };
        foreach (string name in Flat)
        {
            properties[name] = flat switch
            {
                "flattened" => new JsonObject { ["type"] = flat, ["ignore_above"] = LongestTerm },
                not null => new JsonObject { ["type"] = flat },
                null => new JsonObject { ["type"] = "object", ["enabled"] = false },
            };
        }

        properties["leastwise"] = Object(new JsonObject
        {
            ["group"] = new JsonObject { ["type"] = "keyword" },
            ["single"] = new JsonObject { ["type"] = "boolean" },
            ["time"] = new JsonObject { ["type"] = "date" },
            ["id"] = new JsonObject { ["type"] = "keyword" },
            ["record"] = new JsonObject { ["type"] = "object", ["enabled"] = false },
        });
        JsonObject mapping = Object(properties);
        return new JsonObject { ["mappings"] = server.HasTypes ? new JsonObject { ["_doc"] = mapping } : mapping };
    }
}
