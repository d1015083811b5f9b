using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Decides requests as AWS's policy evaluation logic does, offline, with the reason.</summary>
/// <remarks>
/// Sources: "Policy evaluation logic", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html;
/// "Cross-account policy evaluation logic", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html.
/// </remarks>
public static class RequestEvaluator
{
    // The order in which AWS's description names the layers; it decides which of several denials is told.
    private static readonly ImmutableArray<DecisionLayer> Order =
    [
        DecisionLayer.ResourceControl, DecisionLayer.ServiceControl, DecisionLayer.Resource, DecisionLayer.Identity,
        DecisionLayer.Boundary, DecisionLayer.Session, DecisionLayer.Endpoint,
    ];

    /// <summary>The decision on one request.</summary>
    public static Decision Evaluate(AccessRequest asked, PolicySet policies)
    {
        AccessRequest request = asked with { Context = RequestContext.Complete(asked) };
        RequestRules rules = RequestRules.Of(request, policies);
        var layers = new Dictionary<DecisionLayer, LayerOutcome>();
        foreach (DecisionLayer layer in Order)
        {
            layers.Add(layer, new LayerOutcome().Add(layer, rules.PoliciesOf(layer), request, !policies.Boundaries.IsEmpty));
        }

        foreach (DecisionLayer layer in Order)
        {
            if (layers[layer].Deny.IsTrue)
            {
                return new Decision { Kind = DecisionKind.ExplicitDeny, DecidedBy = layer, Statements = [.. layers[layer].Denying(Truth.True)] };
            }
        }

        var permission = new Permission(request, policies, rules, layers);
        Answer allowed = permission.Allowed();
        if (allowed.IsFalse)
        {
            return new Decision { Kind = DecisionKind.ImplicitDeny, DecidedBy = permission.MissingFrom(Truth.False) };
        }

        Answer denied = layers.Values.Aggregate(Answer.No, (any, layer) => any.Or(layer.Deny));
        if (allowed.IsTrue && denied.IsFalse)
        {
            ImmutableArray<DecidingStatement> granting = permission.Granting();
            return new Decision
            {
                Kind = DecisionKind.Allowed,
                DecidedBy = granting.IsEmpty ? DecisionLayer.Identity : granting[0].Layer,
                Statements = granting,
            };
        }

        return new Decision
        {
            Kind = DecisionKind.Undetermined,
            DecidedBy = denied.IsUnknown ? Order.First(layer => layers[layer].Deny.IsUnknown) : permission.MissingFrom(Truth.Unknown),
            Statements = [.. Order.SelectMany(layer => layers[layer].Denying(Truth.Unknown).Concat(allowed.IsTrue ? [] : layers[layer].Allowing(Truth.Unknown)))],
            MissingContext = [.. (allowed.IsTrue ? [] : allowed.Missing).Concat(denied.Missing).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
        };
    }
}
