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

    private readonly UsedFinding[] findings;
    private readonly Interned<string> names = new(StringComparer.Ordinal);
    private readonly Interned<RiskName> risks = new();

    // The findings on one policy are links of a chain: the last one and, of each, the one before it.
    private readonly Dictionary<Place, int> last = [];
    private readonly List<Link> links = [];

    public AffectedPrincipals(UsedFinding[] findings)
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

            int account = names.NumberOf(finding.AccountId), risk = risks.NumberOf(new RiskName(finding.Kind, finding.PathId));
            foreach (StatementSource source in finding.Statements)
            {
                ref int policy = ref CollectionsMarshal.GetValueRefOrAddDefault(policies, source.Policy, out bool known);
                if (!known)
                {
                    policy = names.NumberOf(PolicyIdentity.Of(source.Policy));
                }

                Add(new Place(account, policy, risk), i);
            }
        }
    }

    /// <summary>Their findings, in their order; a principal may have several.</summary>
    public List<UsedFinding> Of(Finding ofPolicy)
    {
        var those = new List<UsedFinding>();
        AddAll(those, ofPolicy, ofPolicy.Kind, ofPolicy.PathId);
        if (ofPolicy.Kind != Everything)
        {
            AddAll(those, ofPolicy, Everything, path: null);
        }

        return those;
    }

    private void Add(Place key, int finding)
    {
        ref int end = ref CollectionsMarshal.GetValueRefOrAddDefault(last, key, out bool known);
        // Several statements of one policy.
        if (!known || links[end].Finding != finding)
        {
            links.Add(new Link(finding, known ? end : -1));
            end = links.Count - 1;
        }
    }

    private void AddAll(List<UsedFinding> those, Finding ofPolicy, string kind, string? path)
    {
        if (names.Find(ofPolicy.AccountId) is { } account && names.Find(ofPolicy.Principal) is { } policy && risks.Find(new RiskName(kind, path)) is { } risk && last.TryGetValue(new Place(account, policy, risk), out int link))
        {
            int from = those.Count;
            for (; link >= 0; link = links[link].Before)
            {
                those.Add(findings[links[link].Finding]);
            }

            those.Reverse(from, those.Count - from);
        }
    }

    // Values of our own, not tuples: what the framework does with these is compiled ahead of time.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(int Account, int Policy, int Risk);

    private readonly record struct RiskName(string Kind, string? Path);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Link(int Finding, int Before);
}
