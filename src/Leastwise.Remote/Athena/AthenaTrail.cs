using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Leastwise.Usage;
using UsageLedger = Leastwise.Usage.Ledger;

namespace Leastwise.Remote.Athena;

/// <summary>What an ingest from Athena did.</summary>
/// <param name="Summary">What entered the ledger.</param>
/// <param name="BytesScanned">Bytes that Athena scanned.</param>
/// <param name="DaysAsked">Days that were asked for; the others were known to be complete.</param>
/// <param name="Table">The table that was asked.</param>
/// <param name="Notes">What the user should know of the answer, a sentence each.</param>
public sealed record AthenaIngest(IngestSummary Summary, long BytesScanned, int DaysAsked, string Table, ImmutableArray<string> Notes)
{
    /// <summary>The cost in words, such as <c>about $0.05 at $5 a TB</c>.</summary>
    public required string Cost { get; init; }

    /// <summary>What was scanned, in words, such as <c>1.20 GB</c>.</summary>
    public string Scanned => ScanCost.Bytes(BytesScanned);
}

/// <summary>Asks Athena for what principals did, and puts the answer into a ledger.</summary>
/// <param name="session">As whom and where.</param>
/// <param name="options">How.</param>
public sealed class AthenaTrail(AwsSession session, AthenaOptions options)
{
    private readonly AthenaClient client = new(new AwsCaller(session, "ingest athena"), options);

    /// <summary>The statements that an ingest of all these days would run, without asking AWS anything.</summary>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last, itself included.</param>
    /// <param name="filter">Accounts and regions. Without them, those of a location are not known before it is listed.</param>
    /// <param name="options">How.</param>
    public static ImmutableArray<string> Plan(DateOnly first, DateOnly last, IngestFilter filter, AthenaOptions options)
    {
        var question = new TrailQuestion([new DayRange(first, last)], filter.Accounts, filter.Regions);
        if (options.Table is { } named)
        {
            var assumed = new TrailTable
            {
                Database = options.Database ?? "default",
                Name = named,
                Columns = OwnTable.Columns,
                Partitions = [],
            };
            return [TrailQuery.Text(assumed, new TrailColumns(assumed), question)];
        }

        var own = new OwnTable(
            options.Database ?? OwnTable.DefaultDatabase,
            LocationOf(options),
            filter.Accounts.IsEmpty ? ["ACCOUNTS-IN-THE-BUCKET"] : filter.Accounts,
            filter.Regions.IsEmpty ? ["REGIONS-IN-THE-BUCKET"] : filter.Regions);
        return [own.CreateDatabase, own.CreateTable, TrailQuery.Text(own.Shape, new TrailColumns(own.Shape), question)];
    }

    /// <summary>What is wrong with a place of logs, and how it is written; null where it is one.</summary>
    public static string? FaultOf(string location, string? organization) => LogLocation.Parse(location, organization) is null ? LogLocation.Fault(location) : null;

    /// <summary>Whether results can be put there: a URI of a bucket or a folder in it.</summary>
    public static bool IsPlace(string uri) => LogLocation.IsFolder(uri);

    /// <summary>Whether it can be the name of a database or table.</summary>
    public static bool IsName(string name) => SqlNames.IsName(name);

    /// <summary>Whether it can be a region.</summary>
    public static bool IsRegion(string text) => SqlNames.IsRegion(text);

