using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Usage;

/// <summary>Services whose calls are recorded in one region, wherever the caller is.</summary>
/// <remarks>
/// Source: "Using the update-trail command to update a trail", AWS CloudTrail User Guide: since 2021-11-22 events of CloudFront, IAM and STS are
/// recorded in us-east-1, so a single-region trail elsewhere does not hold them. STS has regional endpoints besides, whose calls are recorded where
/// they are made; a caller may use either.
/// </remarks>
internal static class GlobalServices
{
    /// <summary>The region that records them in the commercial partition.</summary>
    public const string Region = "us-east-1";

    private static readonly ImmutableHashSet<string> Prefixes = ImmutableHashSet.Create(StringComparer.Ordinal, "cloudfront", "iam", "sts");

    /// <summary>Whether logs of <paramref name="regions"/> would lack calls of the action. Other partitions record in regions of their own and are not judged.</summary>
    public static bool IsMissing(CatalogAction action, string principalArn, ImmutableArray<string> regions) =>
        Prefixes.Contains(action.Prefix)
        && principalArn.StartsWith("arn:aws:", StringComparison.Ordinal)
        && !regions.Contains(Region, StringComparer.Ordinal);
}
