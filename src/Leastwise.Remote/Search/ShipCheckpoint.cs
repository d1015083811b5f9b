namespace Leastwise.Remote.Search;

/// <summary>A file that names, by content, the log files of which everything arrived: those are not read again. One line each, added when the server has confirmed.</summary>
public sealed class ShipCheckpoint : IDisposable
{
    private readonly HashSet<string> known;
    private readonly StreamWriter? output;
    private readonly string target;

    private ShipCheckpoint(HashSet<string> known, StreamWriter? output, string target)
    {
        this.known = known;
        this.output = output;
        this.target = target;
    }

    /// <summary>Without a file: nothing is remembered.</summary>
    public static ShipCheckpoint None { get; } = new([], null, "");

    /// <summary>Reads what is there, and will add to it.</summary>
    /// <param name="path">The file, made where there is none.</param>
    /// <param name="target">The index: what arrived in another one has not arrived here.</param>
    /// <exception cref="RemoteException">It cannot be used.</exception>
    public static ShipCheckpoint Open(string path, string target)
    {
        try
        {
            HashSet<string> there = File.Exists(path) ? [.. File.ReadLines(path)] : [];
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new ShipCheckpoint(there, new StreamWriter(path, options) { NewLine = "\n" }, target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RemoteException($"The state file '{path}' cannot be used ({exception.Message.TrimEnd('.')}). Check the path and its permissions.", exception);
        }
    }

    /// <summary>Whether everything of a content arrived.</summary>
    public bool Knows(string hash) => known.Contains(Line(hash));

    /// <inheritdoc/>
    public void Dispose() => output?.Dispose();

    /// <summary>Notes that everything arrived.</summary>
    internal void Add(IReadOnlyCollection<string> hashes)
    {
        if (output is null)
        {
            return;
        }

        foreach (string hash in hashes)
        {
            output.WriteLine(Line(hash));
        }

        output.Flush();
    }

    private string Line(string hash) => $"{hash} {target}";
}
