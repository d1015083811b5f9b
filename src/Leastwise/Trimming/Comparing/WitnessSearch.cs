using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Trimming.Comparing;

/// <summary>Looks for a request that one side allows and the other does not. What it finds is decided; that it finds nothing proves nothing.</summary>
internal sealed class WitnessSearch
{
    private const int MostContexts = 200;

    private static readonly Requester Someone = Requester.Parse($"arn:aws:iam::{SampleResources.Account}:role/example");

    // Roles and keys need their own policy's consent, which both sides shall have: it hands the decision over to the account's identity policies.
    private static readonly NamedPolicy Consent = new()
    {
        Name = "consent of the resource",
        Kind = PolicyKind.Resource,
        Document = PolicyParser.Parse(
            $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{SampleResources.Account}}}:root"},"Action":["kms:*","sts:*"],"Resource":"*"}}""",
            "consent"),
    };

    private readonly ComparedSide allowing;
    private readonly ComparedSide refusing;
    private readonly PreparedPolicies allowed;
    private readonly PreparedPolicies refused;

    public WitnessSearch(ComparedSide allowing, ComparedSide refusing)
    {
        this.allowing = allowing;
        this.refusing = refusing;
        allowed = new PreparedPolicies(new PolicySet { Identity = allowing.Policies, Resource = Consent });
        refused = new PreparedPolicies(new PolicySet { Identity = refusing.Policies, Resource = Consent });
    }

    /// <summary>A request for the action that the piece of a statement lets through; null where none was found.</summary>
    public Witness? Find(CatalogAction action, ActionTargets targets, CompiledStatement piece)
    {
        ComparedStatement[] denies = [.. allowing.Denies.Concat(refusing.Denies).Where(deny => deny.BearsOn(action.Id))];
        ImmutableArray<string> patterns = piece.Statement.Resources is { Not: false } element ? element.Patterns : ["*"];
        IEnumerable<string> hints = patterns.Concat(denies.SelectMany(deny => deny.Statement.Resources?.Patterns ?? []));
        ImmutableArray<string> resources = SampleResources.Of(action, targets, hints);
        ImmutableArray<RequestContext> contexts = Contexts(action.Id, piece.Statement, hints);
        foreach (string resource in resources)
        {
            foreach (RequestContext context in contexts)
            {
                if (Try(action, resource, context) is { } witness)
                {
                    return Simplest(action, witness);
                }
            }
        }

        return null;
    }

    /// <summary>Whether the same request for another action is a witness too.</summary>
    public bool Holds(CatalogAction action, Witness witness) => Try(action, witness.Request.Resource, witness.Request.Context) is not null;

    private Witness? Try(CatalogAction action, string resource, RequestContext context)
    {
        var request = new AccessRequest { Requester = Someone, Action = action.FullName, Resource = resource, ResourceAccountId = SampleResources.Account, Context = context };
        if (RequestEvaluator.Evaluate(request, allowed).Kind != DecisionKind.Allowed)
        {
            return null;
        }

        Decision other = RequestEvaluator.Evaluate(request, refused);
        return other.Kind is DecisionKind.ImplicitDeny or DecisionKind.ExplicitDeny ? new Witness(request, other) : null;
    }

    /// <summary>The witness without the context keys that it does not need.</summary>
    private Witness Simplest(CatalogAction action, Witness witness)
    {
        foreach (string key in witness.Request.Context.Values.Keys.Order(StringComparer.Ordinal))
        {
            witness = Try(action, witness.Request.Resource, SampleContext.Without(witness.Request.Context, key)) ?? witness;
        }

        return witness;
    }

    private ImmutableArray<RequestContext> Contexts(int action, Statement statement, IEnumerable<string> hints)
    {
        ComparedStatement[] all = [.. allowing.Denies.Concat(refusing.Denies).Concat(refusing.Allows).Where(one => one.BearsOn(action))];
        IEnumerable<string> texts = hints.Concat(statement.Conditions.Concat(all.SelectMany(one => one.Conditions)).SelectMany(condition => condition.Values));
        RequestContext plain = SampleContext.VariablesOf(RequestContext.Empty, texts);
        RequestContext meeting = statement.Conditions.Aggregate(plain, SampleContext.Meeting);
        var found = new List<RequestContext> { meeting };
        foreach (Condition condition in statement.Conditions.Concat(all.SelectMany(one => one.Conditions)).DistinctBy(condition => (condition.Operator, condition.Key, string.Join('\n', condition.Values))))
        {
            // On top of every context so far, whose number is bounded.
            found.AddRange(found.Take(MostContexts / 8).SelectMany(known => SampleContext.Variants(known, condition)).ToList());
        }

        return [.. found.Take(MostContexts)];
    }
}
