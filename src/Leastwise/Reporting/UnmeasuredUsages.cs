using System.Runtime.InteropServices;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>The use of findings where there are no logs: nothing is known of it, so that findings on the same list of privileges share one value.</summary>
internal sealed class UnmeasuredUsages
{
    private readonly Dictionary<Shared, FindingUsage> known = [];

    /// <summary>The finding's.</summary>
    public FindingUsage Of(Finding finding)
    {
        ref FindingUsage? usage = ref CollectionsMarshal.GetValueRefOrAddDefault(
            known, new Shared(ImmutableCollectionsMarshal.AsArray(finding.Actions), FindingUsage.IsAboutTrust(finding), finding.PathId is not null), out _);
        return usage ??= FindingUsage.Of(finding, principal: null);
    }

    private readonly record struct Shared(string[]? Actions, bool IsTrust, bool IsPath);
}
