using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Evaluation;

/// <summary>Compiles documents for one partition, each once.</summary>
internal sealed class StatementCompiler(ActionCatalog catalog, string partition)
{
    private const int Many = 4_000;

    // By reference: a managed policy is one document however many principals have it attached, and comparing documents by value is slow.
    private readonly ConcurrentDictionary<PolicyDocument, ImmutableArray<CompiledStatement>> documents = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<(CompiledStatement, CompiledStatement), ActionSet> overlaps = new();
    private readonly ConcurrentDictionary<(CompiledStatement, CompiledStatement), ActionSet> coverages = new();
    private readonly ConcurrentDictionary<PolicyDocument, ImmutableArray<CompiledStatement>> resourceControl = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<PolicyPlace, ImmutableArray<SourcedStatement>> sourced = new();
    private readonly ResourceTypes types = new(catalog, partition);
    private readonly Lazy<ActionSet> underResourceControl = new(() => ActionSet.UnionOf(
        [.. catalog.Services.Where(service => ActionRules.IsUnderResourceControl(service.Prefix))
            .Select(service => ActionSet.Of(service.Actions.Where(id => !ActionRules.IsOutsideResourceControl(catalog.Actions[id].FullName))))]));

    /// <summary>The document's statements, in order.</summary>
    public ImmutableArray<CompiledStatement> Compile(PolicyDocument document) =>
        documents.GetOrAdd(document, static (key, self) => [.. key.Statements.Select(self.Compile)], this);

    /// <summary>The policy's statements with where they come from: the same objects for all who hold the policy in the same way.</summary>
    public ImmutableArray<SourcedStatement> Sourced(PolicyLayer layer, NamedPolicy policy, string? viaGroup) =>
        sourced.GetOrAdd(new PolicyPlace(layer, policy, viaGroup), static (place, self) => [.. self.Compile(place.Policy.Document)
            .Select(compiled => new SourcedStatement(compiled, new StatementSource(place.Layer, place.Policy, compiled.Statement, place.ViaGroup)))], this);

    /// <summary>The document's denies as a resource control policy, which binds some services only.</summary>
    public ImmutableArray<CompiledStatement> CompileResourceControl(PolicyDocument document) =>
        resourceControl.GetOrAdd(document, static (key, self) => [.. self.Compile(key)
            .Where(compiled => compiled.Statement.Effect == Effect.Deny)
            .Select(compiled => Within(compiled, self.underResourceControl.Value))
            .Where(compiled => !compiled.Applicable.IsEmpty)], this);

    /// <summary>What the action works on.</summary>
    public ActionTargets TargetsOf(int action) => types.Of(action);

    /// <summary>The actions for which both statements name a common resource. Never too few.</summary>
    public ActionSet Overlap(CompiledStatement a, CompiledStatement b)
    {
        // Where one names every resource, the other's own reach decides.
        if (a.Resources is null or { IsEverything: true } || b.Resources is null or { IsEverything: true })
        {
            return a.Applicable.Intersect(b.Applicable);
        }

        return !a.Resources.CouldMeet(b.Resources) ? ActionSet.Empty : overlaps.GetOrAdd((a, b), static (pair, self) => self.Select(pair.Item1, pair.Item2, Meets), this);
    }

    /// <summary>The actions for which <paramref name="outer"/> names every resource that <paramref name="inner"/> names. Never too many.</summary>
    public ActionSet Coverage(CompiledStatement outer, CompiledStatement inner)
    {
        if (outer.Resources is null || inner.Resources is null || !outer.Applicable.Overlaps(inner.Applicable))
        {
            return ActionSet.Empty;
        }

        return inner.Resources.IsEverything ? outer.WholeResources.Intersect(inner.Applicable)
            : !outer.Resources.CouldMeet(inner.Resources) ? ActionSet.Empty
            : coverages.GetOrAdd((outer, inner), static (pair, self) => self.Select(pair.Item1, pair.Item2, Contains), this);
    }

