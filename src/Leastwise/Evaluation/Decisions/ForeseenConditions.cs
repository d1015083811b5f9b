using System.Net;
using Leastwise.Policies;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Conditions whose answer is the same in every call to come, although the call is not known: on a time that has passed, or on every address.</summary>
/// <remarks>
/// Source: "AWS global condition context keys", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: aws:CurrentTime and
/// aws:EpochTime are always in the request context; aws:TokenIssueTime only where temporary credentials are used, which a role always does.
/// </remarks>
internal static class ForeseenConditions
{
    /// <summary>Whether the condition holds in every call after <paramref name="now"/>, or in none; null where that depends on the call.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="op">Its operator.</param>
    /// <param name="hasToken">Whether the caller always uses temporary credentials.</param>
    /// <param name="now">A time that has passed.</param>
    public static bool? Judge(Condition condition, ConditionOperator op, bool hasToken, DateTimeOffset now)
    {
        if (op.Qualifier != SetQualifier.None || condition.Values.IsEmpty)
        {
            return null;
        }

        if (op.Name is "IpAddress" or "NotIpAddress")
        {
            // From everywhere; or, in the negated form, from nowhere.
            return condition.Key.Equals("aws:SourceIp", StringComparison.OrdinalIgnoreCase) && condition.Values.Any(IsEverywhere) ? op.Name == "IpAddress" : null;
        }

        bool always = condition.Key.Equals("aws:CurrentTime", StringComparison.OrdinalIgnoreCase) || condition.Key.Equals("aws:EpochTime", StringComparison.OrdinalIgnoreCase);
        if (!always && !condition.Key.Equals("aws:TokenIssueTime", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // A user's access key carries no such time, a session of the console does: there the key may be absent.
        return ByTime(condition, op, now) switch
        {
            { } holds when always || hasToken => holds,
            true when op.IfExists => true,
            false when !op.IfExists => false,
            _ => null,
        };
    }

    private static bool? ByTime(Condition condition, ConditionOperator op, DateTimeOffset now)
    {
        bool Passed(string value) => ValueComparison.Date(value) is { } limit && limit <= ValueComparison.Seconds(now);
        return op.Name switch
        {
            // Several values mean any of them.
            "DateGreaterThan" or "DateGreaterThanEquals" or "NumericGreaterThan" or "NumericGreaterThanEquals" when condition.Values.Any(Passed) => true,
            "DateLessThan" or "DateLessThanEquals" or "NumericLessThan" or "NumericLessThanEquals" or "DateEquals" when condition.Values.All(Passed) => false,
            _ => null,
        };
    }

    private static bool IsEverywhere(string network) =>
        network.Split('/') is [var start, "0"] && IPAddress.TryParse(start, out _);
}
