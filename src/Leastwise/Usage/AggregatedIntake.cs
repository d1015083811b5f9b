using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Catalog;
using Leastwise.Trail;
using Leastwise.Usage.Intake;
using Leastwise.Usage.Storage;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage;

/// <summary>
/// Takes the sums that a query engine made of a day's calls. The unit is a day of the source, within the filter: it enters in one transaction, and takes the place of
/// what the source gave of that day before. While it is open, no other process writes the ledger. It serves one thread at a time.
/// </summary>
public sealed class AggregatedIntake : IDisposable
{
    /// <summary>So many days after its end a day is asked for again: events come late. CloudTrail delivers within minutes, after an outage within days.</summary>
    public const int LateDays = IngestFilter.LateDays;

    private readonly LedgerConnections connections;
    private readonly AggregatedSource source;
    private readonly IngestOptions options;
    private readonly IDisposable? held;
    private readonly BatchWriter writer;
    private readonly SliceRows rows;
    private readonly Names names = new();
    private readonly NameCache known = new();
    private readonly LoggedDays days = new(_ => new SeenSet(0), long.MaxValue);
    private readonly RequestedResources requested = new(ActionCatalog.Default);
    private readonly SortedDictionary<(string Account, string Region, int Day), HeldDay> heldDays = [];
    private readonly SummaryBuilder summary;
    private readonly DateTimeOffset now;

    internal AggregatedIntake(LedgerConnections connections, AggregatedSource source, IngestOptions options, IDisposable? held)
    {
        this.connections = connections;
        this.source = source;
        this.options = options;
        this.held = held;
        now = options.Time.GetUtcNow();
        summary = new SummaryBuilder(options.Time);
        writer = new BatchWriter(connections.Main);
        rows = new SliceRows(connections.Main, source, options.Filter);
    }

    /// <summary>
    /// The days from <paramref name="first"/> to <paramref name="last"/> that have to be asked for: those not asked for before with the same filter, and those that were
    /// asked for before all of their events had come.
    /// </summary>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last, itself included.</param>
    /// <param name="again">True for all of them.</param>
    public ImmutableArray<DateOnly> DaysToAsk(DateOnly first, DateOnly last, bool again = false)
    {
        Dictionary<int, (long When, long Given)> asked = again ? [] : rows.Asked();
        return
        [
            .. Enumerable.Range(first.DayNumber, Math.Max(0, last.DayNumber - first.DayNumber + 1)).Select(DateOnly.FromDayNumber)
                .Where(day => !asked.TryGetValue(day.DayNumber, out (long When, long Given) before) || before.When < new DateTimeOffset(day.AddDays(1 + LateDays), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds()),
        ];
    }

    /// <summary>The same for a source that says at once how many calls it has of each day: a day of which it has as many as when it was asked is not asked for again, one of which it has others is, however old.</summary>
    /// <param name="counts">How many calls the source has of each day; days that are left out have none.</param>
    /// <param name="again">True for all of them.</param>
    public ImmutableArray<DateOnly> DaysToAsk(IReadOnlyDictionary<DateOnly, long> counts, bool again = false)
    {
        Dictionary<int, (long When, long Given)> asked = rows.Asked();
        return
        [
            .. counts.Where(day => day.Value > 0 && (again || !asked.TryGetValue(day.Key.DayNumber, out (long When, long Given) before) || before.Given != day.Value)).Select(day => day.Key)
                .Concat(asked.Where(day => day.Value.Given > 0).Select(day => DateOnly.FromDayNumber(day.Key)).Where(day => counts.GetValueOrDefault(day) == 0 && IsAsked(day)))
                .Order(),
        ];
    }

    private bool IsAsked(DateOnly day) => !(options.Filter.Since > day) && !(options.Filter.Until < day);

    /// <summary>Begins a day. Several may be open at once.</summary>
    public AggregatedSlice Open(DateOnly day) => new(
        day, new FileIntake(names, days, requested, options.Filter, forgottenBefore: 0, IsHeld), known, now.ToUnixTimeSeconds() + 86_400);

    /// <summary>Writes a day, in one transaction, in the place of what the source gave of it before. A day without rows is remembered as asked for, too.</summary>
    /// <exception cref="LedgerException">The database refused to write.</exception>
    public void Commit(AggregatedSlice slice)
    {
        try
        {
            writer.Write(slice, days, names, rows, now);
        }
        catch (SqliteException exception)
        {
            throw new LedgerException($"The ledger '{connections.Name}' cannot be written ({exception.Message}); check its disk, and that no other process holds it.", exception);
        }

        summary.Add(slice);
    }

    /// <summary>What was done since the intake began.</summary>
    public IngestSummary Finish() => summary.Build(0, 0, writer.Counted) with { HeldDays = [.. heldDays.Values] };

    /// <inheritdoc/>
    public void Dispose()
    {
        writer.Dispose();
        held?.Dispose();
    }

    private bool IsHeld(string account, string region, int day)
    {
        (bool elsewhere, string? by) = rows.IsHeldElsewhere(account, region, day);
        if (elsewhere)
        {
            heldDays[(account, region, day)] = new HeldDay(account, region, DateOnly.FromDayNumber(day), by);
        }

        return elsewhere;
    }
}
