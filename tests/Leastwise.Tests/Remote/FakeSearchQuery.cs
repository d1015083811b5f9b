using System.Globalization;
using System.Text.Json.Nodes;

namespace Leastwise.Tests.Remote;

/// <summary>Filters and sums of <see cref="FakeSearch"/>.</summary>
internal static class FakeSearchQuery
{
    /// <summary>Whether a document's fields match; a clause that is not known is a mistake.</summary>
    public static Predicate<Dictionary<string, List<string>>> Of(JsonObject query, Dictionary<string, string> types)
    {
        (string kind, JsonNode? body) = query.ShouldHaveSingleItem();
        JsonObject clause = body.ShouldNotBeNull().AsObject();
        switch (kind)
        {
            case "bool":
                clause.Select(pair => pair.Key).Except(["filter", "must_not", "should", "minimum_should_match"]).ShouldBeEmpty();
                Predicate<Dictionary<string, List<string>>>[] filter = All(clause["filter"], types), not = All(clause["must_not"], types), should = All(clause["should"], types);
                return fields => Array.TrueForAll(filter, one => one(fields)) && !Array.Exists(not, one => one(fields)) && (should.Length == 0 || Array.Exists(should, one => one(fields)));
            case "exists":
                string there = (string?)clause["field"] ?? "";
                return fields => fields.ContainsKey(there);
            case "term":
                (string field, JsonNode? value) = clause.Single();
                types.GetValueOrDefault(field).ShouldBeOneOf("keyword", "boolean");
                string wanted = (string?)value ?? "";
                return fields => fields.TryGetValue(field, out List<string>? values) && values.Contains(wanted);
            case "terms":
                (string several, JsonNode? list) = clause.Single();
                HashSet<string> any = [.. list.ShouldNotBeNull().AsArray().Select(one => (string?)one ?? "")];
                any.Count.ShouldBeGreaterThan(0);
                if (several != "_ignored")
                {
                    types.GetValueOrDefault(several).ShouldBe("keyword");
                }

                return fields => fields.TryGetValue(several, out List<string>? values) && values.Exists(any.Contains);
            case "prefix":
                (string part, JsonNode? start) = clause.Single();
                types.GetValueOrDefault(part).ShouldBe("keyword");
                string begins = (string?)start ?? "";
                return fields => fields.TryGetValue(part, out List<string>? values) && values.Exists(value => value.StartsWith(begins, StringComparison.Ordinal));
            case "range":
                (string date, JsonNode? range) = clause.Single();
                types.GetValueOrDefault(date).ShouldBe("date");
                ((string?)range?["format"]).ShouldBe("strict_date_optional_time");
                (long first, long end) = (Milliseconds(range?["gte"]), Milliseconds(range?["lt"]));
                return fields => fields.TryGetValue(date, out List<string>? times) && long.Parse(times[0], CultureInfo.InvariantCulture) is var time && time >= first && time < end;
            default:
                throw new InvalidOperationException($"No such query: {kind}");
        }
    }

    /// <summary>Sums documents up.</summary>
    public static JsonObject Aggregate(JsonObject asked, List<(string Id, JsonObject Source, Dictionary<string, List<string>> Fields)> documents, Dictionary<string, string> types)
    {
        var answer = new JsonObject();
        foreach ((string name, JsonNode? one) in asked)
        {
            JsonObject aggregation = one.ShouldNotBeNull().AsObject();
            (string kind, JsonNode? parameters) = aggregation.First(pair => pair.Key != "aggs");
            string field = (string?)parameters?["field"] ?? "";
            IEnumerable<string> values = documents.SelectMany(document => document.Fields.GetValueOrDefault(field, []));
            answer[name] = kind switch
            {
                "min" => Value(values.Select(Number).DefaultIfEmpty(double.NaN).Min()),
                "max" => Value(values.Select(Number).DefaultIfEmpty(double.NaN).Max()),
                "cardinality" => new JsonObject { ["value"] = values.Distinct(StringComparer.Ordinal).Count() },
                "date_histogram" => Days(parameters.ShouldNotBeNull().AsObject(), values),
                "top_hits" => Top(parameters.ShouldNotBeNull().AsObject(), documents),
                "composite" => Composite(parameters.ShouldNotBeNull().AsObject(), aggregation["aggs"].ShouldNotBeNull().AsObject(), documents, types),
                _ => throw new InvalidOperationException($"No such aggregation: {kind}"),
            };
        }

        return answer;
    }

