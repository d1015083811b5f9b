using System.Runtime.InteropServices;

namespace Leastwise.Usage.Intake;

/// <summary>One account, region and day: what of it is counted. Its lock guards all of it.</summary>
internal sealed class LoggedDayState(string account, string region, int day)
{
    public string Account => account;

    public string Region => region;

    public int Day => day;

    /// <summary>Eight bytes that tell it from other logged days, in every ledger alike.</summary>
    public byte[] Key { get; } = Storage.DimensionKey.Of(account, region, day)[..8];

    /// <summary>The row's number in the ledger; 0 where it has none yet.</summary>
    public long Row { get; set; }

    /// <summary>Which records are counted; null where it is not in memory.</summary>
    public SeenSet? Seen { get; set; }

    /// <summary>When it was last asked, on the run's own counter.</summary>
    public long LastUse { get; set; }

    /// <summary>Those that the ledger does not have yet.</summary>
    public List<ulong> Fresh { get; set; } = [];

    /// <summary>What the fresh ones add.</summary>
    public DaySums Sums { get; set; }
}

/// <summary>Records of a logged day that the ledger does not have yet, and what they add.</summary>
internal sealed record DayRecords(LoggedDayState Day, List<ulong> Fresh, DaySums Sums);

/// <summary>Counts of one logged day.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DaySums(long Reads, long Writes, long Data, long Network, long Ahead)
{
    /// <summary>With more records, one unless said.</summary>
    public DaySums Plus(Marks marks, long count = 1) => new(
        Reads + (marks.HasFlag(Marks.Reads) ? count : 0),
        Writes + (marks.HasFlag(Marks.Writes) ? count : 0),
        Data + (marks.HasFlag(Marks.Data) ? count : 0),
        Network + (marks.HasFlag(Marks.Network) ? count : 0),
        Ahead + (marks.HasFlag(Marks.Ahead) ? count : 0));
}

/// <summary>
/// The logged days of a run, by number. Which records of a day are counted is brought into memory when one of the day is met, and leaves it again when
/// there are too many in all; files of a trail come day by day, so a day is rarely met again later.
/// </summary>
internal sealed class LoggedDays(Func<LoggedDayState, SeenSet> load, long mostPlaces)
{
    private readonly Lock adding = new();
    private readonly Dictionary<(string Account, string Region, int Day), int> numbers = [];
    private readonly List<LoggedDayState> days = [];
    private long clock;
    private long places;

    /// <summary>The number of a logged day.</summary>
    public int NumberOf(string account, string region, int day)
    {
        lock (adding)
        {
            if (!numbers.TryGetValue((account, region, day), out int number))
            {
                number = days.Count;
                days.Add(new LoggedDayState(account, region, day));
                numbers.Add((account, region, day), number);
            }

            return number;
        }
    }

    /// <summary>The logged day of a number.</summary>
    public LoggedDayState this[int number]
    {
        get
        {
            lock (adding)
            {
                return days[number];
            }
        }
    }

    /// <summary>Brings a day into memory. The caller holds its lock.</summary>
    public SeenSet Use(LoggedDayState day)
    {
        day.LastUse = Interlocked.Increment(ref clock);
        if (day.Seen is not SeenSet seen)
        {
            day.Seen = seen = load(day);
            Interlocked.Add(ref places, seen.Places);
        }

        return seen;
    }

    /// <summary>Notes that a day takes more memory than before.</summary>
    public void Grew(int by) => Interlocked.Add(ref places, by);

    /// <summary>Takes what the ledger does not have yet. Nobody may be adding meanwhile.</summary>
    public List<DayRecords> TakeFresh()
    {
        lock (adding)
        {
            List<DayRecords> taken = [.. days.Where(day => day.Fresh.Count > 0).Select(day => new DayRecords(day, day.Fresh, day.Sums))];
            foreach (DayRecords one in taken)
            {
                one.Day.Fresh = [];
                one.Day.Sums = default;
            }

            return taken;
        }
    }

    /// <summary>Forgets the days that were met longest ago, until the rest fit. Nobody may be adding meanwhile; days with something fresh stay.</summary>
    public void Shrink()
    {
        if (Interlocked.Read(ref places) <= mostPlaces)
        {
            return;
        }

        lock (adding)
        {
            foreach (LoggedDayState day in days.Where(day => day.Seen is not null && day.Fresh.Count == 0).OrderBy(day => day.LastUse).ToList())
            {
                if (places <= mostPlaces * 3 / 4)
                {
                    break;
                }

                places -= day.Seen?.Places ?? 0;
                day.Seen = null;
            }
        }
    }
}
