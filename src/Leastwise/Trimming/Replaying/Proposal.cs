using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Trimming.Replaying;

/// <summary>What is to take the place of today's policies. What is not given stays as it is.</summary>
public sealed record Proposal
{
    // What AWS attaches to every level by itself, and most organizations leave there.
    private static readonly NamedPolicy FullAccess = new()
    {
        Name = "FullAWSAccess",
        Kind = PolicyKind.ServiceControl,
        Document = PolicyParser.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "FullAWSAccess"),
    };

    /// <summary>In the place of everything that a user or role holds, its groups' policies too; null to keep these.</summary>
    public ImmutableArray<NamedPolicy>? Identity { get; init; }

    /// <summary>In the place of the permissions boundary, or as one where there is none; null to keep it.</summary>
    public ImmutableArray<NamedPolicy>? Boundary { get; init; }

    /// <summary>Service control policies. One takes the place of the organization's of the same name; others are one more level.</summary>
    public ImmutableArray<NamedPolicy> ServiceControl { get; init; } = [];

    /// <summary>Resource control policies, likewise.</summary>
    public ImmutableArray<NamedPolicy> ResourceControl { get; init; } = [];

    /// <summary>For single policies by <see cref="IdOf"/> what takes their place; nothing takes the policy away.</summary>
    public ImmutableDictionary<string, ImmutableArray<NamedPolicy>> Replaced { get; init; } = ImmutableDictionary.Create<string, ImmutableArray<NamedPolicy>>(StringComparer.Ordinal);

    /// <summary>What names a policy for ever: its ARN, or its owner and name.</summary>
    public static string IdOf(NamedPolicy policy) => policy.Arn ?? $"{policy.Owner}\n{policy.Name}";

    /// <summary>The policies that apply to a request once the proposal is in force.</summary>
    public PolicySet Apply(PolicySet today) => today with
    {
        Identity = Identity ?? (Replaced.IsEmpty ? today.Identity : [.. today.Identity.SelectMany(policy => Replaced.TryGetValue(IdOf(policy), out ImmutableArray<NamedPolicy> others) ? others : [policy])]),
        Boundaries = Boundary ?? today.Boundaries,
        ServiceControl = Levels(today.ServiceControl, ServiceControl, alone: FullAccess),
        ResourceControl = Levels(today.ResourceControl, ResourceControl, alone: null),
    };

    private static ImmutableArray<ImmutableArray<NamedPolicy>> Levels(ImmutableArray<ImmutableArray<NamedPolicy>> today, ImmutableArray<NamedPolicy> proposed, NamedPolicy? alone)
    {
        if (proposed.IsEmpty)
        {
            return today;
        }

        var byName = proposed.ToDictionary(policy => policy.Name, StringComparer.Ordinal);
        ImmutableArray<ImmutableArray<NamedPolicy>> levels = [.. today.Select(level => level.Select(policy => byName.GetValueOrDefault(policy.Name, policy)).ToImmutableArray())];
        HashSet<string> placed = [.. today.SelectMany(level => level).Select(policy => policy.Name)];
        ImmutableArray<NamedPolicy> more = [.. proposed.Where(policy => !placed.Contains(policy.Name))];
        if (more.IsEmpty)
        {
            return levels;
        }

        // Policies that only deny are attached beside the one that allows everything; a level that allows nothing would deny all.
        bool allows = more.Any(policy => policy.Document.Statements.Any(statement => statement.Effect == Effect.Allow));
        return levels.Add(allows || alone is null ? more : more.Insert(0, alone));
    }
}
