using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Usage;

/// <summary>Services whose calls are recorded in one region, wherever the caller is.</summary>
/// <remarks>
/// Sources: "Using the update-trail command to update a trail", AWS CloudTrail User Guide (since 2021-11-22 events of CloudFront, IAM and STS are recorded
/// in us-east-1, as those of other global services are), and "Appendix A: partitional service guidance" and "Appendix B: edge network global service
/// guidance" of AWS's paper on fault isolation boundaries (where the services' control planes are). STS has regional endpoints besides, whose calls are
/// recorded where they are made; a caller may use either.
/// </remarks>
internal static class GlobalServices
{
    private static string? RegionOf(string prefix) => prefix switch
    {
        "account" or "cloudfront" or "health" or "iam" or "organizations" or "route53" or "route53domains" or "shield" or "sts" or "support" or "waf" => "us-east-1",
        "globalaccelerator" or "networkmanager" => "us-west-2",
        _ => null,
    };

    /// <summary>
    /// The region that would record calls of the action and that <paramref name="regions"/> lack; null where none is missing. Other partitions than the
    /// commercial one record in regions of their own and are not judged.
    /// </summary>
    public static string? MissingRegion(CatalogAction action, string principalArn, ImmutableArray<string> regions) =>
        principalArn.StartsWith("arn:aws:", StringComparison.Ordinal)
        && RegionOf(action.Prefix) is { } region
        && !regions.Contains(region, StringComparer.Ordinal)
            ? region
            : null;
}
