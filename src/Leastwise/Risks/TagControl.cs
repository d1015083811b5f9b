using Leastwise.Catalog;
using Leastwise.Policies;

namespace Leastwise.Risks;

/// <summary>Whether a limit to resources with a tag is no obstacle, because the principal may tag them.</summary>
/// <remarks>Source: "Controlling access to AWS resources using tags", AWS IAM User Guide: whoever may change tags changes what such policies allow.</remarks>
internal static class TagControl
{
    /// <summary>The tag that a condition key asks of the resource; null for other keys.</summary>
    public static string? TagOf(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && key[..slash].EndsWith(":ResourceTag", StringComparison.OrdinalIgnoreCase) ? key[(slash + 1)..] : null;
    }

    /// <summary>The privilege that tags what <paramref name="action"/> works on.</summary>
    public static string TaggerOf(CatalogAction action) => (action.Prefix, action.Name) switch
    {
        ("sts", _) or ("iam", "PassRole") => "iam:TagRole",
        ("iam", var name) when name.Contains("PolicyVersion", StringComparison.Ordinal) => "iam:TagPolicy",
        ("iam", var name) => name.Contains("Role", StringComparison.Ordinal) ? "iam:TagRole" : "iam:TagUser",
        ("ec2" or "ssm" or "ec2-instance-connect", _) => "ec2:CreateTags",
        (var prefix, _) => $"{prefix}:TagResource",
    };

    /// <summary>
    /// The privilege by which the principal may set the tags that alone stand before <paramref name="support"/>; null where it may not set them on
    /// everything freely, or where something else stands before it.
    /// </summary>
    public static Support? Of(Subject subject, Support support)
    {
        if (!support.IsConditional
            || subject.Grants[support.Action] is not { Denies.IsEmpty: true, Limits.IsEmpty: true }
            || !support.Statements.Any(source => AsksForTagsOnly(source.Statement, subject))
            || subject.Context.Catalog.Find(TaggerOf(support.Action)) is not { } tagger)
        {
            return null;
        }

        return subject.SupportOf(tagger) is { IsConditional: false, Reach: >= Reach.Broad } tagging ? tagging : null;
    }

    /// <summary>Says that the tags are no obstacle.</summary>
    public static string Sentence(Support support, Support tagging) => $"It may set the tags that {support.Action.FullName} asks for, by {tagging.Action.FullName}.";

    private static bool AsksForTagsOnly(Statement statement, Subject subject) => statement.Conditions.All(condition =>
        TagOf(condition.Key) is not null
            ? !condition.Operator.Contains("Null", StringComparison.OrdinalIgnoreCase)
            : ConditionJudgement.Judge(condition, subject.Principal, null, subject.Context.Now, statement.Effect) is ConditionEffect.AlwaysHolds or ConditionEffect.CallersChoice);
}
