using Amazon;

namespace Leastwise.Remote.LookupEvents;

/// <summary>The regions of a partition that this program knows.</summary>
public static class LookupRegions
{
    /// <summary>All of them, in ordinal order; which of them an account has enabled, AWS says when it is asked.</summary>
    public static IReadOnlyList<string> Of(AwsPartition partition) =>
    [
        .. RegionEndpoint.EnumerableAllRegions
            .Where(region => region.PartitionName == partition.Name && char.IsAsciiDigit(region.SystemName[^1]))
            .Select(region => region.SystemName)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];
}
