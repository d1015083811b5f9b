using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>Roles that a principal becomes by <c>sts:AssumeRole</c>, decided with its own policies, the role's trust and every limit.</summary>
/// <remarks>
/// Sources: "Policy evaluation for requests within a single account" and "Cross-account policy evaluation logic", AWS IAM User Guide: within an
/// account a trust policy that names the principal needs nothing on its side; across accounts both sides must allow.
/// </remarks>
internal sealed class TrustEdges(PathWorld world, RoleDoors doors)
{
    private const string Assume = "sts:AssumeRole";

    /// <summary>The ways into roles of the source's own account and of others; <c>sts-003</c> where the trust alone decides.</summary>
    public IReadOnlyList<(string PathId, int[] From, HeldOn To)> Of(PathSource source) => source.Once<IReadOnlyList<(string, int[], HeldOn)>>("trust", () => [.. Find(source)]);

    private IEnumerable<(string PathId, int[] From, HeldOn To)> Find(PathSource source)
    {
        string account = source.Representative.AccountId;
        foreach (int node in source.Nodes)
        {
            if (world.PrincipalAt(node) is { } principal)
            {
                foreach (IamRole role in doors.Naming(principal.Arn).Where(role => role.Arn != principal.Arn))
                {
                    if (Decide(source, principal, role) is { } found)
                    {
                        yield return (found.PathId, [node], new HeldOn([world.TargetOf(role).Node], found.Holding));
                    }
                }
            }
        }

        bool holds = source.Subject.Context.Facts.AssumeRole is { } assume && source.Subject.Grants.Actions.Contains(assume.Id);
        IReadOnlyList<string> patterns = PatternsOf(source);
        foreach (TargetList list in doors.GroupsOpenTo(account))
        {
            if (list.Targets[0].Principal is not IamRole one || (!holds && !IsOpenToAnyone(one)))
            {
                continue;
            }

            Dictionary<int, string> marks = list.MarksOf(patterns);
            List<int[]> parts = [.. marks.GroupBy(mark => mark.Value, mark => mark.Key, StringComparer.Ordinal).Select(part => part.Order().ToArray())];
            int rest = list.FirstWithout(marks);
            IEnumerable<int[]> askers = source.Nodes.Length > 1 && world.Classes.IsPersonal(one.Trust.Document) ? source.Nodes.Select(node => new[] { node }) : [source.Nodes];
            foreach (int[] asking in askers)
            {
                foreach (int[] part in rest < 0 ? parts : [.. parts, [rest]])
                {
                    if (world.PrincipalAt(asking[0]) is { } asker && list.Targets[part[0]].Principal is IamRole first && Decide(source, asker, first) is { } found)
                    {
                        int[] roles = part is [var only] && only == rest ? [.. list.Everything.Where(place => !marks.ContainsKey(place))] : part;
                        yield return (found.PathId, asking, new HeldOn(list.NodesOf(roles), found.Holding));
                    }
                }
            }
        }
    }

    // Roles of the same trust are alike where the source's own statements name them alike.
    private static List<string> PatternsOf(PathSource source)
    {
        ActionStatements statements = source.Own.Of(Assume);
        IEnumerable<PreparedStatement> own = [.. statements.Identity, .. statements.Boundary, .. statements.ServiceControl.SelectMany(level => level)];
        return [.. own.SelectMany(statement => PolicyVariables.Resolve(statement.Statement.Resources, statement.Source.Policy.Document, source.Representative).All).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsOpenToAnyone(IamRole role) =>
        role.Trust.Document.Statements.Any(statement => statement.Principals is { } principals && (principals.Not || principals.Entries.Any(TrustReading.IsAnyone)));

    private (string PathId, Holding Holding)? Decide(PathSource source, IamPrincipal asker, IamRole role)
    {
        var request = new AccessRequest
        {
            Requester = Requester.Parse(asker.Arn),
            Action = Assume,
            Resource = role.Arn,
            Context = CallContext.Of(asker, CallContext.Open, world.Context.Now),
        };
        PolicySet policies = source.Own.Policies with
        {
            Resource = role.Trust,
            ResourceControl = world.Lookup.Organization?.ResourceLevelsOf(role.AccountId) ?? [],
        };
        var prepared = new PreparedPolicies(policies);
        AccessPath path = RequestEvaluator.Explain(request, prepared);
        if (TargetDecisions.Read(source, Assume, path) is not { } holding)
        {
            return null;
        }

        ImmutableArray<StatementSource> given = source.SourcesOf(path.Gives);
        ImmutableArray<StatementSource> trust = [.. given.Where(statement => statement.Layer == PolicyLayer.Resource)];
        bool byTrustAlone = asker.AccountId == role.AccountId
            && RequestEvaluator.Evaluate(request, policies with { Identity = [.. policies.Identity.Select(WithoutAllows)] }).Kind is DecisionKind.Allowed or DecisionKind.Undetermined;
        ImmutableArray<Requirement> needs = byTrustAlone
            ? [new Requirement(Assume, trust)]
            : [new Requirement(Assume, [.. given.Where(statement => statement.Layer != PolicyLayer.Resource)]), new Requirement(Assume, trust)];
        string id = byTrustAlone ? "sts-003" : asker.AccountId == role.AccountId ? "sts-001" : "sts-002";
        return (id, holding with { Needs = needs });
    }

    private static NamedPolicy WithoutAllows(NamedPolicy policy) => policy with
    {
        Document = policy.Document with { Statements = [.. policy.Document.Statements.Where(statement => statement.Effect == Effect.Deny)] },
    };
}
