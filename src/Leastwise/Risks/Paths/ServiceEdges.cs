using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>
/// Paths that make a service act with a role: a role passed to something new, or something taken over that has one already. Which such things exist
/// is only known where they are given.
/// </summary>
internal sealed class ServiceEdges(PathWorld world, ServiceRoles roles, ExistingResources existing)
{
    /// <summary>The edges of one path that passes a role.</summary>
    public IEnumerable<EdgeBundle> Passing(PathSource source, RiskFacts.KnownPath known, string service)
    {
        if (All(source, known, besides: "PassRole") is not { } others)
        {
            yield break;
        }

        foreach (ServiceRoles.Group group in roles.Of(source.Representative.AccountId, service))
        {
            foreach (HeldOn part in source.Once<IReadOnlyList<HeldOn>>($"pass {service} {group.Number}", () => TargetDecisions.Of(source, "iam:PassRole", group.List, CallContext.Passing(service))))
            {
                Holding holding = others.And(part.Holding).And(group.Trust);
                bool lacksProfile = service == "ec2.amazonaws.com" && !group.HasProfile;
                if (lacksProfile && InstanceProfiles.Making(source.Subject) is { } making && ByPatterns(source, making.Action) is { } adding)
                {
                    holding = holding.And(adding).But(InstanceProfiles.Sentence, PathConfidence.Medium);
                }
                else if (lacksProfile)
                {
                    holding = holding.But("An instance profile with that role is needed; the account file shows none.", PathConfidence.Low);
                }

                if (known.Path.Needs is { } needs && needs != InstanceProfiles.Need)
                {
                    holding = holding.But($"It needs {needs}, which the account file does not show.", PathConfidence.Low);
                }

                yield return Bundle(source, known.Path, group.List.NodesOf(part.Nodes), holding, null);
            }
        }
    }

    /// <summary>The edges of one path that takes over what exists.</summary>
    public IEnumerable<EdgeBundle> Takeover(PathSource source, RiskFacts.KnownPath known)
    {
        if (All(source, known, besides: null) is not { } held)
        {
            yield break;
        }

        string account = source.Representative.AccountId;
        foreach (ExistingResource resource in existing.Of(account, known.Path.RunsAs))
        {
            if (world.Find(resource.RoleArn) is { } node && OnResource(source, known, resource) is { } exact)
            {
                yield return Bundle(source, known.Path, [node], exact, resource.Arn);
            }
        }

        foreach (string service in known.Path.RunsAs.Where(service => !existing.IsComplete(account, service)))
        {
            foreach (ServiceRoles.Group group in roles.Of(account, service))
            {
                // An instance has its role by an instance profile, and account files list these.
                if (service != "ec2.amazonaws.com" || group.HasProfile)
                {
                    Holding holding = held.And(group.Trust).But($"It needs {known.Path.Needs ?? "something that runs with that role"}; what runs with the role was not given.", PathConfidence.Low);
                    yield return Bundle(source, known.Path, group.List.NodesOf(group.List.Everything), holding, null);
                }
            }
        }
    }

    /// <summary>The edge of a path that hangs on what no account file shows, such as Identity Center's assignments.</summary>
    public IEnumerable<EdgeBundle> Elsewhere(PathSource source, RiskFacts.KnownPath known)
    {
        if (All(source, known, besides: null) is { } held)
        {
            string needs = known.Path.Needs ?? "more than the account file shows";
            yield return Bundle(source, known.Path, [world.Administrator(source.Representative.AccountId)], held.But($"It needs {needs}, which the account file does not show.", PathConfidence.Low), null);
        }
    }

    // Resources that are not known are judged by the patterns of the grant: whether some resource is left at all.
    private static Holding? All(PathSource source, RiskFacts.KnownPath known, string? besides)
    {
        Holding all = Holding.Free;
        foreach (CatalogAction action in known.Actions.Where(action => action.Name != besides))
        {
            if (ByPatterns(source, action) is not { } held)
            {
                return null;
            }

            all = all.And(held);
        }

        return all;
    }

    private static Holding? ByPatterns(PathSource source, CatalogAction action) => source.Once<Held>(
        $"hold {action.FullName}",
        () => new Held(source.Subject.SupportOf(action) is { } support && source.Subject.Grants[action] is { } grant
            ? new Holding(
                support.IsConditional ? PathConfidence.Medium : PathConfidence.High,
                [.. SupportWords.Sentences([support]), .. TagControl.Of(source.Subject, support) is { } tagging ? [TagControl.Sentence(support, tagging)] : Array.Empty<string>()],
                [new Requirement(action.FullName, grant.Allows)])
            : null)).Holding;

    private sealed record Held(Holding? Holding);

    private static Holding? OnResource(PathSource source, RiskFacts.KnownPath known, ExistingResource resource)
    {
        Holding all = Holding.Free;
        foreach (CatalogAction action in known.Actions)
        {
            // An action that works on no resource is authorised on "*", one that works on another kind is judged by its patterns.
            bool onIt = action.Resources.Any(kind => Text.WildcardPattern.IsMatch(FilledTemplates.Write(kind.Type.ArnTemplate, "*", "*"), resource.Arn, ignoreCase: false));
            if (!onIt)
            {
                if (ByPatterns(source, action) is not { } held)
                {
                    return null;
                }

                all = all.And(held);
                continue;
            }

            AccessPath path = RequestEvaluator.Explain(
                new AccessRequest { Requester = source.Requester, Action = action.FullName, Resource = resource.Arn, Context = CallContext.Of(source.Representative, CallContext.Open, source.Subject.Context.Now) },
                source.Own);
            if (TargetDecisions.Read(source, action.FullName, path) is not { } holding)
            {
                return null;
            }

            all = all.And(holding);
        }

        return all;
    }

    private static EdgeBundle Bundle(PathSource source, EscalationPath path, int[] to, Holding holding, string? over) => new()
    {
        Path = path,
        From = source.Nodes,
        To = to,
        Holding = holding,
        Representative = source.Representative,
        Over = over,
    };
}
