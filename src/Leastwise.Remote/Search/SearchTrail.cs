using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leastwise.Usage;

namespace Leastwise.Remote.Search;

/// <summary>What was taken of an index.</summary>
/// <param name="Summary">What entered the ledger.</param>
/// <param name="Server">What the server is.</param>
/// <param name="Lacks">What the index could not tell.</param>
/// <param name="Notes">What the user should know, a sentence each.</param>
public sealed record SearchTaken(IngestSummary Summary, string Server, AggregatedLacks Lacks, IReadOnlyList<string> Notes);

/// <summary>
/// CloudTrail records in an index of OpenSearch or Elasticsearch, as a source of sums: day by day, paged until nothing is left, and compared with the server's own count.
/// Only an index that <c>ship</c> filled tells all; any other tells who called what, where, how it ended, and under which circumstances.
/// </summary>
public sealed class SearchTrail(SearchClient client)
{
    private const int SmallestPage = 10;
    private const int Attempts = 3;

    /// <summary>What a record that stands for a group must have.</summary>
    private static readonly string[] Parts =
    [
        "eventTime", "eventID", "eventSource", "eventName", "eventType", "eventCategory", "managementEvent", "readOnly", "recipientAccountId", "awsRegion", "errorCode", "errorMessage",
        "sourceIPAddress", "vpcEndpointId", "userIdentity", "resources", "requestParameters", "additionalEventData", "leastwise.record",
    ];

    private int page = client.Options.PageSize;

    /// <summary>Takes the days of the filter, or all that the index holds, into the ledger; days that are known are not asked for.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="options">Filter, clock, waiting.</param>
    /// <param name="again">True to ask for all days.</param>
    /// <param name="progress">Told before each day: which, of how many.</param>
    /// <param name="cancellation">Ends it after the last whole day.</param>
    /// <exception cref="RemoteException">The server failed or refused, or the index cannot be asked exactly.</exception>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public async Task<SearchTaken> IngestAsync(Ledger ledger, IngestOptions options, bool again, IProgress<(int Done, int Of)>? progress, CancellationToken cancellation)
    {
        SearchServer server = await SearchServer.AskAsync(client, cancellation).ConfigureAwait(false);
        SearchPlan plan = await SearchPlan.MakeAsync(client, cancellation).ConfigureAwait(false);
        var notes = new List<string>();
        if (!server.CanGroup)
        {
            plan = plan.OneByOne();
            notes.Add($"{server.Label} cannot sum up records that lack a field, so all records were fetched one by one.");
        }

        var source = new AggregatedSource { Identity = $"search:{server.Id}/{client.Options.Index}{(plan.Prefix.Length > 0 ? $"#{plan.Prefix}" : "")}", Lacks = plan.Lacks };
        using AggregatedIntake intake = ledger.BeginAggregated(source, options, cancellation);
        Dictionary<DateOnly, long> counts = await CountsAsync(server, plan, options.Filter, cancellation).ConfigureAwait(false);
        DateOnly[] asked = [.. intake.DaysToAsk(counts, again)];
        for (int i = 0; i < asked.Length; i++)
        {
            progress?.Report((i, asked.Length));
            intake.Commit(await DayAsync(intake, plan, asked[i], notes, cancellation).ConfigureAwait(false));
        }

        progress?.Report((asked.Length, asked.Length));

        return new SearchTaken(intake.Finish(), server.Label, plan.Lacks, notes);
    }

    /// <summary>How many records the index has of each day that is asked for.</summary>
    private async Task<Dictionary<DateOnly, long>> CountsAsync(SearchServer server, SearchPlan plan, IngestFilter filter, CancellationToken cancellation)
    {
        var histogram = new JsonObject { ["field"] = plan.Time, [server.HasCalendar ? "calendar_interval" : "interval"] = "day", ["min_doc_count"] = 1 };
        var query = new JsonObject { ["size"] = 0, ["aggs"] = new JsonObject { ["days"] = new JsonObject { ["date_histogram"] = histogram } } };
        JsonElement days = (await SearchQuery.AskAsync(client, query, cancellation).ConfigureAwait(false)).At("aggregations", "days", "buckets");
        return days.Items()
            .Select(bucket => (Day: DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(bucket.At("key").Whole() ?? 0).UtcDateTime), Count: SearchRecord.CountOf(bucket)))
            .Where(day => !(filter.Since > day.Day) && !(filter.Until < day.Day))
            .ToDictionary(day => day.Day, day => day.Count);
    }

