using System.Globalization;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Judges conditions on the time of a call: a day in the past is no limit, or one that can never be met again.</summary>
/// <remarks>Source: "AWS global condition context keys", AWS IAM User Guide: aws:CurrentTime, aws:EpochTime, aws:TokenIssueTime.</remarks>
internal static class TimeJudgement
{
    /// <summary>What the condition does; null where it is not about time.</summary>
    public static ConditionEffect? Judge(ConditionOperatorParts op, Condition condition, IamPrincipal principal, DateTimeOffset now)
    {
        bool later = op.Name is "dategreaterthan" or "dategreaterthanequals" or "numericgreaterthan" or "numericgreaterthanequals";
        bool earlier = op.Name is "datelessthan" or "datelessthanequals" or "numericlessthan" or "numericlessthanequals";
        if ((!later && !earlier) || TimeOf(condition) is not { } limit || limit > now)
        {
            return null;
        }

        return condition.Key.ToLowerInvariant() switch
        {
            "aws:currenttime" or "aws:epochtime" => later ? ConditionEffect.AlwaysHolds : ConditionEffect.NeverHolds,
            "aws:tokenissuetime" when principal is IamRole => later ? ConditionEffect.AlwaysHolds : ConditionEffect.NeverHolds,
            // A user's access key carries no such time, a session of the console does.
            "aws:tokenissuetime" when later => op.IfExists ? ConditionEffect.AlwaysHolds : ConditionEffect.Depends,
            "aws:tokenissuetime" => op.IfExists ? ConditionEffect.Depends : ConditionEffect.NeverHolds,
            _ => null,
        };
    }

    // Several values mean any of them; only a single one is judged.
    private static DateTimeOffset? TimeOf(Condition condition)
    {
        if (condition.Values is not [var text])
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds is > 9999 and < 253_402_300_800)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;
    }
}
