using System.Globalization;

namespace Leastwise.Remote.Athena;

/// <summary>What scanning costs, in words. Prices are the region's and can change, so it is always about.</summary>
/// <remarks>Source: "Amazon Athena pricing", https://aws.amazon.com/athena/pricing/: by the bytes scanned, rounded up to the megabyte, 10 MB at least a query; statements that define tables cost nothing.</remarks>
internal static class ScanCost
{
    private const long Least = 10_000_000;

    /// <summary>Bytes for people.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000_000 => $"{(bytes / 1e12).ToString("0.00", CultureInfo.InvariantCulture)} TB",
        >= 1_000_000_000 => $"{(bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture)} GB",
        >= 1_000_000 => $"{(bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture)} MB",
        >= 1_000 => $"{(bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture)} kB",
        _ => $"{bytes} bytes",
    };

    /// <summary>The price of a query that scanned so much.</summary>
    public static string Price(long bytes, AthenaOptions options) =>
        $"about ${(Math.Max(bytes, Least) * options.PricePerTerabyte / 1_000_000_000_000m).ToString("0.00##", CultureInfo.InvariantCulture)} at ${options.PricePerTerabyte.ToString("0.##", CultureInfo.InvariantCulture)} a TB";
}
