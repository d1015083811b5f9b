using System.Collections.Immutable;
using System.Text;
using Leastwise.Trail;

namespace Leastwise.Usage;

/// <summary>Which events an ingest takes. Empty parts take all.</summary>
public sealed record IngestFilter
{
    /// <summary>The first day (UTC); null for no limit.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The last day, itself included; null for no limit.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Accounts.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Regions.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Whether it takes all.</summary>
    public bool TakesAll => Since is null && Until is null && Accounts.IsEmpty && Regions.IsEmpty;

    /// <summary>Whether an event is taken.</summary>
    internal bool Takes(in RawEvent one, int day)
    {
        if ((Since is DateOnly since && day < since.DayNumber) || (Until is DateOnly until && day > until.DayNumber))
        {
            return false;
        }

        return Contains(Accounts, one.Recipient) && Contains(Regions, one.Region);
    }

    /// <summary>
    /// Whether a file can hold such events, as far as its name tells. CloudTrail delivers a file after the events that it holds, so it is left out where it was
    /// delivered before the first day, or more than <see cref="LateDays"/> days after the last.
    /// </summary>
    public bool MayHold(string path)
    {
        if (DeliveredLog.Parse(path) is not DeliveredLog name)
        {
            return true;
        }

        return (Accounts.IsEmpty || Accounts.Contains(name.Account))
            && (Regions.IsEmpty || Regions.Contains(name.Region))
            && !(Since is DateOnly since && name.Day < since)
            && !(Until is DateOnly until && name.Day.DayNumber > until.DayNumber + LateDays);
    }

    /// <summary>So many days after an event its file is still looked at. CloudTrail delivers within about a quarter of an hour, after an outage within days.</summary>
    public const int LateDays = 3;

    private static bool Contains(ImmutableArray<string> wanted, ReadOnlySpan<byte> text)
    {
        if (wanted.IsEmpty)
        {
            return true;
        }

        foreach (string one in wanted)
        {
            if (Ascii.Equals(text, one))
            {
                return true;
            }
        }

        return false;
    }
}