    private static bool Meets(ResourceReach a, ResourceReach b, ActionTargets targets) =>
        (targets.Star && a.IncludesStar && b.IncludesStar) || targets.Types.Any(type => a.OverlapsWithin(type, b));

    private static bool Contains(ResourceReach outer, ResourceReach inner, ActionTargets targets) =>
        (!targets.Star || !inner.IncludesStar || outer.CoversStar) && targets.Types.All(type => !inner.Overlaps(type) || outer.CoversWithin(type, inner));

    private ActionSet Select(CompiledStatement a, CompiledStatement b, Func<ResourceReach, ResourceReach, ActionTargets, bool> holds)
    {
        if (a.Resources is not { } first || b.Resources is not { } second)
        {
            return ActionSet.Empty;
        }

        // Actions with the same targets have the same answer; most of a service share few.
        var known = new Dictionary<ActionTargets, bool>();
        return ActionSet.Of(a.Applicable.Intersect(b.Applicable).Where(action => Answer(known, action, targets => holds(first, second, targets))));
    }

    private static CompiledStatement Within(CompiledStatement compiled, ActionSet actions) => new()
    {
        Statement = compiled.Statement,
        Resources = compiled.Resources,
        IsConditional = compiled.IsConditional,
        Named = compiled.Named,
        Applicable = compiled.Applicable.Intersect(actions),
        WholeResources = compiled.WholeResources.Intersect(actions),
    };

    /// <summary>One statement by itself; every call compiles it anew.</summary>
    public CompiledStatement Compile(Statement statement)
    {
        ActionSet named = ActionSet.Empty;
        foreach (string pattern in statement.Actions.Patterns)
        {
            named = named.Union(catalog.Expand(pattern));
        }

        named = statement.Actions.Not ? catalog.All.Except(named) : named;
        if (statement.Resources is not { } element)
        {
            // IAM refuses an identity policy without Resource. An Allow then grants nothing; a Deny is kept as one of unknown extent.
            return new CompiledStatement
            {
                Statement = statement,
                Resources = null,
                IsConditional = statement.HangsOnContext,
                Named = named,
                Applicable = statement.Effect == Effect.Allow ? ActionSet.Empty : named,
                WholeResources = ActionSet.Empty,
            };
        }

        var reach = new ResourceReach(element);
        if (reach.IsEverything)
        {
            return new CompiledStatement { Statement = statement, Resources = reach, IsConditional = statement.HangsOnContext, Named = named, Applicable = named, WholeResources = named };
        }

        ActionSet applicable = Where(named, reach, targets => (targets.Star && reach.IncludesStar) || targets.Types.Any(reach.Overlaps));
        return new CompiledStatement
        {
            Statement = statement,
            Resources = reach,
            IsConditional = statement.HangsOnContext,
            Named = named,
            Applicable = applicable,
            WholeResources = Where(applicable, reach, targets => (!targets.Star || reach.CoversStar) && targets.Types.All(reach.Covers)),
        };
    }

    /// <summary>Those of the actions whose targets satisfy the question. Most of the catalogue is asked by its groups, a service's few actions one by one.</summary>
    private ActionSet Where(ActionSet actions, ResourceReach reach, Func<ActionTargets, bool> ask)
    {
        if (actions.Count > Many)
        {
            // What names a service meets neither the resources of others nor the star of requests without a resource.
            return ActionSet.UnionOf([.. (reach.Services is { } services ? types.GroupsOf(services) : types.Groups).Where(group => ask(group.Targets)).Select(group => group.Actions.Intersect(actions))]);
        }

        var known = new Dictionary<ActionTargets, bool>();
        var found = ActionSet.Of(actions.Where(action => Answer(known, action, ask)));
        return found.Equals(actions) ? actions : found;
    }

    private bool Answer(Dictionary<ActionTargets, bool> known, int action, Func<ActionTargets, bool> ask)
    {
        ActionTargets targets = types.Of(action);
        if (!known.TryGetValue(targets, out bool answer))
        {
            known.Add(targets, answer = ask(targets));
        }

        return answer;
    }
}
