using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Leastwise.Remote.Athena;

/// <summary>Days without a gap, both ends included.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DayRange(DateOnly First, DateOnly Last)
{
    /// <summary>More gaps than that are asked over: a statement has a limit, and days that were not asked for are passed over when its answer is read.</summary>
    private const int Most = 12;

    /// <summary>The ranges of days in order.</summary>
    public static ImmutableArray<DayRange> Of(IEnumerable<DateOnly> days)
    {
        var ranges = new List<DayRange>();
        foreach (DateOnly day in days.Order())
        {
            if (ranges.Count > 0 && day.DayNumber <= ranges[^1].Last.DayNumber + 1)
            {
                ranges[^1] = ranges[^1] with { Last = day };
            }
            else
            {
                ranges.Add(new DayRange(day, day));
            }
        }

        return ranges.Count > Most ? [new DayRange(ranges[0].First, ranges[^1].Last)] : [.. ranges];
    }
}

/// <summary>What is asked of a table.</summary>
/// <param name="Days">The days on which events happened, UTC, in order; at least one range.</param>
/// <param name="Accounts">The accounts whose trails recorded; empty for all.</param>
/// <param name="Regions">The regions; empty for all.</param>
internal sealed record TrailQuestion(ImmutableArray<DayRange> Days, ImmutableArray<string> Accounts, ImmutableArray<string> Regions);
