using System.Collections.Immutable;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Says what a query engine could not tell of calls.</summary>
public static class AggregatedWords
{
    /// <summary>A word each, as JSON has them.</summary>
    public static ImmutableArray<string> Lacking(AggregatedLacks lacks) =>
        [.. Enum.GetValues<AggregatedLacks>().Where(one => one != AggregatedLacks.None && lacks.HasFlag(one)).Select(one => $"{one}".ToLowerInvariant())];

    /// <summary>The same in words; null where it tells all.</summary>
    public static string? NotTaken(AggregatedLacks lacks)
    {
        string[] names =
        [
            .. Enum.GetValues<AggregatedLacks>().Where(one => one != AggregatedLacks.None && lacks.HasFlag(one)).Select(one => one switch
            {
                AggregatedLacks.Resources => "resources",
                AggregatedLacks.Roles => "roles handed over",
                AggregatedLacks.Messages => "what denials name",
                AggregatedLacks.Circumstances => "MFA, VPC endpoints and networks",
                _ => "what tells sessions apart",
            }),
        ];
        return names.Length == 0 ? null : $"not taken from this source: {string.Join(", ", names)}";
    }
}
