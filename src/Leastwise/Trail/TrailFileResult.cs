using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>What one file held.</summary>
public sealed record TrailFileResult
{
    /// <summary>The path as it was opened.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of the file as it lies on disk, as hexadecimal digits: the file's identity under any name. Empty where it could not be opened.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Bytes on disk.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes of text after unpacking, as far as they were read.</summary>
    public long UnpackedBytes { get; init; }

    /// <summary>The records that could be read, in the file's order. Empty where they were given to a sink.</summary>
    public ImmutableArray<TrailEvent> Events { get; init; } = [];

    /// <summary>How many events were read, whether they are in <see cref="Events"/> or were given to a sink.</summary>
    public long EventCount { get; init; }

    /// <summary>Records that could not be read.</summary>
    public long BadRecords { get; init; }

    /// <summary>The first of them, with its place in the unpacked text.</summary>
    public Diagnostic? FirstBadRecord { get; init; }

    /// <summary>Records of CloudTrail Insights, which are no calls and are passed over.</summary>
    public long InsightRecords { get; init; }

    /// <summary>Events that are dated in the future. They are among the events.</summary>
    public long FutureEvents { get; init; }

    /// <summary>The first of them, with its place in the unpacked text.</summary>
    public Diagnostic? FirstFutureEvent { get; init; }

    /// <summary>
    /// Why the file, or the rest of it, was not read: one sentence with what to do. Null where it was read to its end.
    /// Events that were read before the trouble still count.
    /// </summary>
    public string? NotReadBecause { get; init; }

    /// <summary>
    /// True where the file, as far as can be told, holds events that were not read: a log that is torn or in a shape that is not read yet, or a file
    /// whose name is that of a log. Silence in such logs proves nothing.
    /// </summary>
    public bool LosesEvents { get; init; }

    /// <summary>True where nothing is wrong with a file that was not read: a digest, Insights.</summary>
    public bool PassedOver { get; init; }
}
