using System.Runtime.CompilerServices;

namespace Leastwise.Trail;

/// <summary>
/// Reads the unpacked text of a file and gives its events to a sink, none of them an object of its own. It does so itself for CloudTrail's own shape,
/// <c>{"Records": [...]}</c>, as far as that is JSON to the letter. A record that it does not surely understand it leaves to the simple reader; and
/// where a record is no event, or the text is of another shape or broken, it leaves the rest of the text to the simple reader, so that the two
/// agree on every input. An instance serves one thread.
/// </summary>
internal sealed class TrailScanner
{
    private readonly NameCache names = new();
    private readonly EventEncoder encoder = new();
    private readonly RecordScratch scratch = new();
    private readonly IdentityMemo identities = new();

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>How many events so far were left to the simple reader.</summary>
    public long LeftToSimpleReader { get; private set; }

    /// <summary>Reads a text.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="text">What the file holds after unpacking.</param>
    /// <param name="sink">Takes the events in the text's order.</param>
    /// <returns>What the simple reader would say of the text, with <see cref="TrailFileResult.EventCount"/> and no events.</returns>
    public TrailFileResult Scan<TSink>(string path, ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : struct, IEventSink, allows ref struct
    {
        if (TryScan(text, ref sink, out int given))
        {
            return new TrailFileResult { Path = path, ContentHash = "", UnpackedBytes = text.Length, EventCount = given };
        }

        // The simple reader begins anew, so that its places are the text's; what was given is not given again.
        TrailFileResult result = TrailTextReader.Read(path, text, names);
        foreach (TrailEvent one in result.Events.AsSpan()[given..])
        {
            encoder.Give(one, ref sink);
            LeftToSimpleReader++;
        }

        return result with { Events = [], EventCount = result.Events.Length };
    }

    /// <summary>Reads the text to its end; false where that is not for this reader to do.</summary>
    /// <param name="text">What the file holds after unpacking.</param>
    /// <param name="sink">Takes the events in the text's order.</param>
    /// <param name="given">How many events were given, to the end or before it turned out that the text is for the simple reader.</param>
    public bool TryScan<TSink>(ReadOnlySpan<byte> text, ref TSink sink, out int given)
        where TSink : struct, IEventSink, allows ref struct
    {
        given = 0;
        return TryScanUnmarked(text.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text, ref sink, ref given);
    }

    /// <summary>Gives the event of the record that the text begins with; the record's length, or a negative number where that is for the simple reader to do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int TryGive<TSink>(ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : struct, IEventSink, allows ref struct
    {
        var scan = new RecordScan(text, scratch, identities);
        int behind = scan.Read(0);
        return behind >= 0 && scan.TryGive(ref sink) ? behind : JsonText.Broken;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryScanUnmarked<TSink>(ReadOnlySpan<byte> text, ref TSink sink, ref int given)
        where TSink : struct, IEventSink, allows ref struct
    {
        var json = new JsonText(text);
        int at = json.PassSpace(0);
        if (json[at] != (byte)'{')
        {
            return false;
        }

        at = json.PassKey(json.PassSpace(at + 1), out ReadOnlySpan<byte> key);
        if (!key.SequenceEqual("Records"u8) || json[at] != (byte)'[')
        {
            return false;
        }

        at = json.PassSpace(at + 1);
        if (json[at] == (byte)']')
        {
            return Ends(json, at + 1, text.Length);
        }

        var scan = new RecordScan(text, scratch, identities);
        while (at > 0)
        {
            at = GiveRecord(text, ref scan, at, ref sink);
            given += at > 0 ? 1 : 0;
            at = json.PassSeparator(at, (byte)']');
        }

        return at != JsonText.Broken && Ends(json, ~at, text.Length);
    }

    /// <summary>From a record's first byte to the place behind it, once the sink has its event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int GiveRecord<TSink>(ReadOnlySpan<byte> text, ref RecordScan scan, int at, ref TSink sink)
        where TSink : struct, IEventSink, allows ref struct
    {
        int behind = scan.Read(at);
        if (behind >= 0 && scan.TryGive(ref sink))
        {
            return behind;
        }

        var json = new JsonText(text);
        behind = json[at] == (byte)'{' ? json.PassValue(at) : JsonText.Broken;
        if (behind < 0 || RecordReader.Read(text[at..behind], names).Event is not TrailEvent one)
        {
            return JsonText.Broken;
        }

        encoder.Give(one, ref sink);
        LeftToSimpleReader++;
        return behind;
    }

    private static bool Ends(JsonText json, int at, int length)
    {
        at = json.PassSpace(at);
        return json[at] == (byte)'}' && json.PassSpace(at + 1) == length;
    }
}
