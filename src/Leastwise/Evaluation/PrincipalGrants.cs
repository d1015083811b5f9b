using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>
/// What one principal holds: sets of actions at once, the single grant with its reasons on demand.
/// </summary>
/// <remarks>
/// <para>
/// An action is held where some identity statement allows it on resources that it works on, no Deny takes away all of these, and each
/// limiting layer allows it on some of them. Resources are compared pattern by pattern: where two patterns of a Deny only together take
/// away what one Allow gives, or where three layers meet in pairs but not all at once, the action counts as held, with those statements named.
/// </para>
/// <para>Conditions are not decided: a conditional Allow grants, a conditional Deny only limits.</para>
/// </remarks>
public sealed class PrincipalGrants
{
    private readonly ActionCatalog catalog;
    private readonly StatementCompiler compiler;
    private readonly PolicyLayers layers;
    private const int ManyPairs = 10_000;
    private readonly ActionSet[] surviving;
    private readonly StatementPartners? allowing;
    private readonly Dictionary<SourcedStatement, int[]> met = new(ReferenceEqualityComparer.Instance);

    internal PrincipalGrants(IamPrincipal principal, ActionCatalog catalog, StatementCompiler compiler, PolicyLayers layers)
    {
        Principal = principal;
        this.catalog = catalog;
        this.compiler = compiler;
        this.layers = layers;
        Statements = [.. layers.All.Select(statement => statement.Source)];
        // Few pairs are compared faster than found.
        bool many = (long)layers.Allows.Count * layers.Denies.Count > ManyPairs;
        allowing = many ? new StatementPartners([.. layers.Allows.Select(allow => allow.Compiled)]) : null;
        StatementPartners? denying = many ? new StatementPartners([.. layers.Denies.Select(deny => deny.Compiled)]) : null;
        int[] whole = many ? [.. Enumerable.Range(0, layers.Denies.Count).Where(place => !layers.Denies[place].Compiled.WholeResources.IsEmpty)] : [];
        surviving = [.. layers.Allows.Select(allow => Surviving(
            allow.Compiled,
            denying is null ? layers.Denies : denying.Of(allow.Compiled).Union(whole).Select(place => layers.Denies[place])))];
        Actions = ActionSet.UnionOf(surviving);
        Unrestricted = FindUnrestricted();
    }

    /// <summary>Who.</summary>
    public IamPrincipal Principal { get; }

    /// <summary>The actions held at all: on some resource, perhaps only under a condition.</summary>
    public ActionSet Actions { get; }

    /// <summary>The actions held on all resources, without condition, not narrowed by any layer, and that no Deny, not even a conditional one, bears on.</summary>
    public ActionSet Unrestricted { get; }

    /// <summary>Every statement of every layer that bears on the principal.</summary>
    public ImmutableArray<StatementSource> Statements { get; }

    /// <summary>The same with the actions that each names.</summary>
    internal IReadOnlyList<SourcedStatement> Sourced => layers.All;

    /// <summary>What was assumed where something was missing.</summary>
    public ImmutableArray<Diagnostic> Diagnostics => [.. layers.Diagnostics];

    /// <summary>The grant with what gives and limits it; null where the action is not held.</summary>
    public Grant? this[CatalogAction action]
    {
        get
        {
            if (!Actions.Contains(action.Id))
            {
                return null;
            }

            // Loops: of a large account this is asked a million times.
            List<SourcedStatement> allows = [];
            AllowsOf(action.Id, allows);
            var denies = ImmutableArray.CreateBuilder<StatementSource>();
            foreach (SourcedStatement deny in layers.Denies)
            {
                if (Meets(allows, deny, action.Id))
                {
                    denies.Add(deny.Source);
                }
            }

            var limits = ImmutableArray.CreateBuilder<StatementSource>();
            foreach (ImmutableArray<SourcedStatement> layer in layers.Limits)
            {
                AddNarrowing(limits, layer, allows, action.Id);
            }

            return new Grant
            {
                Action = action,
                Allows = [.. allows.Select(allow => allow.Source)],
                Denies = denies.DrainToImmutable(),
                Limits = limits.DrainToImmutable(),
                IsUnrestricted = Unrestricted.Contains(action.Id),
            };
        }
    }

    /// <summary>Adds the identity statements of which something is left for the action to <paramref name="allows"/>.</summary>
    internal void AllowsOf(int action, List<SourcedStatement> allows)
    {
        for (int i = 0; i < surviving.Length; i++)
        {
            if (surviving[i].Contains(action))
            {
                allows.Add(layers.Allows[i]);
            }
        }
    }

    // Of a layer that lets the action through whole nothing is to be said.
    private void AddNarrowing(ImmutableArray<StatementSource>.Builder limits, ImmutableArray<SourcedStatement> layer, List<SourcedStatement> allows, int action)
    {
        foreach (SourcedStatement limit in layer)
        {
            if (limit.Compiled.Whole.Contains(action))
            {
                return;
            }
        }

        foreach (SourcedStatement limit in layer)
        {
            if (Meets(allows, limit, action))
            {
                limits.Add(limit.Source);
            }
        }
    }

    /// <summary>The grants of the given actions that are held, by action.</summary>
    public IEnumerable<Grant> Of(ActionSet actions) =>
        Actions.Intersect(actions).Select(id => this[catalog.Actions[id]]).OfType<Grant>();

