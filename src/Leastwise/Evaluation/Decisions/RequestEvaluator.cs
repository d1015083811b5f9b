using System.Collections.Immutable;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Decides requests as AWS's policy evaluation logic does, offline, with the reason.</summary>
/// <remarks>
/// Sources: "Policy evaluation logic", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html;
/// "Cross-account policy evaluation logic", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html.
/// </remarks>
public static class RequestEvaluator
{
    /// <summary>The decision on one request. For many requests on the same policies, prepare these once.</summary>
    public static Decision Evaluate(AccessRequest request, PolicySet policies) => Evaluate(request, new PreparedPolicies(policies));

    /// <summary>The decision on one request.</summary>
    public static Decision Evaluate(AccessRequest request, PreparedPolicies prepared)
    {
        ActionStatements statements = prepared.Of(request.Action);
        return Decide(request, prepared, statements, new LayerOutcomes(request, prepared.Policies, statements));
    }

    /// <summary>The decision on one request with every statement that has a part in it.</summary>
    public static AccessPath Explain(AccessRequest request, PreparedPolicies prepared)
    {
        ActionStatements statements = prepared.Of(request.Action);
        var outcomes = new LayerOutcomes(request, prepared.Policies, statements);
        return AccessPath.Of(Decide(request, prepared, statements, outcomes), outcomes);
    }

    private static Decision Decide(AccessRequest request, PreparedPolicies prepared, ActionStatements statements, LayerOutcomes outcomes)
    {
        if (outcomes.FirstDenying(Truth.True) is { } denying)
        {
            return new Decision
            {
                Kind = DecisionKind.ExplicitDeny,
                DecidedBy = denying,
                Statements = [.. outcomes.Of(denying).SelectMany(outcome => outcome.Denying(Truth.True))],
            };
        }

        var permission = new Permission(request, outcomes, statements.Rules.NeedsResourcePolicy(request.Resource));
        Answer allowed = permission.Allowed();
        if (allowed.IsFalse)
        {
            return new Decision { Kind = DecisionKind.ImplicitDeny, DecidedBy = permission.MissingFrom(Truth.False) };
        }

        DecisionLayer? perhapsDenying = outcomes.FirstDenying(Truth.Unknown);
        if (allowed.IsTrue && perhapsDenying is null && prepared.Lacking is { } lacking)
        {
            // What could not be read may deny it: AWS would have refused the policy, and nobody knows what it was to say.
            return new Decision { Kind = DecisionKind.Undetermined, DecidedBy = lacking, IsCutShort = true };
        }

        if (allowed.IsTrue && perhapsDenying is null)
        {
            ImmutableArray<DecidingStatement> granting = permission.Granting();
            return new Decision
            {
                Kind = DecisionKind.Allowed,
                DecidedBy = granting.IsEmpty ? DecisionLayer.Identity : granting[0].Layer,
                Statements = granting,
            };
        }

        return Undetermined(outcomes, permission, allowed, perhapsDenying);
    }

    private static Decision Undetermined(LayerOutcomes outcomes, Permission permission, Answer allowed, DecisionLayer? perhapsDenying)
    {
        Answer denied = outcomes.All().Aggregate(Answer.No, (any, outcome) => any.Or(outcome.Deny));
        IEnumerable<DecidingStatement> hanging = outcomes.All().SelectMany(outcome =>
            outcome.Denying(Truth.Unknown).Concat(allowed.IsTrue ? [] : outcome.Allowing(Truth.Unknown)));
        var missing = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        MissingKeys.AddTo(missing, allowed.IsTrue ? null : allowed.Missing);
        MissingKeys.AddTo(missing, denied.Missing);
        return new Decision
        {
            Kind = DecisionKind.Undetermined,
            DecidedBy = perhapsDenying ?? permission.MissingFrom(Truth.Unknown),
            Statements = [.. hanging],
            MissingContext = [.. missing.Order(StringComparer.Ordinal)],
        };
    }
}
