using System.Security.Cryptography;

namespace Leastwise.Trail;

/// <summary>
/// Reads one file of CloudTrail records: opens, names it by its content, unpacks, reads. Never throws for what a file holds.
/// Memory per file is bounded by <see cref="TrailLimits"/>. An instance serves one thread.
/// </summary>
public sealed class TrailFileReader
{
    private readonly NameCache names = new();
    private readonly TrailScanner scanner = new();

    /// <summary>Reads <paramref name="path"/>, except where <paramref name="isKnown"/> recognises its content, by SHA-256; then the result is null.</summary>
    public TrailFileResult? Read(string path, Func<string, bool> isKnown) =>
        Open(path, isKnown, out string hash, out byte[] packed) is TrailFileResult unopened ? unopened : hash.Length == 0 ? null : Read(path, hash, packed);

    /// <summary>Reads <paramref name="path"/> and gives its events to <paramref name="sink"/>; null where <paramref name="isKnown"/> recognises its content.</summary>
    internal TrailFileResult? Read<TSink>(string path, Func<string, bool> isKnown, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Open(path, isKnown, out string hash, out byte[] packed) is TrailFileResult unopened)
        {
            return unopened;
        }

        if (hash.Length == 0)
        {
            return null;
        }

        using var content = PackedContent.Unpack(packed, TrailLimits.MaxUnpackedBytes);
        return Whole(scanner.Scan(path, content.Text, ref sink), path, hash, packed, content);
    }

    private static TrailFileResult? Open(string path, Func<string, bool> isKnown, out string hash, out byte[] packed)
    {
        hash = "";
        packed = [];
        try
        {
            long length = new FileInfo(path).Length;
            if (length > TrailLimits.MaxPackedBytes)
            {
                return Unopened(path, $"It is larger than {TrailLimits.MaxPackedBytes / (1024 * 1024)} MB; split it.");
            }

            packed = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unopened(path, $"It cannot be opened ({Reason(exception)}); check that it exists and that you may read it.");
        }

        hash = Convert.ToHexString(SHA256.HashData(packed));
        if (isKnown(hash))
        {
            hash = "";
            packed = [];
        }

        return null;
    }

    /// <summary>Reads a file's bytes.</summary>
    public TrailFileResult Read(string path, ReadOnlySpan<byte> packed) => Read(path, Convert.ToHexString(SHA256.HashData(packed)), packed.ToArray());

    private TrailFileResult Read(string path, string hash, byte[] packed)
    {
        using var content = PackedContent.Unpack(packed, TrailLimits.MaxUnpackedBytes);
        TrailFileResult result = TrailTextReader.Read(path, content.Text, names);
        return Whole(result with { EventCount = result.Events.Length }, path, hash, packed, content);
    }

    private static TrailFileResult Whole(TrailFileResult read, string path, string hash, byte[] packed, PackedContent content)
    {
        TrailFileResult result = read with { ContentHash = hash, Bytes = packed.Length, UnpackedBytes = content.Length };
        return content.Trouble is string trouble
            ? result with { NotReadBecause = TornSentence(trouble, result.EventCount), PassedOver = false, LosesEvents = true }
            : result with { LosesEvents = result.LosesEvents || (result is { NotReadBecause: not null, PassedOver: false } && LogFileName.AccountOf(path) is not null) };
    }

    private static string TornSentence(string trouble, long events) =>
        events == 0
            ? $"Nothing could be read: {trouble}; copy it again from its bucket."
            : $"Only its first {events} events could be read: {trouble}; copy it again from its bucket.";

    private static TrailFileResult Unopened(string path, string because) => new() { Path = path, ContentHash = "", NotReadBecause = because, LosesEvents = true };

    private static string Reason(Exception exception) =>
        exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => "it is not there",
            UnauthorizedAccessException => "permission denied",
            _ => exception.Message.TrimEnd('.'),
        };
}
