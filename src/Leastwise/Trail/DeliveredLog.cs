using System.Globalization;
using System.Text.RegularExpressions;

namespace Leastwise.Trail;

/// <summary>What the name of a log file that CloudTrail delivered tells without opening it.</summary>
/// <param name="Account">The account.</param>
/// <param name="Region">The region.</param>
/// <param name="At">When it was delivered, UTC.</param>
/// <remarks>Source: "CloudTrail log file examples", AWS CloudTrail User Guide: <c>AccountID_CloudTrail_RegionName_YYYYMMDDTHHmmZ_UniqueString.FileNameFormat</c>.</remarks>
internal sealed partial record DeliveredLog(string Account, string Region, DateTimeOffset At)
{
    /// <summary>The day of delivery.</summary>
    public DateOnly Day => DateOnly.FromDateTime(At.UtcDateTime);

    /// <summary>From a path; null where its file's name is not of that form.</summary>
    public static DeliveredLog? Parse(string path) =>
        Form().Match(path, path.LastIndexOfAny(['/', '\\']) + 1) is { Success: true } match
        && DateTimeOffset.TryParseExact(match.Groups["at"].ValueSpan, "yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? new DeliveredLog(match.Groups["account"].Value, match.Groups["region"].Value, at)
            : null;

    [GeneratedRegex(@"\G(?<account>[0-9]{12})_CloudTrail_(?<region>[a-z0-9-]+)_(?<at>[0-9]{8}T[0-9]{4})Z_", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
