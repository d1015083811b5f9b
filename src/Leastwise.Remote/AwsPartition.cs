namespace Leastwise.Remote;

/// <summary>A partition of AWS: accounts, ARNs and endpoints of one do not meet those of another.</summary>
/// <param name="Name">As it stands in ARNs: <c>aws</c>, <c>aws-us-gov</c> or <c>aws-cn</c>.</param>
/// <param name="Suffix">The end of its host names.</param>
/// <param name="IamHost">The host of IAM, which has no regions.</param>
/// <param name="IamRegion">The region in the scope of IAM's signatures.</param>
/// <param name="OrganizationsRegion">The one region that answers for Organizations.</param>
/// <remarks>
/// Source: "AWS Identity and Access Management endpoints and quotas" and "AWS Organizations endpoints and quotas", AWS General Reference,
/// https://docs.aws.amazon.com/general/latest/gr/iam-service.html, https://docs.aws.amazon.com/general/latest/gr/ao.html.
/// </remarks>
public sealed record AwsPartition(string Name, string Suffix, string IamHost, string IamRegion, string OrganizationsRegion)
{
    /// <summary>The end of host names that speak IPv6, too.</summary>
    public string DualStackSuffix => Name == "aws-cn" ? "api.amazonwebservices.com.cn" : "api.aws";

    /// <summary>The commercial regions.</summary>
    public static AwsPartition Commercial { get; } = new("aws", "amazonaws.com", "iam.amazonaws.com", "us-east-1", "us-east-1");

    /// <summary>GovCloud (US).</summary>
    public static AwsPartition GovCloud { get; } = new("aws-us-gov", "amazonaws.com", "iam.us-gov.amazonaws.com", "us-gov-west-1", "us-gov-west-1");

    /// <summary>China.</summary>
    public static AwsPartition China { get; } = new("aws-cn", "amazonaws.com.cn", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1", "cn-northwest-1");

    /// <summary>The partition of a region.</summary>
    public static AwsPartition Of(string region) =>
        region.StartsWith("us-gov-", StringComparison.Ordinal) ? GovCloud
        : region.StartsWith("cn-", StringComparison.Ordinal) ? China
        : Commercial;
}
