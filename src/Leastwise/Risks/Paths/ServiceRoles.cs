using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>The roles that a service may assume, by account, put together by what their trust says of it.</summary>
internal sealed class ServiceRoles(PathWorld world)
{
    private readonly Dictionary<(string Account, string Service), ImmutableArray<Group>> known = [];

    /// <summary>Roles whose trust lets the service in alike.</summary>
    /// <param name="Number">Its number among the groups of the service.</param>
    /// <param name="List">The roles.</param>
    /// <param name="Trust">Under which conditions, and by which statements.</param>
    /// <param name="HasProfile">Whether each has an instance profile.</param>
    internal sealed record Group(int Number, TargetList List, Holding Trust, bool HasProfile);

    /// <summary>The groups of one service in one account.</summary>
    public ImmutableArray<Group> Of(string account, string service)
    {
        if (!known.TryGetValue((account, service), out ImmutableArray<Group> groups))
        {
            known.Add((account, service), groups = Find(account, service));
        }

        return groups;
    }

    private ImmutableArray<Group> Find(string account, string service)
    {
        AccountIndex? index = world.Context.Accounts.FirstOrDefault(one => one.Account.AccountId == account);
        var found = new List<(IamRole Role, Holding Trust)>();
        foreach (IamRole role in index?.RolesOf(service).Where(role => !role.IsServiceLinked) ?? [])
        {
            if (TrustOf(role, service) is { } trust)
            {
                found.Add((role, trust));
            }
        }

        return
        [
            .. found
                .GroupBy(pair => $"{pair.Trust.Confidence}|{string.Join('|', pair.Trust.Conditions)}|{pair.Role.InstanceProfiles.Length > 0}|{pair.Role.Trust.Document.Json}", StringComparer.Ordinal)
                .Select((alike, number) => new Group(
                    number,
                    new TargetList([.. alike.Select(pair => world.TargetOf(pair.Role))]),
                    alike.First().Trust,
                    alike.First().Role.InstanceProfiles.Length > 0)),
        ];
    }

    private Holding? TrustOf(IamRole role, string service)
    {
        StatementSource[] admitting = [.. world.Context.AdmissionsOf(role).Where(admission => admission.Entry.Value.Equals(service, StringComparison.OrdinalIgnoreCase))
            .Select(admission => admission.Source with { Layer = PolicyLayer.Resource })];
        var requirement = new Requirement("sts:AssumeRole", [.. admitting]);
        if (service == "cognito-identity.amazonaws.com")
        {
            // An identity provider hands out the role by another call, for which the pool's own conditions stand.
            return new Holding(PathConfidence.Medium, ["The trust policy's conditions on the identity pool must hold."], [requirement]);
        }

        // The thing is the attacker's own and lives in the account, so AWS names that account as the source.
        Decision decision = RequestEvaluator.Evaluate(
            new AccessRequest { Requester = Requester.Parse(service), Action = "sts:AssumeRole", Resource = role.Arn, Context = CallContext.Open.With("aws:SourceAccount", role.AccountId) with { NotBefore = world.Context.Now } },
            new PolicySet { Resource = role.Trust });
        if (decision.Kind is DecisionKind.ExplicitDeny or DecisionKind.ImplicitDeny)
        {
            return null;
        }

        (PathConfidence confidence, ImmutableArray<string> conditions) = OpenConditions.Of(
            "sts:AssumeRole", decision, statement => new StatementSource(PolicyLayer.Resource, statement.Policy, statement.Statement, null));
        return new Holding(confidence, [.. conditions.Select(sentence => $"For {service}, {sentence}")], [requirement]);
    }
}
