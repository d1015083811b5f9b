namespace Leastwise.Remote.S3;

/// <summary>How objects are fetched.</summary>
public sealed record S3Options
{
    /// <summary>So many objects are fetched at once.</summary>
    public int Requests { get; init; } = 64;

    /// <summary>Whether the one who asks pays for requests and transfer, as buckets of others may demand.</summary>
    public bool RequesterPays { get; init; }

    /// <summary>Whether days that were read to their end and are settled are listed again, for logs that somebody else put there since.</summary>
    public bool ListAll { get; init; }

    /// <summary>Bytes of objects in memory at once, fetched or being fetched.</summary>
    public long BytesInFlight { get; init; } = 64 * 1024 * 1024;
}
