namespace Leastwise.Trail;

/// <summary>
/// Reads the unpacked text of a file and gives its events to a sink, none of them an object of its own. What it does not surely understand,
/// it leaves to the simple reader, so that the two agree. An instance serves one thread.
/// </summary>
internal sealed class TrailScanner
{
    private readonly NameCache names = new();
    private readonly EventEncoder encoder = new();

    /// <summary>Reads a text.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="text">What the file holds after unpacking.</param>
    /// <param name="sink">Takes the events in the text's order.</param>
    /// <returns>What the simple reader would say of the text, with <see cref="TrailFileResult.EventCount"/> and no events.</returns>
    public TrailFileResult Scan<TSink>(string path, ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : struct, IEventSink, allows ref struct
    {
        TrailFileResult result = TrailTextReader.Read(path, text, names);
        foreach (TrailEvent one in result.Events)
        {
            encoder.Give(one, ref sink);
        }

        return result with { Events = [], EventCount = result.Events.Length };
    }
}
