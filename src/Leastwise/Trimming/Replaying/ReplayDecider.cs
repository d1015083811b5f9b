using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Trimming.Replaying;

/// <summary>How one authorization fares under today's policies and under the proposed ones.</summary>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Proposed">The decision under the proposal.</param>
/// <param name="Missing">What would settle it, where it cannot be decided.</param>
internal sealed record Fared(ReplayOutcome Outcome, Decision Proposed, ImmutableArray<string> Missing);

/// <summary>An authorization with how it fares.</summary>
internal readonly record struct Answered(Asked Asked, Fared Fared);

/// <summary>Decides authorizations twice. What it worked out for principals that hold the same policies is kept.</summary>
internal sealed class ReplayDecider(PolicyLookup lookup, Proposal proposal, ActionTypes types)
{
    /// <summary>So many unknowns are tried in every way; with more the answer stays open.</summary>
    private const int MostUnknowns = 8;

    private readonly Dictionary<string, Asker> askers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> holdings = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Holding, string? Owner, string? Resource), ReplayPolicies> prepared = [];
    private readonly Dictionary<Question, Fared> known = [];
    private readonly Dictionary<string, NamedPolicy> consents = new(StringComparer.Ordinal);

    /// <summary>How it fares.</summary>
    /// <param name="principal">Who asked.</param>
    /// <param name="asked">For what.</param>
    /// <param name="context">The context.</param>
    /// <param name="owner">The account of the resource, where the record tells another than the principal's.</param>
    /// <param name="wasDenied">Whether it was denied.</param>
    public Fared Decide(IamPrincipal principal, Asked asked, CallContext context, string? owner, bool wasDenied)
    {
        Asker asker = AskerOf(principal);
        var request = new AccessRequest { Requester = asker.Requester, Action = asked.Name, Resource = asked.Resource, ResourceAccountId = owner, Context = context.Request };
        ReplayPolicies policies = Prepare(asker, principal, request);

        // Policies that ask for nothing of the principal answer everybody alike who holds them; of the context only what they ask for counts.
        (string who, string told) = policies.AsksWho ? (principal.Arn, context.Text) : ("", policies.AskedOf(context));
        var key = new Question(policies.Id, asked.Action, asked.Resource, asked.Extent, asked.Type?.Template, who, told, wasDenied);
        if (known.TryGetValue(key, out Fared? fared))
        {
            return fared;
        }

        // Tags of roles and users are in the account files; those of other resources in none, so that they stay open.
        foreach ((string tag, string value) in TagsOf(asked.Resource))
        {
            request = request with { Context = request.Context.With($"aws:ResourceTag/{tag}", value).With($"iam:ResourceTag/{tag}", value) };
        }

        ImmutableArray<string> addresses = policies.Ranges.IsEmpty ? [] : CallContext.Addresses(context.Network, policies.Ranges);
        fared = addresses.IsEmpty
            ? Decide(request, asked, policies.Today, policies.Proposed, wasDenied)
            : Join([.. addresses.Select(address => Decide(request with { Context = request.Context.With(CallContext.SourceAddress, address) }, asked, policies.Today, policies.Proposed, wasDenied))]);
        known.Add(key, fared);
        return fared;
    }

    private ImmutableSortedDictionary<string, string> TagsOf(string resource) =>
        resource.Contains(":iam:", StringComparison.Ordinal) && lookup.Find(Requester.Parse(resource)) is { } holder && holder.Arn == resource ? holder.Tags : ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>One of several addresses made the call, and nothing tells which.</summary>
    private static Fared Join(ImmutableArray<Fared> each) => each.All(one => one.Outcome == each[0].Outcome)
        ? each[0]
        : each[0] with { Outcome = ReplayOutcome.CannotBeDecided, Missing = [.. each.SelectMany(one => one.Missing).Append(CallContext.SourceAddress).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };

    private Fared Decide(AccessRequest request, Asked asked, PreparedPolicies today, PreparedPolicies proposed, bool wasDenied)
    {
        if (asked.Extent == ResourceExtent.Exact)
        {
            Decision before = RequestEvaluator.Evaluate(request, today), after = RequestEvaluator.Evaluate(request, proposed);
            if (before.Kind != DecisionKind.Undetermined && after.Kind != DecisionKind.Undetermined)
            {
                return new Fared(Compare(before.Kind == DecisionKind.Allowed, after.Kind == DecisionKind.Allowed, wasDenied), after, []);
            }
        }

        var reduction = new Reduction(request, asked, types.Of(asked.Action));
        PreparedPolicies old = reduction.Reduce(today), next = reduction.Reduce(proposed);
        AccessRequest open = request with { Context = RequestContext.Empty with { IsOpen = true } };
        Decision shown = RequestEvaluator.Evaluate(open, next);
        if (reduction.Unknowns > MostUnknowns)
        {
            return new Fared(ReplayOutcome.CannotBeDecided, shown, reduction.Missing());
        }

        var ways = Enumerable.Range(0, 1 << reduction.Unknowns)
            .Select(way => (Before: IsAllowed(reduction.RequestOf(way), old), After: IsAllowed(reduction.RequestOf(way), next)))
            .ToList();

        // A call that was let through cannot have been made in a way that today's policies deny, if they were the same then; where they deny it in every way, they were not.
        bool couldBe = ways.Exists(way => way.Before);
        HashSet<ReplayOutcome> outcomes = [.. ways.Where(way => wasDenied || !couldBe || way.Before).Select(way => Compare(way.Before, way.After, wasDenied))];

        // What a required type that no record names is needed for is taken from the reference, which does not always tell alternatives from what is needed together.
        bool certain = outcomes.Count == 1 && !(asked.Type is not null && outcomes.Contains(ReplayOutcome.WouldBreak));
        return certain
            ? new Fared(outcomes.Single(), shown, [])
            : new Fared(ReplayOutcome.CannotBeDecided, shown, reduction.Unknowns > 0 ? reduction.Missing() : [$"the {asked.Type?.Name ?? "resource"} that was asked for"]);
    }

    private static bool IsAllowed(AccessRequest request, PreparedPolicies policies) => RequestEvaluator.Evaluate(request, policies).Kind == DecisionKind.Allowed;

    private static ReplayOutcome Compare(bool before, bool after, bool wasDenied) => (before, after, wasDenied) switch
    {
        (false, true, _) => ReplayOutcome.NewlyAllowed,
        (_, false, true) => ReplayOutcome.StillDenied,
        (true, true, _) => ReplayOutcome.AsBefore,
        (true, false, false) => ReplayOutcome.WouldBreak,
        _ => ReplayOutcome.DeniedToday,
    };

    /// <summary>Who asks, and a number for what it holds: those with the same policies in the same account have the same.</summary>
    private Asker AskerOf(IamPrincipal principal)
    {
        if (!askers.TryGetValue(principal.Arn, out Asker? asker))
        {
            var requester = Requester.Parse(principal.Arn);
            PolicySet today = lookup.For(principal, new AccessRequest { Requester = requester, Action = "", Resource = "*" });
            string held = string.Join('\n', today.Identity.Select(Proposal.IdOf).Append($"boundary {string.Join(',', today.Boundaries.Select(Proposal.IdOf))}").Append(principal.AccountId).Append($"{principal is IamRole { IsServiceLinked: true }}"));
            holdings.TryAdd(held, holdings.Count);
            askers.Add(principal.Arn, asker = new Asker(requester, holdings[held]));
        }

        return asker;
    }

    /// <summary>The policies that apply: those of the principal, of its account, of the resource and of the resource's account.</summary>
    private ReplayPolicies Prepare(Asker asker, IamPrincipal principal, AccessRequest request)
    {
        (int, string?, string?) key = (asker.Holding, request.Owner, lookup.PolicyOf(request.Resource) is null ? null : request.Resource);
        if (prepared.TryGetValue(key, out ReplayPolicies? ready))
        {
            return ready;
        }

        PolicySet today = lookup.For(principal, request);
        bool isOwn = today.Resource is not null || !today.ResourceControl.IsEmpty;

        // Of most keys, roles of other accounts and buckets nobody gave the policy. The call was let through, so it consented; it hands the decision to the account's own policies.
        today = today.Resource is null ? today with { Resource = Consent(principal.AccountId) } : today;
        prepared.Add(key, ready = ReplayPolicies.Of(prepared.Count, today, proposal.Apply(today), isOwn));
        return ready;
    }

    private NamedPolicy Consent(string account)
    {
        if (!consents.TryGetValue(account, out NamedPolicy? consent))
        {
            consents.Add(account, consent = new NamedPolicy
            {
                Name = "consent of the resource",
                Kind = PolicyKind.Resource,
                Document = PolicyParser.Parse($$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{account}}}:root"},"Action":"*","Resource":"*"}}""", "consent"),
            });
        }

        return consent;
    }

    private readonly record struct Question(int Policies, int Action, string Resource, ResourceExtent Extent, string? Type, string Arn, string Context, bool WasDenied);

    private sealed record Asker(Requester Requester, int Holding);
}
