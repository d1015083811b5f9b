using System.Text.RegularExpressions;
using Leastwise.Trail;

namespace Leastwise.Usage;

/// <summary>What a denied event's message names: often the action, its resource, and which kind of policy said no.</summary>
/// <remarks>Source: "Troubleshoot access denied error messages", AWS IAM User Guide.</remarks>
internal static partial class DenialReading
{
    /// <summary>The parts; null where the event was not denied. Parts that the message does not name are empty.</summary>
    public static DenialParts? Of(TrailEvent one)
    {
        if (one.Outcome != Outcome.Denied)
        {
            return null;
        }

        Match match = Sentence().Match(one.ErrorMessage ?? "");
        return match.Success
            ? new DenialParts(match.Groups["action"].Value, match.Groups["resource"].Value, match.Groups["reason"].Value.TrimEnd('.', ' '))
            : new DenialParts("", "", "");
    }

    [GeneratedRegex(
        @"not authorized to perform: (?<action>[A-Za-z0-9-]+:[A-Za-z0-9]+)(?: on resource: (?<resource>\S+))?(?: (?:because|with) (?<reason>[^\r\n]{1,300}))?",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sentence();
}