    /// <summary>Asks for the days that the ledger does not have yet, and puts each into it whole.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last, itself included.</param>
    /// <param name="ingest">Filter, clock, and who is told of waiting.</param>
    /// <param name="progress">Told in words how far it is.</param>
    /// <param name="cancellation">Stops the query; days that were committed are kept.</param>
    /// <exception cref="RemoteException">AWS failed or refused, or the table is none of CloudTrail's.</exception>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public async Task<AthenaIngest> IngestAsync(UsageLedger ledger, DateOnly first, DateOnly last, IngestOptions ingest, IProgress<string>? progress, CancellationToken cancellation)
    {
        using var objects = new ResultObjects(session);
        var run = new AthenaRun(client, options, session.Network.Time);
        var notes = ImmutableArray.CreateBuilder<string>();
        (TrailTable table, string identity) = await TableAsync(objects, run, ingest.Filter, progress, cancellation).ConfigureAwait(false);
        var columns = new TrailColumns(table);
        Warn(table, columns, ingest.Filter, notes);

        using AggregatedIntake intake = ledger.BeginAggregated(new AggregatedSource { Identity = identity, Lacks = LacksOf(columns) }, ingest, cancellation);
        ImmutableArray<DateOnly> days = intake.DaysToAsk(first, last, options.Again);
        if (!days.IsEmpty)
        {
            await CheckLimitAsync(notes, cancellation).ConfigureAwait(false);
            var question = new TrailQuestion(DayRange.Of(days), ingest.Filter.Accounts, ingest.Filter.Regions);
            _ = PartitionFilter.Of(table, question, out ImmutableArray<string> unfiltered);
            if (!unfiltered.IsEmpty)
            {
                notes.Add($"The table is partitioned by {string.Join(", ", unfiltered)}, of which nothing is known that could leave partitions out; all of them were scanned.");
            }

            var told = new Reported(bytes => progress?.Report($"asking Athena: {ScanCost.Bytes(bytes)} scanned"));
            AthenaQuery query = await run.RunAsync(TrailQuery.Text(table, columns, question), null, told, cancellation).ConfigureAwait(false);
            if (query.BytesScanned > options.MaxBytes)
            {
                notes.Add($"The query had ended before it could be stopped: it scanned {ScanCost.Bytes(query.BytesScanned)}, more than --max-bytes {ScanCost.Bytes(options.MaxBytes ?? 0)}.");
            }

            await TakeAsync(intake, days, RowsAsync(query, objects, cancellation), progress, cancellation).ConfigureAwait(false);
        }

        return new AthenaIngest(intake.Finish(), run.BytesScanned, days.Length, $"{table.Database}.{table.Name}", notes.ToImmutable()) { Cost = ScanCost.Price(run.BytesScanned, options) };
    }

    /// <summary>Rows come day by day; one day is in memory at a time, and enters the ledger when the next begins. Days of which nothing came are remembered as asked.</summary>
    private static async Task TakeAsync(AggregatedIntake intake, ImmutableArray<DateOnly> days, IAsyncEnumerable<string?[]> rows, IProgress<string>? progress, CancellationToken cancellation)
    {
        HashSet<DateOnly> left = [.. days];
        AggregatedSlice? open = null;
        long count = 0;
        await foreach (string?[] row in rows.WithCancellation(cancellation).ConfigureAwait(false))
        {
            DateOnly day = ResultRow.DayOf(row) ?? throw new RemoteException("Athena's result has a row without a day, so it is not the answer to what was asked; run it again.");
            if (open is not null && open.Day != day)
            {
                intake.Commit(open);
                open = null;
            }

            if (open is null)
            {
                // A day between those asked for, or one that came out of order, is none of this answer's.
                if (!left.Remove(day))
                {
                    continue;
                }

                open = intake.Open(day);
            }

            open.Add(ResultRow.Read(row));
            if (++count % 10_000 == 0)
            {
                progress?.Report($"reading Athena's answer: {count:N0} rows, {day:yyyy-MM-dd}");
            }
        }

        if (open is not null)
        {
            intake.Commit(open);
        }

        foreach (DateOnly day in left.Order())
        {
            intake.Commit(intake.Open(day));
        }
    }

    private async IAsyncEnumerable<string?[]> RowsAsync(AthenaQuery query, ResultObjects objects, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IAsyncEnumerable<string?[]> rows = query.Output is { } output ? ObjectRowsAsync(output, objects, cancellation) : PagedRowsAsync(query.Id, cancellation);
        bool header = true;
        await foreach (string?[] row in rows.ConfigureAwait(false))
        {
            if (header && !ResultRow.IsHeader(row))
            {
                throw new RemoteException($"The result of Athena query {query.Id} has other columns than were asked for; run it again.");
            }

            if (!header)
            {
                yield return row;
            }

            header = false;
        }
    }

    private static async IAsyncEnumerable<string?[]> ObjectRowsAsync(string output, ResultObjects objects, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var csv = new ResultCsv();
        await foreach (byte[] part in objects.ReadAsync(output, cancellation).ConfigureAwait(false))
        {
            foreach (string?[] row in csv.Take(part))
            {
                yield return row;
            }
        }

        string?[]? end;
        try
        {
            end = csv.End();
        }
        catch (InvalidDataException torn)
        {
            throw new RemoteException($"{output} cannot be read: {torn.Message}. Run it again.", torn);
        }

        if (end is not null)
        {
            yield return end;
        }
    }

