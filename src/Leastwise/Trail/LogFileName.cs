using System.Text.RegularExpressions;

namespace Leastwise.Trail;

/// <summary>What CloudTrail's own file names tell of a file that cannot be read.</summary>
/// <remarks>Source: "CloudTrail log file examples", AWS CloudTrail User Guide: <c>AccountID_CloudTrail_RegionName_YYYYMMDDTHHmmZ_UniqueString.FileNameFormat</c>.</remarks>
internal static partial class LogFileName
{
    /// <summary>The account in the name of a log file; null where the name is not of that form.</summary>
    public static string? AccountOf(string path) =>
        Form().Match(Path.GetFileName(path)) is { Success: true } match ? match.Groups["account"].Value : null;

    [GeneratedRegex("^(?<account>[0-9]{12})_CloudTrail_[a-z0-9-]+_[0-9]{8}T[0-9]{4}Z_", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
