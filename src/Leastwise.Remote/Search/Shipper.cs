using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Remote.Search;

/// <summary>A record that the server did not take.</summary>
/// <param name="Id">Its id.</param>
/// <param name="File">The file that it is from.</param>
/// <param name="Reason">The server's words.</param>
public sealed record ShipFailure(string Id, string File, string Reason);

/// <summary>What was shipped.</summary>
public sealed record ShipSummary
{
    /// <summary>Files read.</summary>
    public long Files { get; set; }

    /// <summary>Files that the state file knows.</summary>
    public long FilesKnown { get; set; }

    /// <summary>Files that could not be read, or not to their end.</summary>
    public List<BadFile> BadFiles { get; } = [];

    /// <summary>Records that could not be read.</summary>
    public long BadRecords { get; set; }

    /// <summary>Files that were not opened, as by their names they hold nothing that is asked for.</summary>
    public long FilesLeftOut { get; set; }

    /// <summary>Records of other days or accounts than those that are asked for.</summary>
    public long LeftOut { get; set; }

    /// <summary>Documents made.</summary>
    public long Created { get; set; }

    /// <summary>Records whose document was there.</summary>
    public long Known { get; set; }

    /// <summary>Documents whose fields the index did not take, and which are kept whole without being indexed.</summary>
    public long Kept { get; set; }

    /// <summary>How many records the server did not take.</summary>
    public long Failed { get; set; }

    /// <summary>The first of them.</summary>
    public List<ShipFailure> Failures { get; } = [];
}

/// <summary>
/// Sends log files to an index. Ids make it idempotent, whatever was sent before; memory holds a few batches. Records are confirmed one by one: what is only too much for the
/// moment is sent again, what the index cannot take as fields is kept whole.
/// </summary>
public sealed class Shipper(SearchClient client)
{
    private const int BytesPerBatch = 4 * 1024 * 1024;
    private const int MostNamed = 20;
    private const int Rounds = 8;

    private readonly string index = Uri.EscapeDataString(client.Options.Index);
    private readonly ShipSummary summary = new();

    /// <summary>So many records are sent at once at most.</summary>
    public int RecordsPerBatch { get; init; } = 2000;

    /// <summary>Which records are sent.</summary>
    public IngestFilter Filter { get; init; } = new();

    /// <summary>Sends everything below the paths.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="state">What arrived before.</param>
    /// <param name="progress">Told after each batch: records that were confirmed.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RemoteException">The server failed or refused.</exception>
    public async Task<ShipSummary> ShipAsync(IEnumerable<string> paths, ShipCheckpoint state, IProgress<long>? progress, CancellationToken cancellation)
    {
        SearchServer server = await SearchServer.AskAsync(client, cancellation).ConfigureAwait(false);
        await EnsureIndexAsync(server, cancellation).ConfigureAwait(false);
        var waiting = Channel.CreateBounded<ShipBatch>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = Task.Factory.StartNew(() => Read(paths, state, waiting.Writer, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            string path = server.HasTypes ? $"{index}/_doc/_bulk" : $"{index}/_bulk";
            await foreach (ShipBatch batch in waiting.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                long failed = summary.Failed;
                await SendAsync(path, batch.Items, cancellation).ConfigureAwait(false);
                if (failed == summary.Failed)
                {
                    state.Add(batch.Whole);
                }

                progress?.Report(summary.Created + summary.Known);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reading.ConfigureAwait(false);
        await RefreshAsync(cancellation).ConfigureAwait(false);
        return summary;
    }

    /// <summary>Makes what arrived visible at once.</summary>
    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            await client.AskAsync(HttpMethod.Post, $"{index}/_refresh", default, "application/json", cancellation).ConfigureAwait(false);
        }
        catch (RemoteException)
        {
            // Not allowed to everybody who may write; everything arrived, and shows up by itself within the index's own interval.
        }
    }

    private void Read(IEnumerable<string> paths, ShipCheckpoint state, ChannelWriter<ShipBatch> output, CancellationToken cancellation)
    {
        try
        {
            var reader = new TrailFileReader(client.Time);
            var batch = new ShipBatch();
            void Flush()
            {
                if (batch.Items.Count + batch.Whole.Count > 0)
                {
                    output.WriteAsync(batch, cancellation).AsTask().GetAwaiter().GetResult();
                    batch = new ShipBatch();
                }
            }

            foreach (TrailFile file in TrailFiles.Find(paths))
            {
                cancellation.ThrowIfCancellationRequested();
                if (file.Problem is { } problem)
                {
                    summary.BadFiles.Add(new BadFile(file.Path, problem.Message));
                    continue;
                }

                if (!Filter.MayHold(file.Path))
                {
                    summary.FilesLeftOut++;
                    continue;
                }

                long leftOut = summary.LeftOut;
                TrailFileResult? result = reader.Read(file.Path, state.Knows, (json, one) =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (!Takes(one))
                    {
                        summary.LeftOut++;
                        return;
                    }

                    batch.Add(ShipItem.Of(json, one, file.Path));
                    if (batch.Size >= BytesPerBatch || batch.Items.Count >= RecordsPerBatch)
                    {
                        Flush();
                    }
                });
                Note(file.Path, result, batch, isWhole: leftOut == summary.LeftOut);
            }

            Flush();
            output.Complete();
        }
        catch (Exception exception)
        {
            // Told to the one who sends, who says it.
            output.Complete(exception);
        }
    }

    private bool Takes(TrailEvent one)
    {
        var day = DateOnly.FromDateTime(one.Time.UtcDateTime);
        return (Filter.Since is not { } since || day >= since) && (Filter.Until is not { } until || day <= until)
            && (Filter.Accounts.IsEmpty || Filter.Accounts.Contains(one.RecipientAccountId ?? "")) && (Filter.Regions.IsEmpty || Filter.Regions.Contains(one.Region));
    }

