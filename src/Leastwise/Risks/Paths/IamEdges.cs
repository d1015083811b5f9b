using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>
/// Paths of IAM's own privileges: raising oneself, taking another's credentials, and both at once. What is raised and what is taken must be one and
/// the same principal.
/// </summary>
internal sealed class IamEdges(PathWorld world, RaisedPrincipals raised, TrustEdges trust)
{
    /// <summary>The edges of one path.</summary>
    public IEnumerable<EdgeBundle> Of(PathSource source, RiskFacts.KnownPath known)
    {
        string[] raising = [.. known.Actions.Where(action => EscalationReach.IsRaising(action) || OwnChanges.Is(action.FullName)).Select(action => action.Name)];
        string[] taking = [.. known.Actions.Where(EscalationReach.IsTaking).Select(action => action.Name)];
        if (taking.Length == 0)
        {
            return raising is [var only] ? Self(source, known.Path, only) : [];
        }

        IEnumerable<(int[] From, HeldOn To)> taken = Taken(source, taking[0]);
        foreach (string also in taking.Skip(1))
        {
            taken = [.. from one in taken from other in Taken(source, also) where ReferenceEquals(one.From, other.From) select (one.From, Both(one.To, other.To))];
        }

        return raising.Length == 0
            ? taken.Where(way => way.To.Nodes.Length > 0).Select(way => Bundle(source, known.Path, way.From, way.To.Nodes, way.To.Holding, null))
            : from way in taken from target in Raised(source, raising[0]) from edge in Over(source, known.Path, way, target) select edge;
    }

    // Whoever raises itself is administrator, or itself with more.
    private IEnumerable<EdgeBundle> Self(PathSource source, EscalationPath path, string action)
    {
        foreach (RaisedWay way in Raised(source, action))
        {
            int[] own = [.. source.Nodes.Where(node => way.Raises(BaseOf(node)))];
            if (own.Length == 0 || (source.Representative is IamRole && !IsChangeable(source.Representative)))
            {
                continue;
            }

            int first = way.Place(source.Representative);
            if (raised.IsAdministrator(first))
            {
                yield return Bundle(source, path, own, [first], way.Holding, way.Over(source.Representative));
                continue;
            }

            foreach (int node in own)
            {
                if (world.PrincipalAt(node) is { } principal && way.Place(principal) is var place && place >= 0 && place != node)
                {
                    yield return Bundle(source, path, [node], [place], way.Holding, way.Over(principal));
                }
            }
        }
    }

    private IEnumerable<EdgeBundle> Over(PathSource source, EscalationPath path, (int[] From, HeldOn To) taken, RaisedWay raise)
    {
        // Somebody else: to raise oneself needs no credentials, and is a path of its own.
        IEnumerable<int> both = taken.To.Nodes.Where(node => taken.From is not [var self] || BaseOf(self) != node).Where(raise.Raises);
        Holding holding = taken.To.Holding.And(raise.Holding);
        var limited = new List<(int Node, IamPrincipal Over)>();
        foreach (int node in both)
        {
            if (world.PrincipalAt(node) is not { } principal || world[node].IsAdministrator)
            {
                continue;
            }

            int place = raise.Place(principal);
            if (place < 0)
            {
                continue;
            }

            if (raised.IsAdministrator(place))
            {
                // One that becomes administrator is enough; the others add nothing.
                return [Bundle(source, path, taken.From, [place], holding, principal.Arn)];
            }

            limited.Add((place, principal));
        }

        return limited.Select(one => Bundle(source, path, taken.From, [one.Node], holding, one.Over.Arn));
    }

    private IEnumerable<(int[] From, HeldOn To)> Taken(PathSource source, string action)
    {
        string account = source.Representative.AccountId;
        if (action == "AssumeRole")
        {
            return trust.Of(source)
                .Where(way => way.To.Nodes.All(node => world[node].AccountId == account))
                .Select(way => (way.From, way.To));
        }

        return source.Once<IReadOnlyList<HeldOn>>($"take {action}", () => action == "UpdateAssumeRolePolicy"
                ? MayAssume(source) ? Decided(source, action, world.Roles(account)) : []
                : [.. Decided(source, action, world.Users(account)).Select(way => way with { Holding = Assumed(action, way.Holding) })])
            .Select(way => (source.Nodes, way));
    }

    private static Holding Assumed(string action, Holding holding) => action switch
    {
        "CreateLoginProfile" => holding.But("The user must have no console password yet, which the account file does not show.", PathConfidence.Medium),
        "UpdateLoginProfile" => holding.But("The user must have a console password, which the account file does not show.", PathConfidence.Medium),
        _ => holding,
    };

    // A trust policy of one's own making lets oneself in, unless something denies sts:AssumeRole altogether.
    private bool MayAssume(PathSource source)
    {
        var role = world.Roles(source.Representative.AccountId).Targets.FirstOrDefault();
        return role is not null && RequestEvaluator.Evaluate(
            new AccessRequest { Requester = source.Requester, Action = "sts:AssumeRole", Resource = role.Arn, Context = CallContext.Of(source.Representative, CallContext.Open, world.Context.Now) },
            source.Own) is not ({ Kind: DecisionKind.ExplicitDeny } or { Kind: DecisionKind.ImplicitDeny, DecidedBy: DecisionLayer.ServiceControl });
    }

    private IReadOnlyList<RaisedWay> Raised(PathSource source, string action) => source.Once<IReadOnlyList<RaisedWay>>($"raise {action}", () =>
        [.. RaisedWays.Of(world, raised, source.Representative.AccountId, action, list => TargetDecisions.Of(source, $"iam:{action}", list, CallContext.Open))]);

    private static IReadOnlyList<HeldOn> Decided(PathSource source, string action, TargetList list) =>
        [.. TargetDecisions.Of(source, $"iam:{action}", list, CallContext.Open).Select(part => part with { Nodes = list.NodesOf(part.Nodes) })];

    private static HeldOn Both(HeldOn one, HeldOn other) => new(ReferenceEquals(one.Nodes, other.Nodes) ? one.Nodes : [.. one.Nodes.Intersect(other.Nodes).Order()], one.Holding.And(other.Holding));

    // A changed principal keeps its ARN, and privileges on that ARN still mean it.
    private int BaseOf(int node) => node < world.Actors ? node : world[node].Arn is { } arn ? world.Find(arn) ?? node : node;

    private static bool IsChangeable(IamPrincipal role) => !role.Path.StartsWith("/aws-", StringComparison.Ordinal);

    private static EdgeBundle Bundle(PathSource source, EscalationPath path, int[] from, int[] to, Holding holding, string? over) => new()
    {
        Path = path,
        From = from,
        To = to,
        Holding = holding,
        Representative = source.Representative,
        Over = over,
    };
}
