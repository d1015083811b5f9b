using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>
/// Policies made ready for many requests: which statements concern an action is found out once for each action. Safe for any number of threads.
/// </summary>
/// <param name="policies">The policies.</param>
public sealed class PreparedPolicies(PolicySet policies)
{
    // Requests name few actions; whoever asks for endless different ones shall not fill the memory.
    private const int MostActions = 4096;
    private readonly ConcurrentDictionary<string, ActionStatements> byAction = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The policies.</summary>
    public PolicySet Policies => policies;

    /// <summary>The first layer with a policy of which a Deny may be missing; null where all could be read.</summary>
    internal DecisionLayer? Lacking { get; } = LackingIn(policies);

    /// <summary>The statements that name the action.</summary>
    internal ActionStatements Of(string action)
    {
        if (byAction.TryGetValue(action, out ActionStatements? known))
        {
            return known;
        }

        var found = new ActionStatements(action, policies);
        if (byAction.Count < MostActions)
        {
            byAction.TryAdd(action, found);
        }

        return found;
    }

    private static DecisionLayer? LackingIn(PolicySet policies)
    {
        static bool Lacks(IEnumerable<NamedPolicy> layer) => layer.Any(policy => policy.Document.MayLackDeny);
        return Lacks(policies.ResourceControl.SelectMany(level => level)) ? DecisionLayer.ResourceControl
            : Lacks(policies.ServiceControl.SelectMany(level => level)) ? DecisionLayer.ServiceControl
            : policies.Resource is { } resource && Lacks([resource]) ? DecisionLayer.Resource
            : Lacks(policies.Identity) ? DecisionLayer.Identity
            : Lacks(policies.Boundaries) ? DecisionLayer.Boundary
            : Lacks(policies.Sessions) ? DecisionLayer.Session
            : Lacks(policies.Endpoints) ? DecisionLayer.Endpoint
            : null;
    }
}

/// <summary>The statements of each layer that name one action.</summary>
internal sealed class ActionStatements
{
    public ActionStatements(string action, PolicySet policies)
    {
        Rules = new ActionRules(action);
        Identity = Naming(action, DecisionLayer.Identity, policies.Identity);
        Boundary = Naming(action, DecisionLayer.Boundary, policies.Boundaries);
        Session = Naming(action, DecisionLayer.Session, policies.Sessions);
        ServiceControl = [.. policies.ServiceControl.Select(level => Naming(action, DecisionLayer.ServiceControl, level))];
        ResourceControl = Naming(action, DecisionLayer.ResourceControl, policies.ResourceControl.SelectMany(level => level));
        Resource = Naming(action, DecisionLayer.Resource, policies.Resource is { } policy ? [policy] : []);
        Endpoint = Naming(action, DecisionLayer.Endpoint, policies.Endpoints);
    }

    public ActionRules Rules { get; }

    public ImmutableArray<PreparedStatement> Identity { get; }

    public ImmutableArray<PreparedStatement> Boundary { get; }

    public ImmutableArray<PreparedStatement> Session { get; }

    public ImmutableArray<ImmutableArray<PreparedStatement>> ServiceControl { get; }

    public ImmutableArray<PreparedStatement> ResourceControl { get; }

    public ImmutableArray<PreparedStatement> Resource { get; }

    public ImmutableArray<PreparedStatement> Endpoint { get; }

    private static ImmutableArray<PreparedStatement> Naming(string action, DecisionLayer layer, IEnumerable<NamedPolicy> policies) =>
    [
        .. from policy in policies
           from statement in policy.Document.Statements
           where NamesAction(statement.Actions, action) && !IsUnfit(layer, statement)
           select new PreparedStatement(layer, policy, statement),
    ];

    private static bool NamesAction(ActionElement element, string action)
    {
        foreach (string pattern in element.Patterns)
        {
            if (WildcardPattern.IsMatch(pattern, action, ignoreCase: true))
            {
                return !element.Not;
            }
        }

        return element.Not;
    }

    /// <summary>AWS refuses an identity policy without Resource and a resource policy without Principal; such an Allow grants nothing.</summary>
    private static bool IsUnfit(DecisionLayer layer, Statement statement) => statement.Effect == Effect.Allow && layer switch
    {
        DecisionLayer.Identity or DecisionLayer.Boundary or DecisionLayer.Session => statement.Resources is null,
        DecisionLayer.Resource => statement.Principals is null,
        _ => false,
    };
}
