namespace Leastwise.Trail;

/// <summary>The logs of files and folders, in the order of <see cref="TrailFiles.Find"/>, without the ledger's own files. Who reads a file opens it.</summary>
/// <param name="paths">Files, folders and patterns.</param>
public sealed class FileTrailSource(IEnumerable<string> paths) : ITrailSource
{
    private TrailFile[] files = [];
    private int next = -1;

    /// <inheritdoc/>
    public long Found => files.Length;

    /// <inheritdoc/>
    public bool FoundAll { get; private set; }

    /// <inheritdoc/>
    public void Begin(TrailNeeds needs, CancellationToken stop)
    {
        files = [.. TrailFiles.Find(paths).Where(file => !needs.IsLedgers(file.Path))];
        FoundAll = true;
    }

    /// <inheritdoc/>
    public TrailItem? Next() => Interlocked.Increment(ref next) is int number && number < files.Length ? new LocalLog(files[number]) { Number = number } : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is open between two calls.
    }
}
