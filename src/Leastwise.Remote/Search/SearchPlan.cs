using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Usage;

namespace Leastwise.Remote.Search;

/// <summary>How an index is asked: by which fields calls are grouped, and which records are taken one by one.</summary>
internal sealed record SearchPlan
{
    /// <summary>The field with the event's time.</summary>
    public required string Time { get; init; }

    /// <summary>The field that tells records of one time apart.</summary>
    public required string Id { get; init; }

    /// <summary>The fields to group by, each with the record's field that it is; one without where a whole record stands for the group.</summary>
    public required ImmutableArray<(string Field, RecordField? Part)> Groups { get; init; }

    /// <summary>What chooses the records that are taken one by one; null for none.</summary>
    public required JsonObject? Singles { get; init; }

    /// <summary>What stands before the record's fields.</summary>
    public required string Prefix { get; init; }

    /// <summary>What the index cannot tell.</summary>
    public required AggregatedLacks Lacks { get; init; }

    /// <summary>Whether it was filled by <c>ship</c>, so that whole records stand for groups.</summary>
    public bool IsShipped => Groups is [(_, null)];

    /// <summary>Finds out how the index can be asked.</summary>
    /// <exception cref="RemoteException">It cannot be asked exactly; the message says what to do.</exception>
    public static async Task<SearchPlan> MakeAsync(SearchClient client, CancellationToken cancellation)
    {
        SearchOptions options = client.Options;
        JsonElement caps = await client.JsonAsync(HttpMethod.Get, $"{Uri.EscapeDataString(options.Index)}/_field_caps?fields=*", null, cancellation).ConfigureAwait(false);
        var fields = new SearchFields(caps.At("fields"));
        if (caps.At("fields") is not { ValueKind: JsonValueKind.Object } all || !all.EnumerateObject().Any(field => !field.Name.StartsWith('_')))
        {
            throw new RemoteException($"There is no index '{options.Index}' at {options.Address.Host}, or nothing in it. Name it with --index.");
        }

        if (fields.WholeOf(ShipMapping.Group, "") is string group && options.FieldPrefix.Length == 0)
        {
            return new SearchPlan
            {
                Time = ShipMapping.Time,
                Id = ShipMapping.Id,
                Groups = [(group, null)],
                Singles = Term(ShipMapping.Single, "true"),
                Prefix = "",
                Lacks = AggregatedLacks.None,
            };
        }

        string prefix = PrefixOf(options, fields);
        string time = fields.IsDate(prefix + "eventTime") ? prefix + "eventTime"
            : fields.IsDate(options.TimestampField) ? options.TimestampField
            : fields.IsDate(prefix + options.TimestampField) ? prefix + options.TimestampField
            : throw Unusable(options, $"has no field '{prefix}eventTime' or '{options.TimestampField}' of type date", "Name the field with the event's time with --timestamp-field");
        string id = fields.WholeOf(prefix + "eventID", options.KeywordSuffix) ?? throw NotWhole(options, fields, prefix + "eventID");
        JsonElement[] sample = await SampleAsync(client, time, cancellation).ConfigureAwait(false);
        return Plan(options, fields, prefix, time, id, sample);
    }

    private static SearchPlan Plan(SearchOptions options, SearchFields fields, string prefix, string time, string id, JsonElement[] sample)
    {
        var groups = ImmutableArray.CreateBuilder<(string, RecordField?)>();
        var singles = new JsonArray();
        AggregatedLacks lacks = AggregatedLacks.Resources;
        foreach (RecordField part in RecordField.All)
        {
            string name = prefix + part.Name;
            if (fields.WholeOf(name, options.KeywordSuffix) is string whole)
            {
                groups.Add((whole, part));
                if (whole != name)
                {
                    // A text that is too long to be kept whole would look absent; its records are taken one by one.
                    singles.Add(new JsonObject { ["bool"] = new JsonObject { ["filter"] = new JsonArray(Exists(name)), ["must_not"] = new JsonArray(Exists(whole)) } });
                }
            }
            else if (fields.Has(name) || sample.Any(record => record.At(part.Name.Split('.')).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)))
            {
                lacks |= part.Lacks != AggregatedLacks.None ? part.Lacks : throw NotWhole(options, fields, name);
            }
            else if (part.Name is "eventSource" or "eventName" or "userIdentity.type")
            {
                throw Unusable(options, $"has no field '{name}'", "Name what stands before CloudTrail's fields with --field-prefix, or another index with --index");
            }
        }

