namespace Leastwise.Trail;

/// <summary>
/// Gives events to a sink: a file of CloudTrail's own kind whole, by the scanner, which is the hot path; anything else record by record, by the scanner where
/// it can and by the simple reader where it cannot.
/// </summary>
internal sealed class GivingTaker<TSink>
    where TSink : struct, IEventSink
{
    private readonly TrailScanner scanner;
    private readonly RecordTaker simple;
    private TSink sink;
    private long given;

    public GivingTaker(TrailScanner scanner, EventEncoder encoder, NameCache names, TSink sink)
    {
        this.scanner = scanner;
        this.sink = sink;
        simple = SimpleTaker.Of(names, one =>
        {
            if (given-- <= 0)
            {
                encoder.Give(one, ref this.sink);
            }
        });
    }

    /// <summary>The sink as it is now.</summary>
    public TSink Sink => sink;

    /// <summary>Reads a file whole; null where it is of another kind, or not sound, and must be read record by record.</summary>
    public TrailFileResult? TakeWhole(string path, ArraySegment<byte> packed)
    {
        using var content = PackedContent.Unpack(packed, PackedContent.MaxWholeBytes);
        if (content.Trouble is not null)
        {
            return null;
        }

        bool read = scanner.TryScan(content.Text, ref sink, out int count);
        given = read ? 0 : count;
        return read ? new TrailFileResult { Path = path, ContentHash = "", UnpackedBytes = content.Length, EventCount = count } : null;
    }

    /// <summary>Reads a record. What was given before a file turned out not to be sound is not given again: the readers agree on its order.</summary>
    public RecordStep Take(ReadOnlySpan<byte> text)
    {
        if (given <= 0 && scanner.TryGive(text, ref sink) is > 0 and int length)
        {
            return new RecordStep(RecordFate.Event, length);
        }

        return simple(text);
    }
}
