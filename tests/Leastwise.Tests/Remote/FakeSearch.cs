using System.Globalization;
using System.Text.Json.Nodes;

namespace Leastwise.Tests.Remote;

/// <summary>
/// A small OpenSearch or Elasticsearch in memory, strict: it indexes by the mapping, really filters, groups and pages, and refuses what it does not know. Documents are
/// kept in one index. What it does follows the documentation of the search, bulk and field capabilities APIs.
/// </summary>
internal sealed class FakeSearch : IDisposable
{
    private readonly SortedDictionary<string, (JsonObject Source, Dictionary<string, List<string>> Fields)> documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> longest = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly LoopbackServer server;
    private ILookup<string, KeyValuePair<string, (JsonObject Source, Dictionary<string, List<string>> Fields)>>? days;
    private int requests;

    public FakeSearch() => server = new LoopbackServer(Answer);

    public Uri Address => server.Address;

    /// <summary>What <c>GET /</c> says; null makes it an Elasticsearch.</summary>
    public string? Distribution { get; init; } = "opensearch";

    public string Version { get; init; } = "2.11.0";

    /// <summary>Strings of unmapped fields become texts with whole parts, up to 256 characters, as dynamic mapping makes them.</summary>
    public bool Dynamic { get; init; }

    /// <summary>Whether texts of dynamic mapping have whole parts.</summary>
    public bool WholeParts { get; init; } = true;

    /// <summary>Answers a request in the server's place; true where it did. Given the number of the request, from 1.</summary>
    public Func<int, LoopbackRequest, bool> Interfere { get; set; } = (_, _) => false;

    /// <summary>Documents that are refused the first time, by id, with a status.</summary>
    public Dictionary<string, int> Refusals { get; } = [];

    public int LargestPage { get; init; } = 10_000;

    public int Count => documents.Count;

    public bool Exists => types.Count > 0;

    public IEnumerable<Exception> Faults => server.Faults;

    public IReadOnlyCollection<LoopbackRequest> Requests => server.Requests;

    public JsonObject SourceOf(string id) => documents[id].Source;

    public int Fields => types.Count;

    /// <summary>Puts a document where the mapping is dynamic.</summary>
    public void Put(string id, string json) => Index(id, JsonNode.Parse(json).ShouldNotBeNull().AsObject());

    public void Dispose() => server.Dispose();

    private void Answer(LoopbackRequest request)
    {
        lock (gate)
        {
            if (Interfere(++requests, request))
            {
                return;
            }

            string[] path = request.Address.AbsolutePath.Trim('/').Split('/');
            if (path is [""])
            {
                string distribution = Distribution is null ? "" : $"\"distribution\":\"{Distribution}\",";
                Json(request, 200, $$"""{"cluster_uuid":"cluster-1","version":{ {{distribution}}"number":"{{Version}}" } }""");
                return;
            }

            if (path[0] != "trail")
            {
                Json(request, 404, """{"error":{"root_cause":[{"type":"index_not_found_exception","reason":"no such index"}],"type":"index_not_found_exception"},"status":404}""");
                return;
            }

            JsonObject body = request.Body.Length == 0 || path[^1] == "_bulk" ? [] : JsonNode.Parse(request.Body).ShouldNotBeNull().AsObject();
            switch (request.Method, path[^1])
            {
                case ("PUT", "trail"):
                    Make(request, body);
                    break;
                case (_, _) when !Exists:
                    Json(request, 404, """{"error":{"root_cause":[{"type":"index_not_found_exception","reason":"no such index"}],"type":"index_not_found_exception"},"status":404}""");
                    break;
                case ("GET", "_field_caps"):
                    FieldCaps(request);
                    break;
                case ("POST", "_bulk"):
                    Bulk(request, typed: path.Length == 3);
                    break;
                case ("POST", "_refresh"):
                    Json(request, 200, """{"_shards":{"total":1,"failed":0}}""");
                    break;
                case ("POST", "_count"):
                    Json(request, 200, $$"""{"count":{{Found(body["query"]).Count()}},"_shards":{"total":1,"failed":0} }""");
                    break;
                case ("POST", "_search"):
                    Search(request, body);
                    break;
                default:
                    throw new InvalidOperationException($"Not an API of this server: {request.Method} {request.Address}");
            }
        }
    }

