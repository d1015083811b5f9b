namespace Leastwise.Usage;

/// <summary>How an ingest is done.</summary>
public sealed record IngestOptions
{
    /// <summary>Everything, with as many workers as there are processors.</summary>
    public static IngestOptions Default { get; } = new();

    /// <summary>Which events are taken.</summary>
    public IngestFilter Filter { get; init; } = new();

    /// <summary>True to read every file, even one whose path, size and time of change are known.</summary>
    public bool CheckContent { get; init; }

    /// <summary>How many files are read at once; null for one each processor.</summary>
    public int? Workers { get; init; }

    /// <summary>So many files enter in one transaction at most; a killed run repeats no more. Large files make transactions of fewer.</summary>
    public int FilesPerTransaction { get; init; } = 4000;

    /// <summary>How the ledger and messages call a path, where that is not the path itself: the file that stands for standard input has no name of its own.</summary>
    public Func<string, string> Called { get; init; } = static path => path;

    /// <summary>Called with a sentence when another process holds the ledger and is waited for.</summary>
    public Action<string>? Waiting { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