        singles.Add(new JsonObject { ["terms"] = new JsonObject { ["_ignored"] = new JsonArray([.. groups.Select(pair => JsonValue.Create(pair.Item1))]) } });
        if (fields.Has(prefix + "sharedEventID"))
        {
            singles.Add(Exists(prefix + "sharedEventID"));
        }
        else if (sample.Any(record => record.At("sharedEventID").ValueKind == JsonValueKind.String))
        {
            throw NotWhole(options, fields, prefix + "sharedEventID");
        }

        string source = groups.First(pair => pair.Item2?.Name == "eventSource").Item1, call = groups.First(pair => pair.Item2?.Name == "eventName").Item1;
        foreach ((string service, string name) in AggregatedRecord.SingleCalls)
        {
            singles.Add(new JsonObject { ["bool"] = new JsonObject { ["filter"] = new JsonArray(Term(source, service), Term(call, name)) } });
        }

        // Of calls that hand a role to a service, the whole request is needed. Some services put an API version behind the name.
        ImmutableArray<string> handovers = RoleHandovers.EventNames(ActionCatalog.Default);
        singles.Add(new JsonObject { ["terms"] = new JsonObject { [call] = new JsonArray([.. handovers.Select(name => JsonValue.Create(name))]) } });
        foreach (string versioned in handovers.Where(name => handovers.Any(other => other.Length > name.Length && other.StartsWith(name, StringComparison.Ordinal) && char.IsAsciiDigit(other[name.Length]))))
        {
            singles.Add(new JsonObject { ["prefix"] = new JsonObject { [call] = versioned } });
        }

        return new SearchPlan
        {
            Time = time,
            Id = id,
            Groups = groups.ToImmutable(),
            Singles = new JsonObject { ["bool"] = new JsonObject { ["should"] = singles, ["minimum_should_match"] = 1 } },
            Prefix = prefix,
            Lacks = lacks,
        };
    }

    /// <summary>The same index, of which every record is taken as a whole: slower, and nothing is lost by it.</summary>
    public SearchPlan OneByOne() => this with { Groups = [], Singles = Exists(Time), Lacks = AggregatedLacks.None };

    /// <summary>The youngest records, which show what lies in documents without being a field.</summary>
    private static async Task<JsonElement[]> SampleAsync(SearchClient client, string time, CancellationToken cancellation)
    {
        var query = new JsonObject { ["size"] = 50, ["sort"] = new JsonArray(new JsonObject { [time] = new JsonObject { ["order"] = "desc", ["unmapped_type"] = "date" } }) };
        JsonElement found = await SearchQuery.AskAsync(client, query, cancellation).ConfigureAwait(false);
        return [.. found.At("hits", "hits").Items().Select(hit => SearchRecord.Within(hit.At("_source"), client.Options.FieldPrefix))];
    }

    private static string PrefixOf(SearchOptions options, SearchFields fields) =>
        options.FieldPrefix is { Length: > 0 } given && !given.EndsWith('.') && !fields.Has(given + "eventName") ? given + "." : options.FieldPrefix;

    private static JsonObject Term(string field, string value) => new() { ["term"] = new JsonObject { [field] = value } };

    private static JsonObject Exists(string field) => new() { ["exists"] = new JsonObject { ["field"] = field } };

    private static RemoteException NotWhole(SearchOptions options, SearchFields fields, string name) => Unusable(
        options,
        fields.TypesOf(name) is { Length: > 0 } types ? $"has the field '{name}' as {string.Join(" and ", types)}, in which values are not kept whole" : $"does not index the field '{name}'",
        "Give it a part of type keyword (its name's ending with --keyword-suffix) and index the logs again, or let 'leastwise ship' fill an index of its own");

    private static RemoteException Unusable(SearchOptions options, string what, string todo) => new($"The index '{options.Index}' {what}. {todo}.");
}
