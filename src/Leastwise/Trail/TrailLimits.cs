namespace Leastwise.Trail;

/// <summary>
/// What an input may cost to read. Text is read through a window, so a file's size is no limit of its own; these are the bounds of the window and of
/// what packing may pretend. CloudTrail's own files stay far below: a few megabytes packed, about fifty unpacked, five to thirty times smaller packed.
/// </summary>
public static class TrailLimits
{
    /// <summary>Bytes of one record, or of one string that wraps records. A larger one is passed over and named.</summary>
    public const int MaxRecordBytes = 128 * 1024 * 1024;

    /// <summary>Levels of nesting in JSON; a record of CloudTrail has about ten.</summary>
    public const int MaxDepth = 256;

    /// <summary>How often one thing may be wrapped in another: a string in a record of a queue, a gzip in a tar in a zip.</summary>
    public const int MaxWrapping = 6;

    /// <summary>A packed file may unpack to this many bytes whatever its own size is.</summary>
    public const long FreeUnpackedBytes = 1L << 30;

    /// <summary>Above <see cref="FreeUnpackedBytes"/>, a file may unpack to so many times its own size, all layers of packing together.</summary>
    public const long MaxUnpackedRatio = 200;

    /// <summary>
    /// Bytes of the window of zstd data, which is held in memory: zstd's own limit where none is given, and sixteen times what every reader is recommended to support
    /// (RFC 8878, 3.1.1.1.2). Only <c>zstd --long</c> makes larger ones.
    /// </summary>
    public const uint MaxZstdWindowBytes = 128 * 1024 * 1024;

    /// <summary>Entries of one archive, archives within it included.</summary>
    public const int MaxArchiveEntries = 1_000_000;

    /// <summary>Bytes of a zip archive that lies within another archive and must be held in memory.</summary>
    public const int MaxInnerZipBytes = 256 * 1024 * 1024;

    /// <summary>A file of up to so many bytes is read whole before it is unpacked; a larger one is read twice, once for its identity.</summary>
    internal const int MaxWholeBytes = 32 * 1024 * 1024;
}
