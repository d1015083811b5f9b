using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>Who can become whom, by every known path, over any number of hops.</summary>
/// <remarks>
/// Principals that hold the same policies are judged once, and targets that policies do not tell apart are one edge, so that a large account needs
/// no comparison of everybody with everybody. Administrators are where paths end; of them only ways into other accounts are followed.
/// </remarks>
public sealed class EscalationGraph
{
    private readonly PathWorld world;

    private EscalationGraph(PathWorld world, List<EdgeBundle> bundles) => (this.world, Bundles) = (world, bundles);

    /// <summary>The number of users and roles.</summary>
    public int Actors => world.Actors;

    /// <summary>Those who are full administrators already, in ordinal order of ARN.</summary>
    public ImmutableArray<PathNode> Administrators => [.. Enumerable.Range(0, world.Actors).Select(node => world[node]).Where(node => node.IsAdministrator)];

    /// <summary>How many edges there are, each pair of principals and each known path counted by itself.</summary>
    public long EdgeCount => Bundles.Sum(bundle => (long)bundle.From.Length * bundle.To.Length);

    internal PathWorld World => world;

    internal IReadOnlyList<EdgeBundle> Bundles { get; }

    internal PathIndex Index => field ??= new PathIndex(Bundles, world.Count);

    /// <summary>The routes that are asked for.</summary>
    /// <exception cref="ArgumentException">An ARN is of no user or role of the graph.</exception>
    public EscalationRoutes Find(RouteRequest request)
    {
        int[] ends = request.To is { } to ? [NodeOf(to)]
            : request.ToAccount is { } account ? [.. AdministratorNodes().Where(node => world[node].AccountId == account)]
            : AdministratorNodes();
        var search = new PathSearch(Index, world.Count, ends, (_, _) => true, (_, _) => true);
        var finder = new RouteFinder(world, Index, search);
        int[] reaching = [.. Enumerable.Range(0, world.Actors).Where(node => search.Hops(node) is > 0 && search.Hops(node) <= request.MaxHops && !HasArrived(node, request))];
        (ImmutableArray<EscalationRoute> routes, bool hasMore) = request.From is { } from
            ? finder.All(NodeOf(from), request.MaxHops, request.Most)
            : ([.. reaching.OrderBy(search.Hops).ThenBy(search.Confidence).ThenBy(node => node).Select(finder.Shortest).OfType<EscalationRoute>()], false);
        return new EscalationRoutes
        {
            Request = request,
            Routes = routes,
            HasMore = hasMore,
            Actors = Actors,
            Administrators = request.ToAccount is { } asked ? [.. Administrators.Where(one => one.AccountId == asked)] : Administrators,
            Reaching = reaching.Length,
        };
    }

    // An administrator of one account who becomes that of another has still to arrive.
    private bool HasArrived(int node, RouteRequest request) => world[node].IsAdministrator && (request.ToAccount is null || world[node].AccountId == request.ToAccount);

    internal int[] AdministratorNodes() => [.. Enumerable.Range(0, world.Count).Where(node => world[node].IsAdministrator)];

    private int NodeOf(string arn) => world.Find(arn) ?? throw new ArgumentException($"The graph has no user or role {arn}.", nameof(arn));

    /// <summary>Works out the graph.</summary>
    /// <param name="catalog">The actions.</param>
    /// <param name="accounts">The accounts, trust between which is followed.</param>
    /// <param name="organization">The organization; null where it is not known, which limits nothing.</param>
    /// <param name="existing">What runs with roles, as far as it is known.</param>
    /// <param name="leastSure">Edges that are less sure are left out.</param>
    public static EscalationGraph Build(
        ActionCatalog catalog, ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization, ExistingResources? existing = null, PathConfidence leastSure = PathConfidence.Low)
    {
        var places = new PathWorld(catalog, accounts, organization, new PolicyLookup(accounts, organization, ResourcePolicies.None));
        var raised = new RaisedPrincipals(places);
        var doors = new RoleDoors(places);
        var trust = new TrustEdges(places, doors);
        var finder = new EdgeFinder(places, trust, new IamEdges(places, raised, trust), new ServiceEdges(places, new ServiceRoles(places), existing ?? ExistingResources.None), new ProviderEdges(places));

        List<int[]> classes = [.. places.Classes.Of(Enumerable.Range(0, places.Actors))];
        Parallel.ForEach(classes, alike => _ = places.PrincipalAt(alike[0]) is { } first && places.Context.IsAdministrator(first));
        foreach (int[] alike in classes)
        {
            if (places.PrincipalAt(alike[0]) is { } first && places.Context.IsAdministrator(first))
            {
                foreach (int node in alike)
                {
                    places.MarkAdministrator(node);
                }
            }
        }

        var bundles = new List<EdgeBundle>();
        foreach (int[] alike in classes)
        {
            bundles.AddRange(finder.Of(alike));
        }

        // Places that were found on the way, of changed principals, have ways of their own.
        for (int done = places.Actors; done < places.Count;)
        {
            int until = places.Count;
            foreach (int[] alike in places.Classes.Of(Enumerable.Range(done, until - done)))
            {
                bundles.AddRange(finder.Of(alike));
            }

            done = until;
        }

        bundles.RemoveAll(bundle => bundle.Holding.Confidence > leastSure);
        return new EscalationGraph(places, bundles);
    }
}