    private void Make(LoopbackRequest request, JsonObject body)
    {
        JsonObject mapping = body["mappings"].ShouldNotBeNull().AsObject();
        bool typed = mapping.ContainsKey("_doc");
        typed.ShouldBe(Distribution is null && Version.StartsWith('6'), "only Elasticsearch 6 has types");
        mapping = typed ? mapping["_doc"].ShouldNotBeNull().AsObject() : mapping;
        mapping["dynamic"].ShouldNotBeNull().GetValue<bool>().ShouldBeFalse();
        string? flat = Distribution is null ? Version.StartsWith('6') ? null : "flattened" : System.Version.Parse(Version) >= new System.Version(2, 7) ? "flat_object" : null;
        string[] known = ["keyword", "boolean", "date", "object", .. flat is null ? Array.Empty<string>() : [flat]];
        Map("", mapping["properties"].ShouldNotBeNull().AsObject(), known);
        Json(request, 200, """{"acknowledged":true}""");
    }

    private void Map(string prefix, JsonObject properties, string[] known)
    {
        foreach ((string name, JsonNode? field) in properties)
        {
            if (field?["properties"] is JsonObject inner)
            {
                Map($"{prefix}{name}.", inner, known);
                continue;
            }

            string type = (string?)field?["type"] ?? "";
            known.ShouldContain(type, name);
            types[prefix + name] = type == "object" ? "not indexed" : type;
            longest[prefix + name] = (int?)field?["ignore_above"] ?? int.MaxValue;
        }
    }

    private void FieldCaps(LoopbackRequest request)
    {
        var fields = new JsonObject();
        string asked = request.Address.Query.Split("fields=")[1];
        foreach ((string name, string type) in types.Where(pair => pair.Value != "not indexed" && (asked == "*" || asked == pair.Key)))
        {
            fields[name] = new JsonObject { [type] = new JsonObject { ["type"] = type, ["searchable"] = true, ["aggregatable"] = type != "text" } };
        }

        Json(request, 200, new JsonObject { ["indices"] = new JsonArray("trail"), ["fields"] = fields }.ToJsonString());
    }

    private void Bulk(LoopbackRequest request, bool typed)
    {
        request.Headers["Content-Type"].ShouldBe("application/x-ndjson");
        typed.ShouldBe(Distribution is null && Version.StartsWith('6'));
        request.Body.ShouldEndWith("\n");
        string[] lines = request.Body.TrimEnd('\n').Split('\n');
        (lines.Length % 2).ShouldBe(0);
        var items = new JsonArray();
        for (int i = 0; i < lines.Length; i += 2)
        {
            string id = (string?)JsonNode.Parse(lines[i])?["create"]?["_id"] ?? throw new InvalidOperationException("Only 'create' with an id is idempotent.");
            int status = 201;
            if (Refusals.TryGetValue(id, out int refused) && !(refused == 400 && lines[i + 1].StartsWith("{\"leastwise\":", StringComparison.Ordinal)))
            {
                status = refused;
                if (refused != 400 && refused != 418)
                {
                    Refusals.Remove(id);
                }
            }
            else if (documents.ContainsKey(id))
            {
                status = 409;
            }
            else
            {
                Index(id, JsonNode.Parse(lines[i + 1]).ShouldNotBeNull().AsObject());
            }

            items.Add(new JsonObject
            {
                ["create"] = status < 300 ? new JsonObject { ["_id"] = id, ["status"] = status }
                : new JsonObject { ["_id"] = id, ["status"] = status, ["error"] = new JsonObject { ["type"] = "refused", ["reason"] = $"status {status}" } }
            });
        }

        Json(request, 200, new JsonObject { ["errors"] = true, ["items"] = items }.ToJsonString());
    }

    private void Index(string id, JsonObject source)
    {
        var fields = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        Walk("", source, fields);
        documents[id] = (source, fields);
        days = null;
    }

