using System.Collections.Immutable;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>What the verdicts rest on: which days the logs cover, what was read, what was not.</summary>
public sealed record Evidence
{
    /// <summary>By account, in ordinal order of id; accounts of the files that have no logs stand here with no days.</summary>
    public required ImmutableArray<LogCoverage> Coverage { get; init; }

    /// <summary>Log files read.</summary>
    public required long FilesRead { get; init; }

    /// <summary>Log files passed over as read before.</summary>
    public long FilesSkipped { get; init; }

    /// <summary>Log files of CloudTrail that hold no calls, such as digests.</summary>
    public long FilesPassedOver { get; init; }

    /// <summary>Distinct events in the window.</summary>
    public required long Events { get; init; }

    /// <summary>Events delivered more than once, counted once.</summary>
    public long Duplicates { get; init; }

    /// <summary>Records that could not be read in files that could.</summary>
    public long BadRecords { get; init; }

    /// <summary>Bytes as they lie on disk.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes after unpacking.</summary>
    public long BytesUncompressed { get; init; }

    /// <summary>Files that could not be read, in ordinal order of path.</summary>
    public ImmutableArray<UnreadFile> FilesNotRead { get; init; } = [];

    /// <summary>The first bad record of each file that had one.</summary>
    public ImmutableArray<Diagnostic> FirstBadRecords { get; init; } = [];

    /// <summary>Events that the catalogue has no answer for, most frequent first.</summary>
    public ImmutableArray<UnresolvedEvent> Unresolved { get; init; } = [];
}

/// <summary>A file that could not be read.</summary>
/// <param name="Path">Its path as given.</param>
/// <param name="Reason">One sentence.</param>
public sealed record UnreadFile(string Path, string Reason);

/// <summary>Which days the logs of an account show.</summary>
public sealed record LogCoverage
{
    /// <summary>Twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Events by region and day, in ordinal order of region, then day.</summary>
    public required ImmutableArray<RegionDay> Days { get; init; }

    /// <summary>Days within the window without an event, as runs; both ends belong to a run.</summary>
    public required ImmutableArray<DayRange> Gaps { get; init; }

    /// <summary>Data resource types that occur, such as <c>AWS::S3::Object</c>, in ordinal order.</summary>
    public ImmutableArray<string> DataResourceTypes { get; init; } = [];

    /// <summary>The runs of days of the window on which no region has an event.</summary>
    /// <remarks>Goes from one day with events to the next, so that a window of thousands of years costs no more than its logs.</remarks>
    public static ImmutableArray<DayRange> GapsOf(IEnumerable<RegionDay> days, UsageWindow window)
    {
        // Numbers, not days: there is no day after 31 December 9999 to step to.
        int first = window.FirstDay.DayNumber, last = window.LastDay.DayNumber, next = first;
        var gaps = ImmutableArray.CreateBuilder<DayRange>();
        foreach (int seen in days.Select(day => day.Day.DayNumber).Where(day => day >= first && day <= last).Distinct().Order())
        {
            AddGap(gaps, next, seen - 1);
            next = seen + 1;
        }

        AddGap(gaps, next, last);
        return gaps.ToImmutable();
    }

    private static void AddGap(ImmutableArray<DayRange>.Builder gaps, int from, int to)
    {
        if (from <= to)
        {
            gaps.Add(new DayRange(DateOnly.FromDayNumber(from), DateOnly.FromDayNumber(to)));
        }
    }
}

/// <summary>Events of one region on one day.</summary>
public sealed record RegionDay(string Region, DateOnly Day, long Events);

/// <summary>Days from <paramref name="From"/> to <paramref name="To"/>, both included.</summary>
public sealed record DayRange(DateOnly From, DateOnly To)
{
    /// <summary>How many days.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;
}
