using System.Text;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Reporting;

/// <summary>A decision told in sentences: the answer first, then which statements of which policies make it so, with file and line.</summary>
public static class DecisionText
{
    /// <summary>Writes it; every sentence on its own line.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policies">The policies that it was decided on.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="colour">Whether a terminal shows colours.</param>
    public static string Write(AccessRequest request, PolicySet policies, Decision decision, bool colour = false)
    {
        var ink = new Ink(colour);
        string who = Legible.Plain(request.Requester.Name);
        string resource = request.Resource == "*" ? "" : $" on {Legible.Plain(request.Resource)}";
        string what = $"{Legible.Plain(request.Action)}{resource}";
        var text = new StringBuilder();
        switch (decision.Kind)
        {
            case DecisionKind.Allowed:
                text.Append($"{ink.Used("Allowed")}: {who} may call {what}.\n");
                text.Append(decision.Statements.IsEmpty
                    ? "The account's root user needs no policy that allows it.\n"
                    : Sentences(decision, "allows it"));
                text.Append("No statement of any policy given denies it.\n");
                break;
            case DecisionKind.ExplicitDeny:
                text.Append($"{ink.Alarm("Denied")}: {who} may not call {what}.\n");
                text.Append(Sentences(decision, "denies it"));
                text.Append("A deny outweighs every allow.\n");
                break;
            case DecisionKind.ImplicitDeny:
                text.Append($"{ink.Alarm("Not allowed")}: {who} may not call {what}.\n");
                text.Append($"{Missing(request, policies, decision.DecidedBy)}\n");
                break;
            default:
                text.Append($"{ink.Unused("Undetermined")}: whether {who} may call {what} cannot be said.\n");
                text.Append(Sentences(decision, ""));
                text.Append(decision.IsCutShort
                    ? $"What could be read allows it, but a part of {Unread(decision.DecidedBy)} could not be read and may deny it; correct the policy.\n"
                    : decision.MissingContext.IsEmpty
                    ? "A condition operator there is none that IAM has; correct the policy.\n"
                    : $"Give {string.Join(", ", decision.MissingContext.Select(Legible.Plain))} with --context.\n");
                break;
        }

        return text.Append(HangsOn(request, policies)).ToString();
    }

    /// <summary>An answer that another value of a key would change says so: the key was not given, and counts as absent.</summary>
    private static string HangsOn(AccessRequest request, PolicySet policies)
    {
        if (request.Context.IsOpen)
        {
            return "";
        }

        Decision open = RequestEvaluator.Evaluate(request with { Context = request.Context with { IsOpen = true } }, policies);
        string keys = string.Join(", ", open.MissingContext.Select(Legible.Plain));
        return open.MissingContext.IsEmpty
            ? ""
            : $"It hangs on {keys}, not given and so taken as absent; give {(open.MissingContext.Length == 1 ? "it" : "them")} with --context.\n";
    }

    private static string Sentences(Decision decision, string verb) =>
        string.Concat(decision.Statements.Select(deciding =>
        {
            string statement = LayerWords.Statement(deciding.Layer, deciding.Policy, deciding.Statement);
            // An undetermined answer hangs on allows and denies alike.
            string does = verb.Length > 0 ? verb : $"would {(deciding.Statement.Effect == Effect.Allow ? "allow" : "deny")} it under a condition that nothing given settles";
            return $"{char.ToUpperInvariant(statement[0])}{statement[1..]} {does}.\n";
        }));

    private static string Missing(AccessRequest request, PolicySet policies, DecisionLayer layer) => layer switch
    {
        DecisionLayer.Identity => policies.Identity.IsEmpty
            ? "It has no identity policy, so nothing allows it."
            : $"None of its {Legible.Count(policies.Identity.Length, "identity policy", "identity policies")} allows it{Context(request)}.",
        DecisionLayer.Boundary => $"Its permissions boundary {Names(policies.Boundaries)} does not allow it{Context(request)}.",
        DecisionLayer.Session => $"The session policies {Names(policies.Sessions)} do not allow it{Context(request)}.",
        DecisionLayer.ServiceControl => $"Every level of service control policies must allow it, and at least one of {policies.ServiceControl.Length} does not{Context(request)}.",
        DecisionLayer.ResourceControl => "The resource control policies do not allow it.",
        DecisionLayer.Resource => policies.Resource is null
            ? $"{OwnPolicy(request)}, and none was given (--resource-policy FILE)."
            : $"The resource's own policy ({Where(policies.Resource)}) must allow it and does not{Context(request)}.",
        _ => $"The policy of the VPC endpoint does not allow it{Context(request)}.",
    };

    /// <summary>Why nothing goes without the resource's own policy.</summary>
    private static string OwnPolicy(AccessRequest request) =>
        !new ActionRules(request.Action).NeedsResourcePolicy(request.Resource)
            ? request.IsCrossAccount
                ? $"The resource belongs to account {Legible.Plain(request.Owner ?? "")}, and its own policy must allow who comes from another"
                : "The resource's own policy must allow it"
        : request.Resource.Contains(":role/", StringComparison.Ordinal)
            ? "A role is assumed only by whom its trust policy allows"
            : "A KMS key is used only by whom its key policy allows, be it by leaving it to the account's own policies";

    private static string Unread(DecisionLayer layer) => layer switch
    {
        DecisionLayer.Identity => "the identity policies",
        DecisionLayer.Boundary => "the permissions boundary",
        DecisionLayer.Session => "the session policies",
        DecisionLayer.ServiceControl => "the service control policies",
        DecisionLayer.ResourceControl => "the resource control policies",
        DecisionLayer.Resource => "the resource's own policy",
        _ => "the endpoint's policy",
    };

    private static string Names(IEnumerable<NamedPolicy> policies) => string.Join(", ", policies.Select(policy => Legible.Plain(policy.Name)));

    private static string Where(NamedPolicy policy) =>
        policy.Document.Statements is [var first, ..] ? LayerWords.Place(first.Position) : "without statements";

    private static string Context(AccessRequest request) =>
        request.Context.Values.IsEmpty ? " for this resource without any context key" : " for this resource with the context given";
}
