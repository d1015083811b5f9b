using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>The one region that calls of a global service go to, whatever region the caller works in.</summary>
/// <remarks>
/// Source: "AWS global condition context keys", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, aws:RequestedRegion:
/// "IAM calls are always made to the us-east-1 Region. For example, if you create a policy that denies access to all services if the requested Region is not
/// us-west-2, then IAM calls always fail." Other global services and partitions are not named there.
/// </remarks>
internal static class HomeRegion
{
    private const string Iam = "iam:";

    /// <summary>The region of the action's calls; null where the caller chooses it. <c>iam:PassRole</c> is no call, it is asked for within another service's.</summary>
    public static string? Of(string action, string? callerArn) =>
        action.StartsWith(Iam, StringComparison.OrdinalIgnoreCase)
        && !action.AsSpan(Iam.Length).Equals("PassRole", StringComparison.OrdinalIgnoreCase)
        && Arn.PartitionOf(callerArn) == "aws"
            ? "us-east-1"
            : null;
}