    private static JsonObject Composite(
        JsonObject composite, JsonObject within, List<(string Id, JsonObject Source, Dictionary<string, List<string>> Fields)> documents, Dictionary<string, string> types)
    {
        var sources = composite["sources"].ShouldNotBeNull().AsArray().Select(one => one.ShouldNotBeNull().AsObject().Single()).Select(source =>
            (Name: source.Key, Field: (string?)source.Value?["terms"]?["field"] ?? "", Missing: (bool?)source.Value?["terms"]?["missing_bucket"] ?? false)).ToArray();
        foreach ((_, string field, _) in sources)
        {
            types.GetValueOrDefault(field).ShouldBeOneOf("keyword", "boolean", "ip");
        }

        // A document with several values of a field is in several groups, and one without a value in none, unless the missing are asked for.
        var groups = documents
            .SelectMany(document => sources.Aggregate(
                new List<string?[]> { Array.Empty<string?>() },
                (keys, source) => [.. keys.SelectMany(key => (document.Fields.TryGetValue(source.Field, out List<string>? values) ? values.Cast<string?>() : source.Missing ? [null] : []).Select(value => (string?[])[.. key, value]))])
                .Select(key => (Key: key, Document: document)))
            .GroupBy(pair => Order(pair.Key), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        IEnumerable<IGrouping<string, (string?[] Key, (string Id, JsonObject Source, Dictionary<string, List<string>> Fields) Document)>> page = groups;
        if (composite["after"] is JsonObject after)
        {
            string last = Order([.. sources.Select(source => after[source.Name]?.ToString())]);
            page = groups.Where(group => string.CompareOrdinal(group.Key, last) > 0);
        }

        var buckets = new JsonArray();
        JsonObject? lastKey = null;
        foreach (var group in page.Take((int?)composite["size"] ?? 10))
        {
            var key = new JsonObject();
            for (int i = 0; i < sources.Length; i++)
            {
                string? value = group.First().Key[i];
                key[sources[i].Name] = types[sources[i].Field] == "boolean" && value is not null ? value == "true" : value;
            }

            lastKey = key;
            JsonObject bucket = Aggregate(within, [.. group.Select(pair => pair.Document)], types);
            bucket["key"] = key.DeepClone();
            bucket["doc_count"] = group.Count();
            buckets.Add(bucket);
        }

        var answer = new JsonObject { ["buckets"] = buckets };
        if (lastKey is not null)
        {
            answer["after_key"] = lastKey;
        }

        return answer;
    }

    private static JsonObject Top(JsonObject parameters, List<(string Id, JsonObject Source, Dictionary<string, List<string>> Fields)> documents)
    {
        string[] by = [.. parameters["sort"].ShouldNotBeNull().AsArray().Select(one => one.ShouldNotBeNull().AsObject().Single().Key)];
        (string id, JsonObject source, _) = documents.OrderBy(document => string.Join('\0', by.Select(field => document.Fields[field][0])), StringComparer.Ordinal).First();
        var kept = new JsonObject();
        foreach (string path in parameters["_source"]?["includes"].ShouldNotBeNull().AsArray().Select(one => (string?)one ?? "") ?? [])
        {
            string[] parts = path.Split('.');
            if (parts.Length == 1 && source[path] is JsonNode value)
            {
                kept[path] = value.DeepClone();
            }
            else if (parts.Length == 2 && source[parts[0]]?[parts[1]] is JsonNode inner)
            {
                kept[parts[0]] = new JsonObject { [parts[1]] = inner.DeepClone() };
            }
        }

        return new JsonObject { ["hits"] = new JsonObject { ["hits"] = new JsonArray(new JsonObject { ["_id"] = id, ["_source"] = kept }) } };
    }

    /// <summary>The order of groups: those without a value first.</summary>
    private static string Order(string?[] key) => string.Join('\u0001', key.Select(value => value is null ? "\u0000" : $"\u0002{value}"));

    private static Predicate<Dictionary<string, List<string>>>[] All(JsonNode? clauses, Dictionary<string, string> types) =>
        [.. (clauses as JsonArray ?? []).Select(one => Of(one.ShouldNotBeNull().AsObject(), types))];

    private static JsonObject Days(JsonObject parameters, IEnumerable<string> times)
    {
        const long Day = 86_400_000;
        ((string?)(parameters["calendar_interval"] ?? parameters["interval"])).ShouldBe("day");
        return new JsonObject
        {
            ["buckets"] = new JsonArray([.. times.GroupBy(time => long.Parse(time, CultureInfo.InvariantCulture) / Day).OrderBy(day => day.Key)
                .Select(day => new JsonObject { ["key"] = day.Key * Day, ["doc_count"] = day.Count() })]),
        };
    }

    private static JsonObject Value(double number) => new() { ["value"] = double.IsNaN(number) ? null : number };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long Milliseconds(JsonNode? time) => DateTimeOffset.Parse((string?)time ?? "", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
