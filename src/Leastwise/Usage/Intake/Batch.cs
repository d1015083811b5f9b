using System.Runtime.InteropServices;

namespace Leastwise.Usage.Intake;

/// <summary>What one worker gathered since the ledger was last written: the counted records of whole files.</summary>
internal sealed class Batch
{
    /// <summary>Counts.</summary>
    public TallyTable Tallies { get; } = new();

    /// <summary>Data events by logged day and containers.</summary>
    public Dictionary<(int Day, int Containers), (long Reads, long Writes)> Data { get; } = [];

    /// <summary>Records that are kept one by one.</summary>
    public List<SingleRecord> Singles { get; } = [];

    /// <summary>The files.</summary>
    public List<FileOutcome> Files { get; } = [];

    /// <summary>Makes it empty, to be filled again: its tables need not grow anew.</summary>
    public void Clear()
    {
        Tallies.Clear();
        Data.Clear();
        Singles.Clear();
        Files.Clear();
    }

    /// <summary>Counts a record.</summary>
    public void Count(in EventRow row) => Tallies.Add(row, new Tally(1, row.Time, row.Time));

    /// <summary>Counts calls that an engine summed up, of which one may be kept by itself.</summary>
    public void Count(in EventRow row, SingleRecord? single, in Tally tally)
    {
        if (single is not null)
        {
            Singles.Add(single);
        }

        if (single is null or { SharedId.Length: 0 })
        {
            Tallies.Add(row, tally);
        }

        if (row.Containers != 0)
        {
            CountData(row, tally.Count);
        }
    }

    /// <summary>Counts what data events show of the trail's selection.</summary>
    public void CountData(in EventRow row, long count = 1)
    {
        ref (long Reads, long Writes) sums = ref CollectionsMarshal.GetValueRefOrAddDefault(Data, (row.Day, row.Containers), out _);
        sums.Reads += row.Marks.HasFlag(Marks.DataReads) ? count : 0;
        sums.Writes += row.Marks.HasFlag(Marks.DataWrites) ? count : 0;
    }
}

/// <summary>A file as it enters the ledger.</summary>
internal sealed record FileOutcome
{
    /// <summary>Its place among the files of the run.</summary>
    public required int Number { get; init; }

    /// <summary>Its path, as it was opened.</summary>
    public required string Path { get; init; }

    /// <summary>What was read; null where the content was known.</summary>
    public required Trail.TrailFileResult? Result { get; init; }

    /// <summary>Names path, size and time of change; null where the file is to be read again next time.</summary>
    public required byte[]? Stamp { get; init; }

    /// <summary>Whether it only remembers something of a source, and is no log of the summary.</summary>
    public bool IsNote { get; init; }

    /// <summary>Records that were counted.</summary>
    public long Added { get; init; }

    /// <summary>Records that had been counted before.</summary>
    public long Repeated { get; init; }

    /// <summary>Records that a filter kept out.</summary>
    public long LeftOut { get; init; }

    /// <summary>Records of days of which it was forgotten which are counted.</summary>
    public long TooOld { get; init; }

    /// <summary>Records of days that an engine summed up.</summary>
    public long Held { get; init; }

    /// <summary>Counted records dated ahead of their file.</summary>
    public long Ahead { get; init; }

    /// <summary>The first and last record's time, Unix seconds; the first is greater than the last where there was none.</summary>
    public long From { get; init; } = long.MaxValue;

    /// <summary>The last.</summary>
    public long To { get; init; } = long.MinValue;
}
