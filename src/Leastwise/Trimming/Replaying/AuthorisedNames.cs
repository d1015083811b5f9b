using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Trimming.Replaying;

/// <summary>
/// What IAM decides on where a record names a resource otherwise than IAM does: by a name without what AWS adds to it, in another case. Where the rest is
/// not known, a pattern that takes it in.
/// </summary>
/// <remarks>
/// "Amazon Resource Names" of AWS Secrets Manager: six random characters follow a secret's name,
/// https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html; CloudWatch Logs' <c>LogGroup</c>: policies name a log group with a
/// trailing <c>:*</c>, but for three actions on tags, https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html; RDS keeps names in small letters,
/// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html.
/// </remarks>
internal static partial class AuthorisedNames
{
    private const string Streams = ":*";

    // Most resources are of other services, and there are many.
    private static readonly string[] Services = [":logs:", ":secretsmanager:", ":rds:", ":lambda:"];

    private static readonly FrozenSet<string> WithoutStreams = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "logs:TagResource", "logs:UntagResource", "logs:ListTagsForResource");

    /// <summary>The ARN, or pattern, that IAM decides on.</summary>
    public static string Of(string action, UsedResource resource)
    {
        string arn = resource.Arn;
        if (!Services.Any(service => arn.Contains(service, StringComparison.Ordinal)))
        {
            return arn;
        }

        if (arn.Split(':', 6) is not ["arn", _, var service, _, _, var rest] || (WildcardPattern.HasWildcard(arn) && service != "logs"))
        {
            return arn;
        }

        string head = arn[..^rest.Length];
        bool made = resource.Relation == ResourceRelation.Requested;
        return service switch
        {
            "logs" when rest.StartsWith("log-group:", StringComparison.Ordinal) && rest.IndexOf(':', 10) < 0 && !WithoutStreams.Contains(action) => arn + Streams,
            "secretsmanager" when made && rest.StartsWith("secret:", StringComparison.Ordinal) => arn + (Suffix().IsMatch(rest) ? "*" : "-??????"),
            "rds" when made => head + rest.ToLowerInvariant(),
            "lambda" when made && rest.LastIndexOf(":function:", StringComparison.Ordinal) is > 0 and int inner => head + rest[(inner + 1)..],
            _ => arn,
        };
    }

    /// <summary>A log group as policies name it that leave out the streams; everything else as it is.</summary>
    public static string WithoutStreamsOf(string arn) =>
        arn.EndsWith(Streams, StringComparison.Ordinal) && arn.Contains(":log-group:", StringComparison.Ordinal) && !arn.Contains(":log-stream:", StringComparison.Ordinal) ? arn[..^Streams.Length] : arn;

    [GeneratedRegex("-[A-Za-z0-9]{6}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Suffix();
}
