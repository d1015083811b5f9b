using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Principals;

namespace Leastwise.Usage;

/// <summary>
/// IAM's last-accessed data: weaker evidence than a log, since an attempt counts there even if it was denied, and most actions are tracked by service only.
/// It can settle what the logs leave unknown: silence about a service is silence about all of it, recorded by CloudTrail or not.
/// </summary>
/// <remarks>
/// Sources: "GenerateServiceLastAccessedDetails", AWS IAM API Reference, https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html
/// (attempts, not successes; at least the last 400 days); "Refine permissions in AWS using last accessed information", AWS IAM User Guide,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html (<c>iam:PassRole</c> is not tracked).
/// </remarks>
/// <param name="Reports">By the ARN of the user or role.</param>
public sealed record LastAccessedData(ImmutableDictionary<string, LastAccessedReport> Reports)
{
    /// <summary>So many days IAM looks back.</summary>
    public const int TrackedDays = 400;

    /// <summary>Nothing was given.</summary>
    public static LastAccessedData None { get; } = new(ImmutableDictionary<string, LastAccessedReport>.Empty);

    /// <summary>The verdict after a look at the report of the principal; the same where there is none, or where it does not tell.</summary>
    public Verdict Settle(IamPrincipal principal, CatalogAction action, Verdict.Unknown open, UsageWindow window)
    {
        if (window.IsNone
            || !Reports.TryGetValue(principal.Arn, out LastAccessedReport? report)
            || !report.Services.TryGetValue(action.Prefix, out LastAccessedService? service)
            || !CanSettle(open.Reason) || action.PermissionOnly || action.FullName == "iam:PassRole")
        {
            return open;
        }

        bool tracked = service.Actions.TryGetValue(action.Name, out LastAccess? one);
        LastAccess access = one ?? service.Whole;
        string made = $"IAM's last-accessed data of {Day(report.Made)}";
        if (access.Last is { } last && last >= window.Start)
        {
            bool within = last <= window.End;
            return tracked && within
                ? new Verdict.Used(new UseEvidence(0, last, last, access.Region is null ? [] : [access.Region], [], Inferred: true) { ByLastAccessed = true })
                : open with { Because = $"{open.Because} {made} shows an attempt at {(tracked ? "it" : $"something of {action.Prefix}")} on {Day(last)}." };
        }

        // It must reach over the window: to its end, with the tolerance that logs have, and back to its start.
        bool reaches = window.LastDay.DayNumber - DateOnly.FromDateTime(report.Made.UtcDateTime).DayNumber < UnusedRule.DaysWithoutEventsThatMakeAGap
            && window.Start >= report.Made.AddDays(-TrackedDays);
        return reaches
            ? new Verdict.Unused($"The logs could not have shown it, but {made} shows no attempt at {(tracked ? "it" : $"any action of {action.Prefix}")} {(access.Last is { } before ? $"since {Day(before)}" : $"in {TrackedDays} days")}.")
            : open;
    }

    /// <summary>Silence about a principal that is too young, or about what another call may have needed besides, stays silence.</summary>
    private static bool CanSettle(UnknownReason reason) =>
        reason is not (UnknownReason.YoungerThanWindow or UnknownReason.PossiblyNeeded or UnknownReason.OriginNotKnown);

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd");
}
