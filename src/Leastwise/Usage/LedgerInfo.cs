using System.Collections.Immutable;

namespace Leastwise.Usage;

/// <summary>A query engine that summed logged days up.</summary>
/// <param name="Identity">What tells it from others.</param>
/// <param name="LoggedDays">How many logged days are its.</param>
/// <param name="Lacks">What it could not tell of some of them.</param>
public sealed record SummedSource(string Identity, long LoggedDays, AggregatedLacks Lacks);

/// <summary>What a ledger holds, in numbers.</summary>
public sealed record LedgerInfo
{
    /// <summary>The version of its tables.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Bytes of its file; 0 in memory.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Files read to their end that hold events, or nothing.</summary>
    public required long Files { get; init; }

    /// <summary>Files of which a part was read.</summary>
    public required long FilesReadInPart { get; init; }

    /// <summary>Files known to hold no calls, such as digests.</summary>
    public required long FilesPassedOver { get; init; }

    /// <summary>Files that could not be read to their end.</summary>
    public required ImmutableArray<BadFile> FilesNotRead { get; init; }

    /// <summary>Distinct events.</summary>
    public required long Events { get; init; }

    /// <summary>Records that could not be read.</summary>
    public required long BadRecords { get; init; }

    /// <summary>Bytes on disk of the files read.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of them after unpacking.</summary>
    public required long UnpackedBytes { get; init; }

    /// <summary>Records in the files read to their end, repeated ones with them.</summary>
    public required long Records { get; init; }

    /// <summary>Rows of observations.</summary>
    public required long Observations { get; init; }

    /// <summary>Principals, as far as records tell them apart.</summary>
    public required long Principals { get; init; }

    /// <summary>Sessions.</summary>
    public required long Sessions { get; init; }

    /// <summary>Credentials issued.</summary>
    public required long Issued { get; init; }

    /// <summary>Principals and events whose resources are generalised.</summary>
    public required long Generalised { get; init; }

    /// <summary>Bytes that know which records are counted.</summary>
    public required long SeenBytes { get; init; }

    /// <summary>The first day of which it is known which records are counted; null for all.</summary>
    public required DateOnly? ForgottenBefore { get; init; }

    /// <summary>The query engines that summed days up, in ordinal order.</summary>
    public ImmutableArray<SummedSource> Sums { get; init; } = [];

    /// <summary>What the logs reach over.</summary>
    public required Coverage Coverage { get; init; }
}
