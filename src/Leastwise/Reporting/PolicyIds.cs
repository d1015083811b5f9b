using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Risks.Paths;

namespace Leastwise.Reporting;

/// <summary>Where a policy stands in a report's list. Two files may hold different versions of one of AWS's policies, so the text counts too.</summary>
internal sealed class PolicyIds
{
    private readonly Dictionary<PolicyText, string> ids = [];
    private readonly HashSet<string> known;
    private readonly Dictionary<NamedPolicy, string?> seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>The statements' own JSON.</summary>
    public StatementText Texts { get; } = new();

    public PolicyIds(ImmutableArray<AssessedPolicy> policies)
    {
        known = [.. policies.Select(policy => policy.Id)];
        foreach (AssessedPolicy policy in policies)
        {
            ids.TryAdd(new PolicyText(policy.Arn ?? policy.Id, policy.Document), policy.Id);
        }
    }

    /// <summary>The policy's id; null where the report does not list it.</summary>
    public string? Of(NamedPolicy policy)
    {
        if (!seen.TryGetValue(policy, out string? id))
        {
            seen.Add(policy, id = ids.GetValueOrDefault(new PolicyText(KeyOf(policy), policy.Document.Json)));
        }

        return id;
    }

    /// <summary>The id of a policy of which only the key is known.</summary>
    public string? OfKey(string key) => known.Contains(key) ? key : null;

    /// <summary>The ARN, or what stands for it.</summary>
    public static string KeyOf(NamedPolicy policy) => policy.Kind is PolicyKind.Inline or PolicyKind.Trust || policy.Arn is not null
        ? GrantUnits.PolicyIdOf(policy)
        : $"{policy.Owner}|{JsonText.Word(policy.Kind)}|{policy.Name}";
}
