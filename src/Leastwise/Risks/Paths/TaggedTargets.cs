using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>Decides an action on users and roles that the source may tag first, so that their tags are no obstacle.</summary>
/// <remarks>Source: "Tags for IAM resources", AWS IAM User Guide: a tag that is set again is overwritten.</remarks>
internal static class TaggedTargets
{
    /// <summary>Whether the statements look at tags of the target, and the source holds what sets them.</summary>
    public static bool MayTag(PathSource source, Target target, IEnumerable<string> keys) =>
        keys.Any(key => TagControl.TagOf(key) is not null)
        && TaggerOf(target) is { } tagger && source.Subject.Context.Catalog.Find(tagger) is { } action && source.Subject.Grants.Actions.Contains(action.Id);

    /// <summary>How the action is held on the target once it is tagged; null where that does not help, or where the source may not tag it.</summary>
    public static Holding? Decide(PathSource source, string action, Target target, ActionStatements statements, RequestContext context)
    {
        AccessPath Explain(string asked, RequestContext with) => RequestEvaluator.Explain(
            new AccessRequest
            {
                Requester = source.Requester,
                Action = asked,
                Resource = target.Arn,
                ResourceAccountId = source.Representative.AccountId,
                Context = CallContext.Of(source.Representative, with, source.Subject.Context.Now),
            },
            source.Own);

        // A tag that must be absent is not had by setting it.
        RequestContext open = TargetDecisions.WithTarget(context, statements, target, key => TagControl.TagOf(key) is null || MustBeAbsent(statements, key));
        if (TaggerOf(target) is not { } tagger || TargetDecisions.Read(source, action, Explain(action, open)) is not { } holding)
        {
            return null;
        }

        RequestContext tagging = TargetDecisions.WithTarget(CallContext.Open, source.Own.Of(tagger), target, _ => true);
        return TargetDecisions.Read(source, tagger, Explain(tagger, tagging)) is { } may
            ? holding.And(may).But($"It must first tag {target.Principal?.Name ?? target.Arn}, which {tagger} lets it do.", PathConfidence.Medium)
            : null;
    }

    private static string? TaggerOf(Target target) => target.Principal switch { IamUser => "iam:TagUser", IamRole => "iam:TagRole", _ => null };

    private static bool MustBeAbsent(ActionStatements statements, string key) => statements.Identity.Concat(statements.Boundary)
        .SelectMany(statement => statement.Statement.Conditions)
        .Any(condition => condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && condition.Operator.Contains("Null", StringComparison.OrdinalIgnoreCase));
}
