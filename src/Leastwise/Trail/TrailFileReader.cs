using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Leastwise.Trail;

/// <summary>Takes a record as it is read.</summary>
/// <param name="json">The record's own text.</param>
/// <param name="one">What it says.</param>
public delegate void RecordSeen(ReadOnlySpan<byte> json, TrailEvent one);

/// <summary>
/// Reads one file of CloudTrail records: opens, names it by its content, unpacks, reads. Never throws for what a file holds.
/// Memory per file is bounded by <see cref="TrailLimits"/>, where the events are given on and not gathered. An instance serves one thread.
/// </summary>
public sealed class TrailFileReader
{
    private readonly NameCache names = new();
    private readonly TrailScanner scanner = new();
    private readonly EventEncoder encoder = new();
    private readonly TimeProvider clock;

    /// <summary>A reader that takes the machine's word for what is the future.</summary>
    public TrailFileReader()
        : this(TimeProvider.System)
    {
    }

    /// <summary>A reader.</summary>
    /// <param name="clock">Tells which events are dated in the future.</param>
    public TrailFileReader(TimeProvider clock) => this.clock = clock;

    /// <summary>
    /// Reads <paramref name="path"/> and gathers its events, except where <paramref name="isKnown"/> recognises its content, by SHA-256; then the result is null.
    /// </summary>
    public TrailFileResult? Read(string path, Func<string, bool> isKnown)
    {
        ImmutableArray<TrailEvent>.Builder events = ImmutableArray.CreateBuilder<TrailEvent>();
        return Read(path, isKnown, SimpleTaker.Of(names, events.Add)) is TrailFileResult result ? result with { Events = events.DrainToImmutable() } : null;
    }

    /// <summary>
    /// Reads <paramref name="path"/> and shows each record as it is met, with its text: a JSON object, made of a table's row where the file is a table. The text is valid only
    /// during the call. Null where <paramref name="isKnown"/> recognises the content.
    /// </summary>
    public TrailFileResult? Read(string path, Func<string, bool> isKnown, RecordSeen see)
    {
        TrailEvent? last = null;
        RecordTaker simple = SimpleTaker.Of(names, one => last = one);
        return Read(path, isKnown, text =>
        {
            RecordStep step = simple(text);
            if (step.Fate == RecordFate.Event && last is TrailEvent one)
            {
                see(text[..step.Length], one);
            }

            return step;
        });
    }

    /// <summary>Reads a file's bytes and gathers its events.</summary>
    public TrailFileResult Read(string path, ReadOnlySpan<byte> packed)
    {
        ImmutableArray<TrailEvent>.Builder events = ImmutableArray.CreateBuilder<TrailEvent>();
        return Read(path, packed.ToArray(), SimpleTaker.Of(names, events.Add)) with { Events = events.DrainToImmutable() };
    }

    /// <summary>Reads a file and gives its events to <paramref name="sink"/>, in memory that does not depend on the file's size. Null as above.</summary>
    internal TrailFileResult? Read<TSink>(string path, Func<string, bool> isKnown, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var giving = new GivingTaker<TSink>(scanner, encoder, names, sink);
        TrailFileResult? result = Read(path, isKnown, giving.Take, giving.TakeWhole);
        sink = giving.Sink;
        return result;
    }

    /// <summary>The same of a log that was fetched.</summary>
    internal TrailFileResult? Read<TSink>(FetchedLog log, Func<string, bool> isKnown, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var giving = new GivingTaker<TSink>(scanner, encoder, names, sink);
        TrailFileResult? result = log.Content.File is FileStream file
            ? ReadLarge(log.Path, file, isKnown, giving.Take)
            : Read(log.Path, log.Content.Bytes, isKnown, giving.Take, giving.TakeWhole);
        sink = giving.Sink;
        return result;
    }

    /// <summary>Reads a file and gives its records to <paramref name="taker"/>, in memory that does not depend on the file's size. Null as above.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isKnown">Recognises its content.</param>
    /// <param name="taker">Reads records.</param>
    /// <param name="whole">Reads a whole file that is of CloudTrail's own kind, and faster; null where there is nothing faster.</param>
    internal TrailFileResult? Read(string path, Func<string, bool> isKnown, RecordTaker taker, Func<string, ArraySegment<byte>, TrailFileResult?>? whole = null)
    {
        try
        {
            using FileStream? file = TrailOpening.Open(path, out string? problem);
            if (file is null)
            {
                return Unopened(path, problem ?? "It cannot be opened.");
            }

            if (file.Length > TrailLimits.MaxWholeBytes)
            {
                return ReadLarge(path, file, isKnown, taker);
            }

            // A buffer of its own for each file would be a large object that only a full collection frees.
            byte[] buffer = ArrayPool<byte>.Shared.Rent((int)file.Length);
            try
            {
                return Read(path, new ArraySegment<byte>(buffer, 0, file.ReadAtLeast(buffer.AsSpan(0, (int)file.Length), (int)file.Length, throwOnEndOfStream: false)), isKnown, taker, whole);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unopened(path, $"It cannot be opened ({Reason(exception)}); check that it exists and that you may read it.");
        }
    }

    /// <summary>Reads a file's bytes and gives its records to <paramref name="taker"/>.</summary>
    internal TrailFileResult Read(string path, byte[] packed, RecordTaker taker) => Read(path, HashOf(packed), (ArraySegment<byte>)packed, taker);

    private TrailFileResult? Read(string path, ArraySegment<byte> packed, Func<string, bool> isKnown, RecordTaker taker, Func<string, ArraySegment<byte>, TrailFileResult?>? whole)
    {
        string hash = HashOf(packed);
        return isKnown(hash) ? null
            : whole?.Invoke(path, packed) is TrailFileResult quick ? quick with { ContentHash = hash, Bytes = packed.Count }
            : Read(path, hash, packed, taker);
    }

    private TrailFileResult Read(string path, string hash, ArraySegment<byte> packed, RecordTaker taker)
    {
        using MemoryStream content = PackedContent.StreamOf(packed);
        return Read(path, hash, content, taker);
    }

    private TrailFileResult? ReadLarge(string path, FileStream file, Func<string, bool> isKnown, RecordTaker taker)
    {
        // A file that grows meanwhile is read as far as it was hashed, so that its identity is that of what was read.
        using var content = new FileStart(file, file.Length);
        content.Position = 0;
        string hash = Convert.ToHexString(SHA256.HashData(content));
        content.Position = 0;
        return isKnown(hash) ? null : Read(path, hash, content, taker);
    }

    private TrailFileResult Read(string path, string hash, Stream content, RecordTaker taker)
    {
        var reader = new TrailContentReader(taker, new UnpackBudget(content.Length), clock.GetUtcNow());
        TrailFileResult result = reader.Read(path, content);
        return result with
        {
            ContentHash = hash,
            Bytes = content.Length,
            LosesEvents = result.LosesEvents || (result is { NotReadBecause: not null, PassedOver: false } && LogFileName.AccountOf(path) is not null),
        };
    }

    private static string HashOf(ReadOnlySpan<byte> packed) => Convert.ToHexString(SHA256.HashData(packed));

    private static TrailFileResult Unopened(string path, string because) => new() { Path = path, ContentHash = "", NotReadBecause = because, LosesEvents = true };

    private static string Reason(Exception exception) =>
        exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => "it is not there",
            UnauthorizedAccessException => "permission denied",
            _ => exception.Message.TrimEnd('.'),
        };
}
