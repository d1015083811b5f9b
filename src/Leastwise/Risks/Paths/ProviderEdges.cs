using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;

namespace Leastwise.Risks.Paths;

/// <summary>Paths that put another signing key into a SAML provider, and lead to the roles that trust it.</summary>
internal sealed class ProviderEdges(PathWorld world)
{
    private const string SignIn = "sts:AssumeRoleWithSAML";

    /// <summary>The edges of one path.</summary>
    public IEnumerable<EdgeBundle> Of(PathSource source, RiskFacts.KnownPath known)
    {
        string account = source.Representative.AccountId;
        TargetList list = world.Providers(account);
        return
            from part in known.Actions.Select(action => TargetDecisions.Of(source, action.FullName, list, CallContext.Open)).Aggregate(Both)
            from place in part.Nodes
            let provider = list.Targets[place].Arn
            from door in ProviderDoors.Of(world.Context, source.Subject.Account, provider)
            select new EdgeBundle
            {
                Path = known.Path,
                From = source.Nodes,
                To = [world.TargetOf(door.Role).Node],
                Holding = part.Holding.And(TrustOf(door)),
                Representative = source.Representative,
                Over = provider,
            };
    }

    private static IReadOnlyList<HeldOn> Both(IReadOnlyList<HeldOn> ones, IReadOnlyList<HeldOn> others) =>
        [.. from one in ones from other in others let both = one.Nodes.Intersect(other.Nodes).ToArray() where both.Length > 0 select new HeldOn(both, one.Holding.And(other.Holding))];

    private static Holding TrustOf(RiskContext.RoleDoor door)
    {
        ImmutableArray<Condition> open = ProviderDoors.OpenConditions(door);
        return new Holding(
            open.IsEmpty && door.Admission.Denies.IsEmpty ? PathConfidence.High : PathConfidence.Medium,
            [.. open.IsEmpty ? Array.Empty<string>() : [$"The trust policy of {door.Role.Name} lets it in only {ConditionWords.Of(open)}."], .. door.Admission.Denies],
            [new Requirement(SignIn, [door.Admission.Source with { Layer = PolicyLayer.Resource }])]);
    }
}
