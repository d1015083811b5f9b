using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>All edges that go out from principals who hold the same policies: each known path is asked by itself.</summary>
internal sealed class EdgeFinder(PathWorld world, TrustEdges trust, IamEdges iam, ServiceEdges services, ProviderEdges providers)
{
    /// <summary>The edges, in the order of paths.</summary>
    public IEnumerable<EdgeBundle> Of(int[] nodes)
    {
        if (world.PrincipalAt(nodes[0]) is not { } principal || principal is IamRole { IsServiceLinked: true } || world.Context.SubjectOf(principal) is not { } subject)
        {
            return [];
        }

        var source = new PathSource(nodes, principal, subject, world.Lookup);
        if (world[nodes[0]].IsAdministrator)
        {
            // Whoever is administrator has arrived; only other accounts are news.
            return trust.Of(source).Where(way => way.PathId == "sts-002").Select(way => Step(source, way));
        }

        return subject.Context.Facts.Paths.Where(known => known.Actions.All(action => subject.Grants.Actions.Contains(action.Id))).SelectMany(known => Of(source, known))
            // A principal reaches itself by many ways and gains nothing; where it is one of many, the search passes over it.
            .Where(bundle => bundle.To.Length > 0 && !(bundle.From is [var self] && bundle.To is [var other] && self == other));
    }

    private IEnumerable<EdgeBundle> Of(PathSource source, RiskFacts.KnownPath known) => known.Path switch
    {
        { Id: "sts-001" or "sts-002" or "sts-003" } => trust.Of(source).Where(way => way.PathId == known.Path.Id).Select(way => Step(source, way)),
        { PassedTo: { } service } => services.Passing(source, known, service),
        _ when known.Actions.All(action => EscalationReach.IsRaising(action) || EscalationReach.IsTaking(action) || OwnChanges.Is(action.FullName)) => iam.Of(source, known),
        _ when known.Actions.All(ProviderDoors.IsOpenedBy) => providers.Of(source, known),
        { RunsAs.IsEmpty: false } => services.Takeover(source, known),
        _ => services.Elsewhere(source, known),
    };

    private EdgeBundle Step(PathSource source, (string PathId, int[] From, HeldOn To) way) => new()
    {
        Path = paths[way.PathId],
        From = way.From,
        To = way.To.Nodes,
        Holding = way.To.Holding,
        Representative = source.Representative,
    };

    private readonly ImmutableDictionary<string, EscalationPath> paths = EscalationPath.Known.ToImmutableDictionary(path => path.Id, StringComparer.Ordinal);
}
