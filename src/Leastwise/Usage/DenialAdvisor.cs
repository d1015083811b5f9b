using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;
using Leastwise.Usage.Intake;

namespace Leastwise.Usage;

/// <summary>
/// Says of a denied call what would allow it: it asks the evaluator, adds the smallest statement to the layer that is missing one, and asks again, until the
/// answer is yes or nothing can be added.
/// </summary>
public sealed class DenialAdvisor(ActionCatalog catalog, PolicyLookup lookup)
{
    private readonly EventResolver resolver = new(catalog);

    /// <summary>The answer for one denied call.</summary>
    public DenialAnswer Of(IamPrincipal principal, DeniedUse denied)
    {
        // Messages name operations and tests name nothing; only what the catalogue knows can be granted.
        string? named = denied.Denial?.Action;
        CatalogAction? action = named is null ? Primary(denied) : catalog.Find(named);
        string resource = denied.Denial?.Resource is { } stated && (stated == "*" || Arn.TryParse(stated, out _)) ? stated : action is null ? "*" : About(action, denied.About) ?? "*";
        var answer = new DenialAnswer
        {
            Principal = principal,
            Denied = denied,
            Action = action?.FullName ?? named,
            Resource = resource,
            Remedy = DenialRemedy.Unknown,
            Sentence = "Neither the message nor the catalogue names the privilege, so nothing can be said of what would allow it.",
        };
        if (action is null)
        {
            return named is null ? answer : answer with { Sentence = "The catalogue does not know this privilege, so nothing can be said of what would allow it." };
        }

        var request = new AccessRequest
        {
            Requester = Requester.Parse(principal.Arn),
            Action = action.FullName,
            Resource = resource,
            Context = new RequestContext { IsOpen = true },
        };
        PolicySet policies = lookup.For(principal, request);
        return Told(answer, lookup.Organization is not null) ?? UnseenPolicy.Denying(answer, request, policies) ?? Search(answer, request, UnseenPolicy.WithDefaultOfKeys(answer, request, policies));
    }

    /// <summary>The one resource that an action of this kind can be about, among those that the record tells of; null where it is none, or not one alone.</summary>
    private static string? About(CatalogAction action, ImmutableArray<string> resources)
    {
        string[] fitting = [.. resources.Where(arn => !WildcardPattern.HasWildcard(arn) && action.Resources.Any(resource => RequestedResources.Template.Of(action.Prefix, resource.Type)?.Covers(arn) == true))];
        return fitting is [var only] ? only : null;
    }

    /// <summary>What the message itself settles, where the policies that it speaks of were not given.</summary>
    private static DenialAnswer? Told(DenialAnswer answer, bool organizationKnown)
    {
        string reason = answer.Reason;
        if (!organizationKnown && (reason.Contains("service control policy", StringComparison.Ordinal) || reason.Contains("resource control policy", StringComparison.Ordinal)))
        {
            return answer with
            {
                Remedy = DenialRemedy.Pointless,
                Sentence = $"No grant in the account helps: the message says {reason}. The organization's policies were not given, so whether that still holds is not known.",
            };
        }

        return reason.StartsWith("explicit deny in a VPC", StringComparison.Ordinal) || reason.StartsWith("explicit deny in a session", StringComparison.Ordinal)
            ? answer with { Remedy = DenialRemedy.RemoveDeny, Sentence = $"The message says {reason}; that policy is not among what was given, and no grant helps while it stands." }
            : null;
    }

    private static DenialAnswer Search(DenialAnswer answer, AccessRequest request, PolicySet policies)
    {
        var grants = ImmutableArray.CreateBuilder<MissingGrant>();
        while (true)
        {
            Decision decision = RequestEvaluator.Evaluate(request, policies);
            switch (decision.Kind)
            {
                case DecisionKind.Allowed or DecisionKind.Undetermined:
                    if (UnseenPolicy.Missing(answer, request, policies) is { } unseen && !grants.Any(grant => grant.Layer == unseen.Layer))
                    {
                        grants.Add(unseen);
                    }

                    return Found(answer, decision, grants.ToImmutable(), UnseenPolicy.IsDefaultOfKeys(policies));
                case DecisionKind.ExplicitDeny:
                    bool organization = decision.DecidedBy is DecisionLayer.ServiceControl or DecisionLayer.ResourceControl;
                    return answer with
                    {
                        Remedy = organization ? DenialRemedy.Pointless : DenialRemedy.RemoveDeny,
                        Sentence = organization ? "No grant in the account helps: a policy of the organization denies it." : "No grant helps while a statement denies it.",
                        DeniedBy = decision.Statements,
                    };
                case var _ when decision.DecidedBy is DecisionLayer.ServiceControl or DecisionLayer.ResourceControl:
                    return answer with { Remedy = DenialRemedy.Pointless, Sentence = "No grant in the account helps: the organization's service control policies do not allow it to this account." };
            }

            bool tried = grants.Any(grant => grant.Layer == decision.DecidedBy);
            if (tried || Add(answer, request, policies, decision.DecidedBy) is not { } next)
            {
                return answer with { Sentence = "No single statement could be found that would allow it." };
            }

            grants.Add(next.Grant);
            policies = next.Policies;
        }
    }

