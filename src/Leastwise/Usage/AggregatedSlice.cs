using System.Text.Json;
using Leastwise.Text;
using Leastwise.Trail;
using Leastwise.Usage.Intake;

namespace Leastwise.Usage;

/// <summary>One day of an aggregated source while its rows are gathered; in memory are its distinct observations. It enters the ledger whole, or not at all.</summary>
public sealed class AggregatedSlice
{
    private readonly FileIntake intake;
    private readonly NameCache known;
    private readonly EventEncoder encoder = new();
    private readonly HashSet<(int Day, ulong Fingerprint)> singles = [];
    private readonly long latest;

    internal AggregatedSlice(DateOnly day, FileIntake intake, NameCache known, long latest)
    {
        Day = day;
        this.intake = intake;
        this.known = known;
        this.latest = latest;
    }

    /// <summary>The day.</summary>
    public DateOnly Day { get; }

    /// <summary>Calls of all rows that were given, whatever became of them.</summary>
    public long Given { get; private set; }

    /// <summary>Events so far.</summary>
    public long Events { get; private set; }

    /// <summary>Events that the filter kept out.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Single records that were given twice.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Rows that could not be read.</summary>
    public long Bad { get; private set; }

    /// <summary>Why, of the first; null where all were read.</summary>
    public Diagnostic? FirstBad { get; private set; }

    /// <summary>Events of days that the ledger has from elsewhere.</summary>
    public long Held { get; private set; }

    internal long Ahead { get; private set; }

    internal long From { get; private set; } = long.MaxValue;

    internal long To { get; private set; } = long.MinValue;

    internal Batch Batch { get; } = new();

    internal Dictionary<int, (long Events, DaySums Sums)> Days { get; } = [];

    /// <summary>Adds calls; false where the row cannot be read, which <see cref="FirstBad"/> then says.</summary>
    public bool Add(AggregatedRecord row)
    {
        string? bad;
        Given += row.Count;
        try
        {
            RecordResult read = RecordReader.Read(row.Json.Span, known);
            bad = read.Insight ? null : read.Event is TrailEvent one ? Add(one, row) : read.Bad;
        }
        catch (JsonException broken)
        {
            bad = $"it is not JSON ({broken.Message.TrimEnd('.')})";
        }

        if (bad is null)
        {
            return true;
        }

        Bad++;
        FirstBad ??= new Diagnostic(DiagnosticSeverity.Error, $"A row of {Day:yyyy-MM-dd} cannot be used: {bad}.", SourcePosition.WholeFile(""));
        return false;
    }

    private string? Add(TrailEvent one, AggregatedRecord row)
    {
        long first = one.Time.ToUnixTimeSeconds(), last = row.Last?.ToUnixTimeSeconds() ?? first;
        bool single = row.Count == 1 && !string.IsNullOrEmpty(one.EventId);
        if (DayOf(one.Time) != Day || (row.Last is DateTimeOffset end && (DayOf(end) != Day || last < first)) || row.Count < 1)
        {
            return "its times or its count are not those of calls of that day";
        }

        if (!single && (one.SharedEventId is not null || one.Issued is not null || one.CreatedKey is not null))
        {
            return $"{one.Source} {one.Name} issues credentials or is recorded by several accounts, and must come with its eventID, one by one";
        }

        intake.Begin(latest);
        var sink = new IntakeSink(intake);
        encoder.Give(one, ref sink);
        LeftOut += intake.LeftOut * row.Count;
        Held += intake.Held * row.Count;
        if (intake.Count == 1)
        {
            Count(intake.Rows[0], single, new Tally(row.Count, first, last));
        }

        return null;
    }

    private void Count(in EventRow row, bool single, Tally tally)
    {
        if (single && !singles.Add((row.Day, row.Fingerprint)))
        {
            Duplicates++;
            return;
        }

        Marks marks = row.Marks | (tally.Last > latest ? Marks.Ahead : Marks.None);
        (long events, DaySums sums) = Days.GetValueOrDefault(row.Day);
        Days[row.Day] = (events + tally.Count, sums.Plus(marks, tally.Count));
        Batch.Count(row, row.Single < 0 ? null : intake.Singles[row.Single], tally);
        Events += tally.Count;
        Ahead += marks.HasFlag(Marks.Ahead) ? tally.Count : 0;
        From = Math.Min(From, tally.First);
        To = Math.Max(To, tally.Last);
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