    private void Walk(string name, JsonNode? value, Dictionary<string, List<string>> fields)
    {
        switch (value)
        {
            case null:
                return;
            case JsonObject inner when !(types.TryGetValue(name, out string? flat) && flat is "flattened" or "flat_object" or "not indexed"):
                foreach ((string part, JsonNode? child) in inner)
                {
                    Walk(name.Length == 0 ? part : $"{name}.{part}", child, fields);
                }

                return;
            case JsonArray list:
                foreach (JsonNode? one in list)
                {
                    Walk(name, one, fields);
                }

                return;
            case JsonObject:
                return;
        }

        string text = value.ToJsonString().Trim('"');
        text = value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : text;
        if (Dynamic && !types.ContainsKey(name))
        {
            bool isDate = value.GetValueKind() == System.Text.Json.JsonValueKind.String && DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", null, DateTimeStyles.None, out _);
            types[name] = isDate ? "date" : value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False ? "boolean" : "text";
            if (types[name] == "text" && WholeParts)
            {
                types[$"{name}.keyword"] = "keyword";
                longest[$"{name}.keyword"] = 256;
            }
        }

        foreach (string field in new[] { name, $"{name}.keyword" })
        {
            if (types.TryGetValue(field, out string? type) && type != "not indexed" && text.Length <= longest.GetValueOrDefault(field, int.MaxValue))
            {
                if (!fields.TryGetValue(field, out List<string>? values))
                {
                    fields.Add(field, values = []);
                }

                values.Add(type == "date" ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) : text);
            }
        }
    }

    private IEnumerable<KeyValuePair<string, (JsonObject Source, Dictionary<string, List<string>> Fields)>> Found(JsonNode? query)
    {
        Predicate<Dictionary<string, List<string>>> matches = query is null ? _ => true : FakeSearchQuery.Of(query.AsObject(), types);
        return Candidates(query).Where(document => matches(document.Value.Fields));
    }

    /// <summary>Those of the day that is asked for, found by an index as an engine has one; all where no day is.</summary>
    private IEnumerable<KeyValuePair<string, (JsonObject Source, Dictionary<string, List<string>> Fields)>> Candidates(JsonNode? query)
    {
        if (query?["bool"]?["filter"]?[0]?["range"] is not JsonObject range)
        {
            return documents;
        }

        (string field, JsonNode? limits) = range.Single();
        days ??= documents.ToLookup(document => document.Value.Fields.TryGetValue(field, out List<string>? times)
            ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(times[0], CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "");
        return days[((string?)limits?["gte"] ?? "")[..10]];
    }

    private void Search(LoopbackRequest request, JsonObject body)
    {
        body.Select(pair => pair.Key).Except(["size", "query", "sort", "search_after", "aggs"]).ShouldBeEmpty();
        int size = (int?)body["size"] ?? 10;
        size.ShouldBeLessThanOrEqualTo(10_000);
        var found = Found(body["query"]).ToList();
        var answer = new JsonObject { ["timed_out"] = false, ["_shards"] = new JsonObject { ["total"] = 1, ["failed"] = 0 } };
        if (body["aggs"] is JsonObject asked)
        {
            // Paged sums came with 6.1, those that count what lacks a field with 6.4.
            (asked["rows"] is null || Distribution is not null || System.Version.Parse(Version) >= new System.Version(6, 4)).ShouldBeTrue("this server has no such sums");
            if (asked["rows"]?["composite"] is JsonObject composite && (int?)composite["size"] > LargestPage)
            {
                Json(request, 503, """{"error":{"root_cause":[],"type":"search_phase_execution_exception","caused_by":{"type":"too_many_buckets_exception","reason":"too many"},"reason":""},"status":503}""".Replace("\"root_cause\":[]", "\"root_cause\":[{\"type\":\"too_many_buckets_exception\",\"reason\":\"too many\"}]", StringComparison.Ordinal));
                return;
            }

            answer["aggregations"] = FakeSearchQuery.Aggregate(asked, [.. found.Select(pair => (pair.Key, pair.Value.Source, pair.Value.Fields))], types);
        }

        var hits = new JsonArray();
        if (size > 0)
        {
            string[] by = [.. (body["sort"] as JsonArray ?? []).Select(one => one.ShouldNotBeNull().AsObject().Single().Key)];
            bool down = body["sort"]?[0]?.AsObject().Single().Value is JsonObject { } order && (string?)order["order"] == "desc";
            IEnumerable<(string Id, JsonObject Source, string[] Keys)> ordered = found
                .Select(pair => (pair.Key, pair.Value.Source, Keys: by.Select(field => pair.Value.Fields.TryGetValue(field, out List<string>? values) ? values[0] : "").ToArray()))
                .OrderBy(hit => string.Join('\0', hit.Keys), StringComparer.Ordinal);
            ordered = down ? ordered.Reverse() : ordered;
            if (body["search_after"] is JsonArray after)
            {
                string last = string.Join('\0', after.Select(one => one?.ToString() ?? ""));
                ordered = ordered.Where(hit => string.CompareOrdinal(string.Join('\0', hit.Keys), last) > 0);
            }

            foreach ((string id, JsonObject source, string[] keys) in ordered.Take(size))
            {
                hits.Add(new JsonObject { ["_id"] = id, ["_source"] = source.DeepClone(), ["sort"] = new JsonArray([.. keys.Select(key => JsonValue.Create(key))]) });
            }
        }

        answer["hits"] = new JsonObject { ["hits"] = hits };
        Json(request, 200, answer.ToJsonString());
    }

    private static void Json(LoopbackRequest request, int status, string body) => request.Answer(status, body, "application/json");
}