    private static DenialAnswer Found(DenialAnswer answer, Decision decision, ImmutableArray<MissingGrant> grants, bool assumesKeyPolicy)
    {
        string keys = string.Join(", ", decision.MissingContext);
        string condition = decision.Kind == DecisionKind.Undetermined ? keys.Length > 0 ? $"where the conditions on {keys} are met" : "under conditions that cannot be decided here" : "";
        bool starred = answer is { Resource: "*" } && answer.Denied.Denial?.Resource is null;
        string named = (starred ? " The message names no resource: narrow it to what is meant." : "") + (assumesKeyPolicy ? UnseenPolicy.KeyPolicyAssumed : "");
        return (grants.IsEmpty, decision.Kind) switch
        {
            (true, DecisionKind.Allowed) => answer with { Remedy = DenialRemedy.AllowedNow, Sentence = $"It is allowed by now, as far as the policies given tell.{named}" },
            (true, _) => answer with { Remedy = DenialRemedy.AllowedUnderConditions, Sentence = $"It is allowed {condition}." },
            (_, DecisionKind.Allowed) => answer with { Remedy = DenialRemedy.Grant, Sentence = $"This would allow it.{named}", Grants = grants },
            _ => answer with { Remedy = DenialRemedy.Grant, Sentence = $"This would allow it, {condition}.{named}", Grants = grants },
        };
    }

    private static (MissingGrant Grant, PolicySet Policies)? Add(DenialAnswer answer, AccessRequest request, PolicySet policies, DecisionLayer layer)
    {
        string own = Allow(request);
        switch (layer)
        {
            case DecisionLayer.Identity:
                return (new MissingGrant(layer, $"a policy of {answer.Principal.Arn}", own), policies with { Identity = policies.Identity.Add(Policy(own, PolicyKind.Inline)) });
            case DecisionLayer.Boundary when policies.Boundaries is [var boundary]:
                return (new MissingGrant(layer, $"its permissions boundary {boundary.Arn ?? boundary.Name}", own), policies with { Boundaries = [With(boundary, own)] });
            case DecisionLayer.Resource:
                string others = Allow(request, answer.Principal.Arn);
                NamedPolicy resource = policies.Resource is { } known ? With(known, others) : Policy(others, PolicyKind.Resource);
                return (new MissingGrant(layer, UnseenPolicy.Whose(request, policies), others), policies with { Resource = resource });
            default:
                return null;
        }
    }

    /// <summary>The smallest statement for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="principal">Whom it names; null in identity policies.</param>
    internal static string Allow(AccessRequest request, string? principal = null)
    {
        var statement = new JsonObject { ["Effect"] = "Allow" };
        if (principal is not null)
        {
            statement["Principal"] = new JsonObject { ["AWS"] = principal };
        }

        statement["Action"] = request.Action;
        // A trust policy has no Resource: it can only mean its role.
        if (principal is null || !UnseenPolicy.IsTrust(request))
        {
            statement["Resource"] = request.Resource;
        }

        return statement.ToJsonString();
    }

    internal static NamedPolicy Policy(string statement, PolicyKind kind) =>
        new() { Name = "suggested", Kind = kind, Document = PolicyParser.Parse($"{{\"Version\":\"2012-10-17\",\"Statement\":[{statement}]}}", "suggested") };

    private static NamedPolicy With(NamedPolicy policy, string statement)
    {
        PolicyDocument more = PolicyParser.Parse($"{{\"Version\":\"2012-10-17\",\"Statement\":[{statement}]}}", "suggested");
        return policy with { Document = policy.Document with { Statements = [.. policy.Document.Statements, .. more.Statements] } };
    }

    private CatalogAction? Primary(DeniedUse denied) =>
        resolver.Resolve(denied.Source, denied.Name, "AwsApiCall") is EventResolution.Privileges { Primary: [var only] } ? only : null;
}