    private async IAsyncEnumerable<string?[]> PagedRowsAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        do
        {
            (List<string?[]> rows, next) = await client.RowsAsync(id, next, cancellation).ConfigureAwait(false);
            foreach (string?[] row in rows)
            {
                yield return row;
            }
        }
        while (next is not null);
    }

    private async Task<(TrailTable Table, string Identity)> TableAsync(ResultObjects objects, AthenaRun run, IngestFilter filter, IProgress<string>? progress, CancellationToken cancellation)
    {
        if (options.Table is { } named)
        {
            string database = options.Database ?? "default";
            return (await client.TableAsync(database, named, cancellation).ConfigureAwait(false), $"athena:{session.Region}:{options.Catalog}:{database}.{named}");
        }

        LogLocation location = LocationOf(options);
        progress?.Report("looking at the trail's folders");
        (ImmutableArray<string> accounts, ImmutableArray<string> regions) = await TrailFolders.FindAsync(objects, location, filter, cancellation).ConfigureAwait(false);
        var own = new OwnTable(options.Database ?? OwnTable.DefaultDatabase, location, accounts, regions);
        await run.RunAsync(own.CreateDatabase, null, null, cancellation).ConfigureAwait(false);
        await run.RunAsync(own.CreateTable, null, null, cancellation).ConfigureAwait(false);

        // The place of the logs, not the table's name: that changes with the accounts, and their days do not.
        return (own.Shape, $"athena:{location.Uri}");
    }

    /// <summary>Where the workgroup's own limit is lower, it is the one that holds, and Athena cancels the query.</summary>
    private async Task CheckLimitAsync(ImmutableArray<string>.Builder notes, CancellationToken cancellation)
    {
        if (options.MaxBytes is not { } most)
        {
            return;
        }

        try
        {
            if (await client.CutoffAsync(cancellation).ConfigureAwait(false) is { } cutoff && cutoff < most)
            {
                notes.Add($"The workgroup '{options.Workgroup}' cancels queries at {ScanCost.Bytes(cutoff)}, before --max-bytes does.");
            }
        }
        catch (RemoteException refused) when (refused.MissingPrivilege is not null)
        {
            notes.Add($"Whether the workgroup '{options.Workgroup}' limits queries is unknown: {refused.MissingPrivilege} is missing.");
        }
    }

    private static void Warn(TrailTable table, TrailColumns columns, IngestFilter filter, ImmutableArray<string>.Builder notes)
    {
        foreach (PartitionColumn injected in table.Partitions.Where(column => table.Projection(column.Name, "type") is "injected"))
        {
            bool account = injected.Name.Contains("account", StringComparison.Ordinal);
            if ((account ? filter.Accounts : filter.Regions).IsEmpty)
            {
                throw new RemoteException($"The table {table.Database}.{table.Name} projects '{injected.Name}' as injected, so Athena wants its values named: choose them with {(account ? "--account" : "--region")}.");
            }
        }

        if (!columns.Missing.IsEmpty)
        {
            notes.Add($"The table {table.Database}.{table.Name} has no {string.Join(", ", columns.Missing)}; what they would say is unknown. A table made with --location has them all.");
        }
    }

    private static AggregatedLacks LacksOf(TrailColumns columns)
    {
        ImmutableArray<string> missing = columns.Missing;
        return (missing.Contains("resources") ? AggregatedLacks.Resources : AggregatedLacks.None)
            | (missing.Contains("requestparameters") ? AggregatedLacks.Roles | AggregatedLacks.Resources : AggregatedLacks.None)
            | (missing.Contains("errormessage") ? AggregatedLacks.Messages : AggregatedLacks.None)
            | (missing.Contains("sourceipaddress") || missing.Contains("vpcendpointid") ? AggregatedLacks.Circumstances : AggregatedLacks.None)
            | (missing.Any(column => column is "eventid" or "sharedeventid" or "responseelements" or "useridentity.accesskeyid" || column.StartsWith("useridentity.sessioncontext.sessionissuer", StringComparison.Ordinal))
                ? AggregatedLacks.Sessions : AggregatedLacks.None);
    }

    private static LogLocation LocationOf(AthenaOptions options) =>
        LogLocation.Parse(options.Location ?? "", options.OrganizationId) ?? throw new RemoteException(LogLocation.Fault(options.Location ?? ""));

    private sealed class Reported(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
