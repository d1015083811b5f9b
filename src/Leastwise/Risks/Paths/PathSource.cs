using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>Principals that hold the same policies, judged as one.</summary>
/// <param name="nodes">Their places, ascending.</param>
/// <param name="representative">One of them.</param>
/// <param name="subject">That one with what it holds.</param>
/// <param name="lookup">The policies.</param>
internal sealed class PathSource(int[] nodes, IamPrincipal representative, Subject subject, PolicyLookup lookup)
{
    private readonly Dictionary<string, object> answers = new(StringComparer.Ordinal);

    /// <summary>Their places, ascending.</summary>
    public int[] Nodes => nodes;

    /// <summary>One of them.</summary>
    public IamPrincipal Representative => representative;

    /// <summary>That one with what it holds.</summary>
    public Subject Subject => subject;

    /// <summary>As the one who asks.</summary>
    public Requester Requester { get; } = Requester.Parse(representative.Arn);

    /// <summary>The policies that bear on what it does in its own account, resources' own left out.</summary>
    public PreparedPolicies Own { get; } = new(OwnOf(representative, lookup));

    /// <summary>An answer that several paths ask for, worked out once.</summary>
    public T Once<T>(string question, Func<T> answer)
        where T : class
    {
        if (!answers.TryGetValue(question, out object? known))
        {
            answers.Add(question, known = answer());
        }

        return (T)known;
    }

    private static PolicySet OwnOf(IamPrincipal principal, PolicyLookup lookup) => lookup.For(principal, new AccessRequest
    {
        Requester = Requester.Parse(principal.Arn),
        Action = "",
        Resource = "*",
        ResourceAccountId = principal.AccountId,
    }) with
    { Resource = null };

    /// <summary>A deciding statement with the group through which it comes.</summary>
    public StatementSource SourceOf(DecidingStatement deciding)
    {
        PolicyLayer layer = deciding.Layer switch
        {
            DecisionLayer.Boundary => PolicyLayer.Boundary,
            DecisionLayer.ServiceControl => PolicyLayer.ServiceControl,
            DecisionLayer.ResourceControl => PolicyLayer.ResourceControl,
            DecisionLayer.Resource => PolicyLayer.Resource,
            _ => PolicyLayer.Identity,
        };
        bool isOwn = representative.InlinePolicies.Concat(representative.AttachedPolicies).Any(policy => ReferenceEquals(policy, deciding.Policy));
        string? group = layer != PolicyLayer.Identity || isOwn ? null : (representative as IamUser)?.Groups
            .FirstOrDefault(one => one.InlinePolicies.Concat(one.AttachedPolicies).Any(policy => ReferenceEquals(policy, deciding.Policy)))?.Name;
        return new StatementSource(layer, deciding.Policy, deciding.Statement, group);
    }

    /// <summary>The statements of a decision.</summary>
    public ImmutableArray<StatementSource> SourcesOf(IEnumerable<DecidingStatement> statements) => [.. statements.Select(SourceOf)];
}
