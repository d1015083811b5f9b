namespace Leastwise.Trail;

/// <summary>What a file may cost to read. CloudTrail's own files stay far below: a few megabytes packed, about fifty unpacked.</summary>
public static class TrailLimits
{
    /// <summary>Bytes of one file after unpacking that are read; what lies beyond is passed over and the file is named.</summary>
    public const int MaxUnpackedBytes = 512 * 1024 * 1024;

    /// <summary>Bytes of one file as it lies on disk; a larger one is not read.</summary>
    public const long MaxPackedBytes = 512L * 1024 * 1024;

    /// <summary>Levels of nesting in JSON; a record of CloudTrail has about ten.</summary>
    public const int MaxDepth = 256;
}
