using Leastwise.Principals;
using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>Finds for a finding on a policy the principals that it is real for: those with a finding of that kind, or path, by a statement of the policy.</summary>
/// <remarks>AWS's policies have the same ARN in every account, so the account counts too. A full administrator's other risks are not listed one by one, so being one stands for all kinds.</remarks>
internal sealed class AffectedPrincipals
{
    private const string Everything = "FullAdministrator";
    private readonly Dictionary<(string Account, string Policy, string Kind, string? Path), List<(string Principal, FindingUsage? Usage)>> known = [];

    public AffectedPrincipals(IEnumerable<(Finding Finding, FindingUsage? Usage)> findings)
    {
        // A policy is one object however many hold it, and its name is put together once.
        var names = new Dictionary<NamedPolicy, string>(ReferenceEqualityComparer.Instance);
        string NameOf(NamedPolicy policy) => names.TryGetValue(policy, out string? name) ? name : names[policy] = PolicyIdentity.Of(policy);
        foreach ((Finding finding, FindingUsage? usage) in findings)
        {
            if (finding.Scope != FindingScope.Principal)
            {
                continue;
            }

            foreach (string policy in finding.Statements.Select(source => NameOf(source.Policy)).Distinct(StringComparer.Ordinal))
            {
                (string, string, string, string?) key = (finding.AccountId, policy, finding.Kind, finding.PathId);
                if (!known.TryGetValue(key, out List<(string, FindingUsage?)>? principals))
                {
                    known.Add(key, principals = []);
                }

                principals.Add((finding.Principal, usage));
            }
        }
    }

    public IReadOnlyList<(string Principal, FindingUsage? Usage)> Of(Finding ofPolicy)
    {
        List<(string, FindingUsage?)> same = known.GetValueOrDefault((ofPolicy.AccountId, ofPolicy.Principal, ofPolicy.Kind, ofPolicy.PathId)) ?? [];
        return ofPolicy.Kind != Everything && known.TryGetValue((ofPolicy.AccountId, ofPolicy.Principal, Everything, null), out List<(string, FindingUsage?)>? administrators)
            ? [.. same, .. administrators]
            : same;
    }
}
