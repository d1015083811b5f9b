using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>
/// Finds the cut: paths are collected until the cheapest units that break those collected break all, first in the graph, then in the accounts
/// evaluated anew. Removing grants opens no path, so what is gone stays gone.
/// </summary>
public sealed class CutSearch
{
    private const int MostRounds = 400;

    private readonly ActionCatalog catalog;
    private readonly ImmutableArray<AccountSnapshot> accounts;
    private readonly OrganizationSnapshot? organization;
    private readonly ExistingResources? existing;
    private readonly PathConfidence leastSure;
    private readonly Func<string, string, GrantUse> useOf;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<GrantUnit> units = [];
    private readonly List<GrantUse> uses = [];
    private readonly List<int> costs = [];
    private readonly HittingSet solver = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly List<PathToBreak> paths = [];
    private readonly ILookup<string, string> holders;

    private CutSearch(
        ActionCatalog catalog, ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization, ExistingResources? existing, PathConfidence leastSure,
        Func<string, string, GrantUse> useOf)
    {
        (this.catalog, this.accounts, this.organization, this.existing, this.leastSure, this.useOf) = (catalog, accounts, organization, existing, leastSure, useOf);
        holders = accounts.SelectMany(account => account.Actors)
            .SelectMany(actor => PolicyLookup.IdentityOf(actor).Select(policy => (Id: GrantUnits.PolicyIdOf(policy), actor.Arn)))
            .ToLookup(pair => pair.Id, pair => pair.Arn, StringComparer.Ordinal);
    }

    /// <summary>The cut of a graph.</summary>
    /// <param name="graph">The graph of the accounts.</param>
    /// <param name="catalog">The actions.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="organization">The organization; null where it is not known.</param>
    /// <param name="existing">What runs with roles.</param>
    /// <param name="leastSure">What the graph was built with.</param>
    /// <param name="useOf">Whether the principal of an ARN used an action; null where no logs are there.</param>
    public static EscalationCut Of(
        EscalationGraph graph, ActionCatalog catalog, ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization,
        ExistingResources? existing = null, PathConfidence leastSure = PathConfidence.Low, Func<string, string, GrantUse>? useOf = null) =>
        new CutSearch(catalog, accounts, organization, existing, leastSure, useOf ?? ((_, _) => GrantUse.Unknown)).Run(graph);

    private EscalationCut Run(EscalationGraph graph)
    {
        HittingSetResult cut = new([], 0, 0);
        EscalationGraph left = graph;
        for (int round = 0; round < MostRounds; round++)
        {
            // Most paths are met while a quick choice is good enough to ask for more; the best choice is searched for when none is missing.
            do
            {
                while (Collect(graph, cut))
                {
                    cut = solver.Quick(paths, costs);
                }

                cut = solver.Solve(paths, costs);
            }
            while (Collect(graph, cut));

            left = EscalationGraph.Build(catalog, GrantRemoval.From(catalog, accounts, [.. cut.Units.Select(unit => units[unit])]), organization, existing, leastSure);
            if (!Collect(left, new HittingSetResult([], 0, 0)))
            {
                break;
            }

            cut = solver.Quick(paths, costs);
        }

        var all = new RouteRequest { MaxHops = int.MaxValue };
        EscalationRoutes before = graph.Find(all), after = left.Find(all);
        return new EscalationCut
        {
            Grants = [.. cut.Units.Select(Describe).OrderBy(grant => grant.Use).ThenBy(grant => grant.Unit.Id, StringComparer.Ordinal)],
            Cost = cut.Cost,
            LowerBound = cut.LowerBound,
            Before = before.Reaching,
            After = after.Reaching,
            Remaining = after.Routes,
            AdministratorsBefore = before.Administrators.Length,
            AdministratorsAfter = after.Administrators.Length,
        };
    }

    /// <summary>Takes in a path of everybody who still has one; false where there is none that could be broken.</summary>
    private bool Collect(EscalationGraph graph, HittingSetResult cut)
    {
        var gone = new HashSet<string>(cut.Units.Select(unit => units[unit].Id), StringComparer.Ordinal);
        var of = new GrantUnits(graph.World);
        bool IsAlive(ImmutableArray<ImmutableArray<GrantUnit>> needs) => gone.Count == 0 || needs.All(need => need.IsEmpty || need.Any(unit => !gone.Contains(unit.Id)));
        var search = new PathSearch(
            graph.Index, graph.World.Count, graph.AdministratorNodes(),
            (bundle, from) => IsAlive(of.Leaving(bundle, from)),
            (bundle, to) => IsAlive(of.Arriving(bundle, to)));
        // Whoever has a way of which nothing can be taken away keeps it; to break its other ways would cost and help nothing.
        var fixedWays = new PathSearch(
            graph.Index, graph.World.Count, graph.AdministratorNodes(),
            (bundle, from) => of.Leaving(bundle, from).All(need => need.IsEmpty),
            (bundle, to) => of.Arriving(bundle, to).All(need => need.IsEmpty));
        int before = paths.Count;
        for (int node = 0; node < graph.World.Actors; node++)
        {
            if (search.Hops(node) > 0 && fixedWays.Hops(node) < 0)
            {
                ImmutableArray<ImmutableArray<int>> options =
                [
                    .. search.Way(node)
                        .SelectMany(step => of.Leaving(step.Bundle, step.From).Concat(of.Arriving(step.Bundle, step.To)))
                        .Where(need => !need.IsEmpty)
                        .Select(need => need.Select(NumberOf).Order().ToImmutableArray()),
                ];
                if (!options.IsEmpty && known.Add(string.Join('|', options.Select(option => string.Join(',', option)).Order(StringComparer.Ordinal))))
                {
                    paths.Add(new PathToBreak(options));
                }
            }
        }

        return paths.Count > before;
    }

    private int NumberOf(GrantUnit unit)
    {
        if (!numbers.TryGetValue(unit.Id, out int number))
        {
            GrantUse use = UseOf(unit);
            numbers.Add(unit.Id, number = units.Count);
            units.Add(unit);
            uses.Add(use);
            int cost = use switch { GrantUse.Unused => 1, GrantUse.Unknown => 2, _ => 4 };
            costs.Add(unit.Kind == GrantUnitKind.Action ? cost : cost * 2);
        }

        return number;
    }

    // A grant that several hold is used as soon as one of them uses it.
    private GrantUse UseOf(GrantUnit unit) => unit.Kind switch
    {
        GrantUnitKind.Action => HoldersOf(unit).Select(holder => useOf(holder, unit.What)).DefaultIfEmpty(GrantUse.Unknown).Max(),
        GrantUnitKind.Trust when unit.What.Contains(":user/", StringComparison.Ordinal) || unit.What.Contains(":role/", StringComparison.Ordinal) => useOf(unit.What, "sts:AssumeRole"),
        _ => GrantUse.Unknown,
    };

    private IEnumerable<string> HoldersOf(GrantUnit unit) => unit.Kind switch
    {
        GrantUnitKind.Action => holders[unit.PolicyId],
        GrantUnitKind.Attachment => accounts.SelectMany(account => account.Actors)
            .Where(actor => actor.Arn == unit.Owner || ((actor as IamUser)?.Groups.Any(group => group.Arn == unit.Owner) ?? false))
            .Select(actor => actor.Arn),
        _ => [],
    };

    private CutGrant Describe(int unit) => new(units[unit], uses[unit], [.. HoldersOf(units[unit]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}