    /// <summary>
    /// The resources of a grant of this principal by pattern: unconditional denies subtracted, boundary and service control policies narrowed to,
    /// conditions left aside. Patterns that mean no resource of the action are left out.
    /// </summary>
    public ImmutableArray<GrantedPattern> PatternsOf(Grant grant)
    {
        ActionTargets targets = compiler.TargetsOf(grant.Action.Id);
        bool IsMeant(string pattern) => targets.Types.Any(type => type.Overlaps(PatternSubtraction.Open(pattern))) || (targets.Star && PatternSubtraction.MeansStar(pattern));
        var found = ImmutableArray.CreateBuilder<GrantedPattern>();
        foreach (StatementSource allow in grant.Allows)
        {
            if (allow.Statement.Resources is not { } element)
            {
                continue;
            }

            // A single pattern is meant, or the statement would not allow the action.
            foreach (string pattern in element.Not ? ["*"] : element.Patterns.Length == 1 ? element.Patterns : element.Patterns.Distinct(StringComparer.Ordinal).Where(IsMeant))
            {
                var left = new PatternSubtraction(pattern);
                foreach (string exception in element.Not ? element.Patterns.Where(IsMeant) : [])
                {
                    left.Subtract(exception);
                }

                Limit(left, grant.Action.Id, ResourceReach.StaysIn(pattern, Principal.AccountId), IsMeant);
                if (!left.IsGone)
                {
                    found.Add(left.Left(allow));
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Whether the action works on resources such as the ARN or pattern names.</summary>
    public bool Concerns(CatalogAction action, string resource)
    {
        ActionTargets targets = compiler.TargetsOf(action.Id);
        return targets.Types.Any(type => type.Overlaps(PatternSubtraction.Open(resource))) || (targets.Star && PatternSubtraction.MeansStar(resource));
    }

    private void Limit(PatternSubtraction left, int action, bool ownAccount, Func<string, bool> isMeant)
    {
        foreach (ImmutableArray<SourcedStatement> layer in layers.Limits)
        {
            if (layer.Any(limit => limit.Compiled.Resources is { IsEverything: true } && limit.Compiled.Applicable.Contains(action)))
            {
                continue;
            }

            // A statement with conditions may allow what others do not: it widens what is kept and stands among the grant's limits.
            left.Narrow(LimitUnion.Of(
                [.. layer.Where(limit => limit.Compiled.Applicable.Contains(action)).Select(limit => limit.Compiled.Statement.Resources).OfType<ResourceElement>()], isMeant));
        }

        foreach (SourcedStatement deny in layers.Denies)
        {
            if (!deny.Compiled.IsConditional && (ownAccount || deny.Source.Layer != PolicyLayer.ResourceControl)
                && deny.Compiled.Applicable.Contains(action) && deny.Compiled.Statement.Resources is { } element)
            {
                left.Subtract(element.Patterns.Length == 1 ? element : element with { Patterns = [.. element.Patterns.Where(isMeant)] });
            }
        }
    }

    private bool Meets(List<SourcedStatement> allows, SourcedStatement other, int action)
    {
        if (!other.Compiled.Applicable.Contains(action))
        {
            return false;
        }

        if (allowing is not null)
        {
            return Partners(other).Any(place => surviving[place].Contains(action) && compiler.Overlap(layers.Allows[place].Compiled, other.Compiled).Contains(action));
        }

        foreach (SourcedStatement allow in allows)
        {
            if (compiler.Overlap(allow.Compiled, other.Compiled).Contains(action))
            {
                return true;
            }
        }

        return false;
    }

    private int[] Partners(SourcedStatement other)
    {
        lock (met)
        {
            if (!met.TryGetValue(other, out int[]? places))
            {
                met.Add(other, places = [.. allowing?.Of(other.Compiled) ?? []]);
            }

            return places;
        }
    }

    /// <summary>What is left of an allowing statement after unconditional denies and limiting layers.</summary>
    private ActionSet Surviving(CompiledStatement allow, IEnumerable<SourcedStatement> denies)
    {
        ActionSet left = allow.Applicable;
        foreach (SourcedStatement deny in denies)
        {
            if (!deny.Compiled.IsConditional && Binds(deny, allow) && left.Overlaps(deny.Compiled.Applicable))
            {
                left = left.Except(deny.Compiled.WholeResources).Except(compiler.Coverage(deny.Compiled, allow));
            }
        }

        foreach (ImmutableArray<SourcedStatement> layer in layers.Limits)
        {
            left = left.Intersect(Within(layer, allow, left));
        }

        return left;
    }

    /// <summary>
    /// Whether what the Deny names is denied wherever the allowing statement reaches. A resource control policy binds only resources of its account:
    /// what it denies there may be possible elsewhere.
    /// </summary>
    private bool Binds(SourcedStatement deny, CompiledStatement allow) =>
        deny.Source.Layer != PolicyLayer.ResourceControl || allow.Resources?.StaysIn(Principal.AccountId) == true;

    private ActionSet Within(ImmutableArray<SourcedStatement> layer, CompiledStatement allow, ActionSet wanted)
    {
        ActionSet within = ActionSet.Empty;
        foreach (SourcedStatement limit in layer)
        {
            within = within.Union(compiler.Overlap(allow, limit.Compiled));
            if (wanted.IsSubsetOf(within))
            {
                break;
            }
        }

        return within;
    }

    private ActionSet FindUnrestricted()
    {
        ActionSet result = ActionSet.UnionOf([.. surviving.Select((left, index) => left.Intersect(layers.Allows[index].Compiled.Whole))]);
        foreach (ImmutableArray<SourcedStatement> layer in layers.Limits)
        {
            result = result.Intersect(ActionSet.UnionOf([.. layer.Select(limit => limit.Compiled.Whole)]));
        }

        return layers.Denies.Aggregate(result, (left, deny) => left.Except(deny.Compiled.Applicable));
    }
}
