using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leastwise.Trail;

namespace Leastwise.Remote.LookupEvents;

/// <summary>Reads the event history of one account and region, slice by slice, the oldest first as it is the first to go.</summary>
internal sealed class LookupRegion(AwsSession session, string account, TrailNeeds needs, FetchedLogs fetched)
{
    private const int MostInMemory = 4 * 1024 * 1024;

    /// <summary>A day of more pages is asked for by hours: at worst that repeats as many requests as the hours take.</summary>
    private const int MostPagesOfDay = 24;

    /// <summary>An answer that lacks the list of events was cut off, and would lose events in silence.</summary>
    private const int MostEmptyAnswers = 6;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly AwsCaller caller = new(session, "ingest lookup-events");
    private readonly LookupPace pace = new(session.Network.Time);

    /// <summary>How many slices were dealt with or begun.</summary>
    public long Found { get; private set; }

    /// <summary>Named where the region could not be asked; with a name of CloudTrail's form, so that it tells the account.</summary>
    private string Name => $"lookup-events/{account}_CloudTrail_{session.Region}_00000000T0000Z_region";

    /// <summary>Reads the days from <paramref name="first"/> to <paramref name="last"/>.</summary>
    /// <exception cref="RemoteException">The region does not answer.</exception>
    public async Task ReadAsync(DateOnly first, DateOnly last, CancellationToken stop)
    {
        for (DateOnly day = first; day <= last; day = day.AddDays(1))
        {
            await ReadDayAsync(new LookupSlice(account, session.Region, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), Day), stop);
        }

        // It was read to its end, so what was said of it earlier holds no more.
        await fetched.AddAsync(new EmptyLog(Name, null), stop);
    }

    /// <summary>Names the region as one whose events are missing.</summary>
    public Task GiveUpAsync(RemoteException because, CancellationToken stop) => fetched.AddAsync(new UnfetchedLog(Name, because.Message), stop);

    /// <summary>A day of many pages is asked for by hours, so that a run which is stopped repeats an hour and not a day.</summary>
    private async Task ReadDayAsync(LookupSlice day, CancellationToken stop)
    {
        Found++;
        if (needs.Knows(day.Identity))
        {
            return;
        }

        LookupSlice[] hours = [.. day.Hours()];
        LookupSlice[] open = [.. hours.Where(hour => !needs.Knows(hour.Identity))];
        if (open.Length == hours.Length && await TryReadAsync(day, MostPagesOfDay, stop))
        {
            return;
        }

        Found += hours.Length - 1;
        foreach (LookupSlice hour in open.Where(hour => hour.Start <= session.Network.Now))
        {
            await TryReadAsync(hour, int.MaxValue, stop);
        }
    }

    /// <summary>Reads a slice; false, and nothing given, where it has more pages than <paramref name="mostPages"/>.</summary>
    private async Task<bool> TryReadAsync(LookupSlice slice, int mostPages, CancellationToken stop)
    {
        string? identity = slice.IsComplete(session.Network.Now) ? slice.Identity : null;
        var content = new LogContent(most: MostInMemory);
        bool kept = false;
        try
        {
            string? next = null;
            int pages = 0;
            do
            {
                JsonElement page = await PageAsync(slice, next, stop);
                string? before = next;
                next = page.TryGetProperty("NextToken", out JsonElement token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null;
                if (next is { Length: > 0 } && next == before)
                {
                    throw new RemoteException($"CloudTrail LookupEvents in {session.Region} gives the same page again and again; is the endpoint AWS's?");
                }

                if (++pages >= mostPages && next is { Length: > 0 })
                {
                    return false;
                }

                Take(page, content);
            }
            while (next is { Length: > 0 });

            kept = content.Length > 0;
            await fetched.AddAsync(kept ? new FetchedLog(slice.Name, identity, content) : new EmptyLog(slice.Name, identity), stop);
            return true;
        }
        finally
        {
            if (!kept)
            {
                content.Dispose();
            }
        }
    }

    private async Task<JsonElement> PageAsync(LookupSlice slice, string? next, CancellationToken stop)
    {
        var body = new JsonObject
        {
            ["StartTime"] = slice.Start.ToUnixTimeSeconds(),
            ["EndTime"] = slice.Last.ToUnixTimeSeconds(),
            ["MaxResults"] = 50,
        };
        if (next is not null)
        {
            body["NextToken"] = next;
        }

        for (int attempt = 0; attempt < MostEmptyAnswers; attempt++)
        {
            await pace.WaitAsync(stop);
            JsonElement page = await caller.JsonAsync(AwsService.CloudTrail, "LookupEvents", body, stop);
            if (page.ValueKind == JsonValueKind.Object && page.TryGetProperty("Events", out JsonElement events) && events.ValueKind == JsonValueKind.Array)
            {
                return page;
            }
        }

        throw new RemoteException($"CloudTrail LookupEvents in {session.Region} answers without events, not even with none, also when asked again; is the endpoint AWS's?");
    }

    /// <summary>Writes the records of a page, one a line.</summary>
    private static void Take(JsonElement page, LogContent content)
    {
        foreach (JsonElement one in page.GetProperty("Events").EnumerateArray())
        {
            // An event without its record is given as it is, and will be named as one that cannot be read.
            string? record = one.ValueKind == JsonValueKind.Object && one.TryGetProperty("CloudTrailEvent", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
            content.Write(Encoding.UTF8.GetBytes((record ?? one.GetRawText()).ReplaceLineEndings(" ")));
            content.Write("\n"u8);
        }
    }
}
