namespace Leastwise.Remote.Athena;

/// <summary>How Athena is asked.</summary>
public sealed record AthenaOptions
{
    /// <summary>The workgroup; <c>primary</c> is there in every account.</summary>
    public string Workgroup { get; init; } = "primary";

    /// <summary>The data catalogue.</summary>
    public string Catalog { get; init; } = "AwsDataCatalog";

    /// <summary>The database; null for <c>leastwise</c>, or for <c>default</c> where a table is named.</summary>
    public string? Database { get; init; }

    /// <summary>A table that is there; null for one of Leastwise's own over <see cref="Location"/>.</summary>
    public string? Table { get; init; }

    /// <summary>Where a trail writes, <c>s3://bucket/prefix/AWSLogs/[o-id/]</c>; null where a table is named.</summary>
    public string? Location { get; init; }

    /// <summary>The organization whose trail it is, where <see cref="Location"/> does not name it.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Where results are put, <c>s3://bucket/prefix/</c>; null for the workgroup's own place.</summary>
    public string? Output { get; init; }

    /// <summary>How results are encrypted: <c>SSE_S3</c> or <c>SSE_KMS</c>; null as the workgroup or bucket does it.</summary>
    public string? Encryption { get; init; }

    /// <summary>The KMS key of <c>SSE_KMS</c>.</summary>
    public string? KmsKey { get; init; }

    /// <summary>A query that has scanned more is stopped; null for no limit.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>What a terabyte scanned costs, in dollars.</summary>
    /// <remarks>Source: "Amazon Athena pricing", https://aws.amazon.com/athena/pricing/: 5 dollars in most regions, more in some.</remarks>
    public decimal PricePerTerabyte { get; init; } = 5m;

    /// <summary>Days that were asked before are asked again.</summary>
    public bool Again { get; init; }
}
