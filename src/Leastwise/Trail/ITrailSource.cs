namespace Leastwise.Trail;

/// <summary>
/// A place that logs come from, one after the other: files, a bucket, an API. What is slow (listing, fetching) goes on beside the reading; what waits to be read is
/// bounded, so that a source never runs far ahead of its readers.
/// </summary>
public interface ITrailSource : IDisposable
{
    /// <summary>How many logs were found so far, those that are passed by included.</summary>
    long Found { get; }

    /// <summary>Whether no more will be found.</summary>
    bool FoundAll { get; }

    /// <summary>Begins to look; called once, before <see cref="Next"/>.</summary>
    /// <param name="needs">What need not be fetched.</param>
    /// <param name="stop">Ends the work.</param>
    void Begin(TrailNeeds needs, CancellationToken stop);

    /// <summary>
    /// The next log, waited for; null after the last one, and when the work was stopped. Several threads ask. Throws what made the source unusable, after
    /// everything that was fetched before has been given.
    /// </summary>
    TrailItem? Next();
}

/// <summary>What a source asks before it fetches a log; all may be asked by several threads.</summary>
/// <param name="Wants">Whether a log can hold something that was asked for, by its name; one that cannot is counted as left out.</param>
/// <param name="Knows">Whether a log of this identity was read to its end before; one that was is counted as skipped.</param>
/// <param name="Remembers">Whether an <see cref="EmptyLog"/> of this identity was given before.</param>
public sealed record TrailNeeds(Func<string, bool> Wants, Func<string, bool> Knows, Func<string, bool> Remembers)
{
    /// <summary>The ledger's file; null for one in memory. It, its log and its lock may lie among the logs, and are none.</summary>
    public string? Ledger { get; init; }

    /// <summary>Whether a file is the ledger's own.</summary>
    internal bool IsLedgers(string path) =>
        Ledger is not null
        && Path.GetFileName(path.AsSpan()).StartsWith(Path.GetFileName(Ledger.AsSpan()), StringComparison.Ordinal)
        && Path.GetFullPath(path) is var whole
        && Path.GetFullPath(Ledger) is var own
        && whole.StartsWith(own, StringComparison.Ordinal)
        && whole[own.Length..] is "" or "-wal" or "-shm" or "-journal" or "-lock";
}
