namespace Leastwise.Trail;

/// <summary>What a source gives: a log, or why there is none.</summary>
/// <param name="Path">How the log is called.</param>
public abstract record TrailItem(string Path)
{
    /// <summary>Its place among the logs of a run; the greatest number where the order is not known, and names decide.</summary>
    public int Number { get; init; } = int.MaxValue;
}

/// <summary>A file of this machine, to be opened by who reads it.</summary>
/// <param name="File">The file, or why a path gave none.</param>
public sealed record LocalLog(TrailFile File) : TrailItem(File.Path);

/// <summary>A log that was fetched; disposed after reading.</summary>
/// <param name="Path">How the log is called.</param>
/// <param name="Identity">Names this state of the log, such as bucket, key, tag and size; remembered when it was read to its end. Null where the log may still grow.</param>
/// <param name="Content">Its bytes.</param>
public sealed record FetchedLog(string Path, string? Identity, LogContent Content) : TrailItem(Path), IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}

/// <summary>A log without events, or a part of a source that was read to its end, which is remembered so that it is not asked for again. It counts as no log.</summary>
/// <param name="Path">How the log is called.</param>
/// <param name="Identity">As with a log that was fetched; null where it may still grow.</param>
public sealed record EmptyLog(string Path, string? Identity) : TrailItem(Path);

/// <summary>A log that could not be fetched; it is named, and asked for again next time.</summary>
/// <param name="Path">How the log is called.</param>
/// <param name="Reason">One sentence with what to do.</param>
public sealed record UnfetchedLog(string Path, string Reason) : TrailItem(Path);