    /// <summary>A day, read again where the index grew meanwhile.</summary>
    private async Task<AggregatedSlice> DayAsync(AggregatedIntake intake, SearchPlan plan, DateOnly day, List<string> notes, CancellationToken cancellation)
    {
        long counted = 0, taken = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            AggregatedSlice slice = intake.Open(day);
            taken = await GroupsAsync(slice, plan, cancellation).ConfigureAwait(false) + await SinglesAsync(slice, plan, cancellation).ConfigureAwait(false);
            counted = await SearchQuery.CountAsync(client, SearchQuery.OfDay(plan, day, null), cancellation).ConfigureAwait(false);
            if (taken == counted)
            {
                await NoteDuplicatesAsync(plan, day, counted, notes, cancellation).ConfigureAwait(false);
                return slice;
            }
        }

        throw new RemoteException(
            $"Of {day:yyyy-MM-dd} the index '{client.Options.Index}' counts {counted} records, and gave {taken}. "
            + (plan.IsShipped ? "Either it is being written to, or it holds records that 'leastwise ship' did not bring; keep those in another index." : "It is being written to; run it again, with --until for a day that is complete, or look for fields with several values."));
    }

    private async Task<long> GroupsAsync(AggregatedSlice slice, SearchPlan plan, CancellationToken cancellation)
    {
        if (plan.Groups.IsEmpty)
        {
            return 0;
        }

        long taken = 0;
        JsonElement after = default;
        while (true)
        {
            JsonElement rows = (await AskPageAsync(size => Groups(plan, slice.Day, size, after), cancellation).ConfigureAwait(false)).At("aggregations", "rows");
            if (rows.At("buckets").ValueKind != JsonValueKind.Array)
            {
                throw new RemoteException($"{client.Options.Address.Host} gives no sums. Check what stands before the server.");
            }

            foreach (JsonElement bucket in rows.At("buckets").Items())
            {
                AggregatedRecord row = plan.IsShipped ? SearchRecord.OfGroup(bucket) ?? throw NoRecord() : SearchRecord.OfKey(bucket, plan);
                slice.Add(row);
                taken += row.Count;
            }

            JsonElement next = rows.At("after_key");
            if (rows.At("buckets").GetArrayLength() == 0 || next.ValueKind != JsonValueKind.Object)
            {
                return taken;
            }

            if (next.ToStringOrEmpty() == after.ToStringOrEmpty())
            {
                throw new RemoteException($"{client.Options.Address.Host} gives the same page again and again. Check what stands before the server.");
            }

            after = next;
        }
    }

    private async Task<long> SinglesAsync(AggregatedSlice slice, SearchPlan plan, CancellationToken cancellation)
    {
        if (plan.Singles is null)
        {
            return 0;
        }

        long taken = 0;
        JsonElement after = default;
        while (true)
        {
            JsonElement[] hits = [.. (await AskPageAsync(size => Singles(plan, slice.Day, size, after), cancellation).ConfigureAwait(false)).At("hits", "hits").Items()];
            foreach (JsonElement hit in hits)
            {
                slice.Add(SearchRecord.OfHit(hit, plan.Prefix) ?? throw NoRecord());
                taken++;
            }

            if (hits.Length == 0)
            {
                return taken;
            }

            after = hits[^1].At("sort");
        }
    }

    /// <summary>Asks for a page, and for a smaller one where the server says that it is too large.</summary>
    private async Task<JsonElement> AskPageAsync(Func<int, JsonObject> query, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await SearchQuery.AskAsync(client, query(page), cancellation).ConfigureAwait(false);
            }
            catch (RemoteException tooMuch) when (tooMuch.Code is "too_many_buckets_exception" or "circuit_breaking_exception" && page > SmallestPage)
            {
                page = Math.Max(SmallestPage, page / 4);
            }
        }
    }

    /// <summary>An index that was not filled by <c>ship</c> may hold an event twice, which sums cannot tell.</summary>
    private async Task NoteDuplicatesAsync(SearchPlan plan, DateOnly day, long counted, List<string> notes, CancellationToken cancellation)
    {
        if (plan.IsShipped || counted == 0)
        {
            return;
        }

        var query = new JsonObject
        {
            ["size"] = 0,
            ["query"] = SearchQuery.OfDay(plan, day, null),
            ["aggs"] = new JsonObject { ["ids"] = new JsonObject { ["cardinality"] = new JsonObject { ["field"] = plan.Id, ["precision_threshold"] = 40000 } } },
        };
        long ids = (await SearchQuery.AskAsync(client, query, cancellation).ConfigureAwait(false)).At("aggregations", "ids", "value").Whole() ?? counted;

        // The count of ids is exact up to the threshold, and within a few percent beyond.
        if (counted <= 40000 ? ids < counted : ids < counted * 0.9)
        {
            notes.Add($"{day:yyyy-MM-dd}: about {counted - ids} of {counted} records have an eventID that another one has; sums count them again. Remove them from the index, or let 'leastwise ship' fill one, which holds an event once.");
        }
    }

    private static JsonObject Groups(SearchPlan plan, DateOnly day, int size, JsonElement after)
    {
        var sources = new JsonArray();
        for (int i = 0; i < plan.Groups.Length; i++)
        {
            var terms = new JsonObject { ["field"] = plan.Groups[i].Field };
            if (plan.Groups[i].Part is not null)
            {
                terms["missing_bucket"] = true;
            }

            sources.Add(new JsonObject { [SearchRecord.NameOf(i)] = new JsonObject { ["terms"] = terms } });
        }

        var composite = new JsonObject { ["size"] = size, ["sources"] = sources };
        if (after.ValueKind == JsonValueKind.Object)
        {
            composite["after"] = JsonNode.Parse(after.GetRawText());
        }

        var within = new JsonObject { ["last"] = Sum("max", plan.Time) };
        if (plan.IsShipped)
        {
            within["one"] = new JsonObject
            {
                ["top_hits"] = new JsonObject
                {
                    ["size"] = 1,
                    ["sort"] = new JsonArray(new JsonObject { [plan.Time] = "asc" }, new JsonObject { [plan.Id] = "asc" }),
                    ["_source"] = new JsonObject { ["includes"] = new JsonArray([.. Parts.Select(part => JsonValue.Create(part))]) },
                },
            };
        }
        else
        {
            within["first"] = Sum("min", plan.Time);
        }

        return new JsonObject
        {
            ["size"] = 0,
            ["query"] = SearchQuery.OfDay(plan, day, single: false),
            ["aggs"] = new JsonObject { ["rows"] = new JsonObject { ["composite"] = composite, ["aggs"] = within } },
        };
    }

    private static JsonObject Singles(SearchPlan plan, DateOnly day, int size, JsonElement after)
    {
        var query = new JsonObject
        {
            ["size"] = size,
            ["query"] = SearchQuery.OfDay(plan, day, single: true),
            ["sort"] = new JsonArray(new JsonObject { [plan.Time] = "asc" }, new JsonObject { [plan.Id] = "asc" }),
        };
        if (after.ValueKind == JsonValueKind.Array)
        {
            query["search_after"] = JsonNode.Parse(after.GetRawText());
        }

        return query;
    }

    private RemoteException NoRecord() => new($"Documents of '{client.Options.Index}' hold no CloudTrail record{(client.Options.FieldPrefix.Length > 0 ? $" below '{client.Options.FieldPrefix}'" : "")}, or do not keep their source. Check --field-prefix and the index's _source.");

    private static JsonObject Sum(string kind, string field) => new() { [kind] = new JsonObject { ["field"] = field } };
}
