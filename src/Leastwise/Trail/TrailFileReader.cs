using System.Security.Cryptography;

namespace Leastwise.Trail;

/// <summary>
/// Reads one file of CloudTrail records: opens, names it by its content, unpacks, reads. Never throws for what a file holds.
/// Memory per file is bounded by <see cref="TrailLimits"/>. An instance serves one thread.
/// </summary>
public sealed class TrailFileReader
{
    private readonly NameCache names = new();

    /// <summary>Reads <paramref name="path"/>, except where <paramref name="isKnown"/> recognises its content, by SHA-256; then the result is null.</summary>
    public TrailFileResult? Read(string path, Func<string, bool> isKnown)
    {
        byte[] packed;
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

        string hash = Convert.ToHexString(SHA256.HashData(packed));
        return isKnown(hash) ? null : Read(path, hash, packed);
    }

    /// <summary>Reads a file's bytes.</summary>
    public TrailFileResult Read(string path, ReadOnlySpan<byte> packed) => Read(path, Convert.ToHexString(SHA256.HashData(packed)), packed.ToArray());

    private TrailFileResult Read(string path, string hash, byte[] packed)
    {
        using var content = PackedContent.Unpack(packed, TrailLimits.MaxUnpackedBytes);
        TrailFileResult result = TrailTextReader.Read(path, content.Text, names) with
        {
            ContentHash = hash,
            Bytes = packed.Length,
            UnpackedBytes = content.Length,
        };
        return content.Trouble is string trouble
            ? result with { NotReadBecause = TornSentence(trouble, result.Events.Length), PassedOver = false, LosesEvents = true }
            : result with { LosesEvents = result.LosesEvents || (result is { NotReadBecause: not null, PassedOver: false } && LogFileName.AccountOf(path) is not null) };
    }

    private static string TornSentence(string trouble, int events) =>
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
