namespace Leastwise.Trail;

/// <summary>Content that is packed as a whole, with gzip or zstd. Its first bytes tell, never its name.</summary>
internal static class PackedText
{
    /// <summary>So many first bytes tell.</summary>
    public const int Tells = 4;

    /// <summary>Whether content that begins so is packed.</summary>
    public static bool Begins(ReadOnlySpan<byte> head) => IsGzip(head) || IsZstd(head);

    /// <summary>What content that begins so unpacks to, read from <paramref name="packed"/>, which is left open; null where it is not packed.</summary>
    public static ReadOnlyStream? Open(ReadOnlySpan<byte> head, Stream packed, UnpackBudget budget) =>
        IsGzip(head) ? new GzipText(packed, budget) : IsZstd(head) ? new ZstdText(packed, budget) : null;

    private static bool IsGzip(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, ..];

    /// <summary>A frame, or one that is to be skipped, which may stand before the first (RFC 8878, 3.1.1 and 3.1.2).</summary>
    private static bool IsZstd(ReadOnlySpan<byte> head) => head is [0x28, 0xB5, 0x2F, 0xFD, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..];
}
