using System.Runtime.InteropServices;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Reporting.Page;
using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>Finds for a finding on a policy the principals that it is real for: those with a finding of that kind, or path, by a statement of the policy.</summary>
/// <remarks>AWS's policies have the same ARN in every account, so the account counts too. A full administrator's other risks are not listed one by one, so being one stands for all kinds.</remarks>
internal sealed class AffectedPrincipals
{
    private const string Everything = "FullAdministrator";

    private readonly (Finding Finding, FindingUsage? Usage)[] findings;
    private readonly Interned<string> names = new(StringComparer.Ordinal);
    private readonly Interned<(string Kind, string? Path)> risks = new();

    // The findings on one policy are links of a chain: the last one and, of each, the one before it.
    private readonly Dictionary<(int Account, int Policy, int Risk), int> last = [];
    private readonly List<(int Finding, int Before)> links = [];

    public AffectedPrincipals((Finding Finding, FindingUsage? Usage)[] findings)
    {
        this.findings = findings;
        // A policy is one object however many hold it, and its name is put together once.
        var policies = new Dictionary<NamedPolicy, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < findings.Length; i++)
        {
            Finding finding = findings[i].Finding;
            if (finding.Scope != FindingScope.Principal)
            {
                continue;
            }

            (int account, int risk) = (names.NumberOf(finding.AccountId), risks.NumberOf((finding.Kind, finding.PathId)));
            foreach (StatementSource source in finding.Statements)
            {
                ref int policy = ref CollectionsMarshal.GetValueRefOrAddDefault(policies, source.Policy, out bool known);
                if (!known)
                {
                    policy = names.NumberOf(PolicyIdentity.Of(source.Policy));
                }

                Add((account, policy, risk), i);
            }
        }
    }

    /// <summary>The principals in the order of their findings; one with several findings stands there several times.</summary>
    public List<(string Principal, FindingUsage? Usage)> Of(Finding ofPolicy)
    {
        var those = new List<(string, FindingUsage?)>();
        AddAll(those, ofPolicy, ofPolicy.Kind, ofPolicy.PathId);
        if (ofPolicy.Kind != Everything)
        {
            AddAll(those, ofPolicy, Everything, path: null);
        }

        return those;
    }

    private void Add((int Account, int Policy, int Risk) key, int finding)
    {
        ref int end = ref CollectionsMarshal.GetValueRefOrAddDefault(last, key, out bool known);
        // Several statements of one policy.
        if (!known || links[end].Finding != finding)
        {
            links.Add((finding, known ? end : -1));
            end = links.Count - 1;
        }
    }

    private void AddAll(List<(string, FindingUsage?)> those, Finding ofPolicy, string kind, string? path)
    {
        if (names.Find(ofPolicy.AccountId) is { } account && names.Find(ofPolicy.Principal) is { } policy && risks.Find((kind, path)) is { } risk && last.TryGetValue((account, policy, risk), out int link))
        {
            int from = those.Count;
            for (; link >= 0; link = links[link].Before)
            {
                (Finding finding, FindingUsage? usage) = findings[links[link].Finding];
                those.Add((finding.Principal, usage));
            }

            those.Reverse(from, those.Count - from);
        }
    }
}