    private void Note(string path, TrailFileResult? result, ShipBatch batch, bool isWhole)
    {
        if (result is null)
        {
            summary.FilesKnown++;
            return;
        }

        summary.BadRecords += result.BadRecords;
        if (result is { NotReadBecause: string reason, PassedOver: false })
        {
            summary.BadFiles.Add(new BadFile(path, reason));
            return;
        }

        summary.Files++;
        if (result.BadRecords == 0 && isWhole)
        {
            batch.Whole.Add(result.ContentHash);
        }
    }

    private async Task EnsureIndexAsync(SearchServer server, CancellationToken cancellation)
    {
        SearchReply there = await client.AskAsync(HttpMethod.Get, $"{index}/_field_caps?fields={ShipMapping.Group}", default, "application/json", cancellation).ConfigureAwait(false);
        if ((int)there.Status < 300)
        {
            if (new SearchFields(there.Json.At("fields")).WholeOf(ShipMapping.Group, "") is null)
            {
                throw new RemoteException($"The index '{client.Options.Index}' was not made by 'leastwise ship', and its mapping could not take CloudTrail's records exactly. Name another one with --index.");
            }

            return;
        }

        if (there.Status != HttpStatusCode.NotFound)
        {
            throw client.Failure(there, "refuses the request");
        }

        SearchReply made = await MakeAsync(server, server.FlatType, cancellation).ConfigureAwait(false);
        if (made.Status == HttpStatusCode.BadRequest && server.FlatType is not null && made.ErrorType == "mapper_parsing_exception")
        {
            // Builds without Elastic's own parts lack the type.
            made = await MakeAsync(server, null, cancellation).ConfigureAwait(false);
        }

        if ((int)made.Status >= 300 && made.ErrorType != "resource_already_exists_exception")
        {
            throw client.Failure(made, $"does not make the index '{client.Options.Index}'");
        }
    }

    private Task<SearchReply> MakeAsync(SearchServer server, string? flat, CancellationToken cancellation) =>
        client.AskAsync(HttpMethod.Put, index, SearchClient.BytesOf(ShipMapping.Body(server, flat)), "application/json", cancellation);

    /// <summary>Sends records until each is confirmed or refused.</summary>
    private async Task SendAsync(string path, List<ShipItem> items, CancellationToken cancellation)
    {
        List<(ShipItem Item, bool Kept)> pending = [.. items.Select(item => (item, false))];
        for (int round = 0; pending.Count > 0; round++)
        {
            if (round > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(500 << round, 30_000)), client.Time, cancellation).ConfigureAwait(false);
            }

            pending = await SendOnceAsync(path, pending, last: round == Rounds, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Sends once, in parts where it is too much at once; what is to be sent again.</summary>
    private async Task<List<(ShipItem Item, bool Kept)>> SendOnceAsync(string path, List<(ShipItem Item, bool Kept)> items, bool last, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        foreach ((ShipItem item, bool kept) in items)
        {
            item.WriteTo(body, kept);
        }

        SearchReply reply = await client.AskAsync(HttpMethod.Post, path, body.GetBuffer().AsMemory(0, (int)body.Length), "application/x-ndjson", cancellation).ConfigureAwait(false);
        if (reply.IsTooMuch)
        {
            if (items.Count == 1)
            {
                Fail(items[0].Item, "it is larger than the server takes at once");
                return [];
            }

            int half = items.Count / 2;
            return
            [
                .. await SendOnceAsync(path, items[..half], last, cancellation).ConfigureAwait(false),
                .. await SendOnceAsync(path, items[half..], last, cancellation).ConfigureAwait(false),
            ];
        }

        if ((int)reply.Status >= 300)
        {
            throw client.Failure(reply, "does not take records");
        }

        JsonElement[] answers = [.. reply.Json.At("items").Items()];
        if (answers.Length != items.Count)
        {
            throw new RemoteException($"{client.Options.Address.Host} answered for {answers.Length} of {items.Count} records. Check what stands before the server, then run it again: nothing is made twice.");
        }

        var again = new List<(ShipItem, bool)>();
        for (int i = 0; i < answers.Length; i++)
        {
            Judge(items[i].Item, items[i].Kept, answers[i].At("create"), last, again);
        }

        return again;
    }

    private void Judge(ShipItem item, bool kept, JsonElement answer, bool last, List<(ShipItem, bool)> again)
    {
        long status = answer.At("status").Whole() ?? 0;
        string type = $"{answer.At("error", "type")}", reason = client.Plain($"{type}: {answer.At("error", "reason")}");
        switch (status)
        {
            case 200 or 201:
                summary.Created++;
                summary.Kept += kept ? 1 : 0;
                break;
            case 409:
                summary.Known++;
                break;
            case 400 or 500 when !kept:
                // The index does not take its fields, or stumbles over them.
                again.Add((item, true));
                break;
            case 429 or >= 500 when !last:
                again.Add((item, kept));
                break;
            case 403 or 404:
                throw new RemoteException($"{client.Options.Address.Host} does not take records into '{client.Options.Index}' ({reason}). Free its disk, or check the role of the user or key, then run it again: nothing is made twice.");
            default:
                Fail(item, reason);
                break;
        }
    }

    private void Fail(ShipItem item, string reason)
    {
        summary.Failed++;
        if (summary.Failures.Count < MostNamed)
        {
            summary.Failures.Add(new ShipFailure(item.Id, item.File, reason));
        }
    }
}
