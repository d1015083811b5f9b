using System.Collections.Immutable;
using Leastwise.Risks;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>What a principal did with a privilege, or with all behind a wildcard.</summary>
internal enum Use
{
    NotMeasured,
    Unknown,
    Unused,
    Used,
}

/// <summary>
/// A finding's privileges looked up among its principal's verdicts. A wildcard such as <c>s3:*</c> is used where anything behind it was, and unused only
/// where everything behind it was not.
/// </summary>
internal sealed class FindingVerdicts
{
    private readonly ImmutableArray<(string Action, Use Use)> uses;
    private Dictionary<string, Range>? services;

    public FindingVerdicts(Finding finding, AssessedPrincipal? principal)
    {
        ImmutableArray<PrivilegeUsage> held = principal?.Privileges ?? [];
        var wanted = finding.Actions.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var verdicts = new Dictionary<string, Use>(StringComparer.OrdinalIgnoreCase);
        foreach (PrivilegeUsage privilege in held)
        {
            if (wanted.Contains(privilege.Action.FullName))
            {
                verdicts[privilege.Action.FullName] = UseOf(privilege.Verdict);
            }
        }

        uses = [.. finding.Actions.Select(action => (action, WildcardPattern.HasWildcard(action) ? Behind(action, held) : verdicts.GetValueOrDefault(action)))];
    }

    /// <summary>How many privileges stand behind wildcards, and how many of them were used.</summary>
    public (int All, int Used) BehindWildcards { get; private set; }

    /// <summary>The privileges with this use, in ordinal order.</summary>
    public ImmutableArray<string> Pick(Use use) => [.. uses.Where(each => each.Use == use).Select(each => each.Action)];

    private Use Behind(string pattern, ImmutableArray<PrivilegeUsage> held)
    {
        int used = 0, unused = 0, unknown = 0;
        foreach (PrivilegeUsage privilege in Candidates(pattern, held))
        {
            if (WildcardPattern.IsMatch(pattern, privilege.Action.FullName, ignoreCase: true))
            {
                _ = UseOf(privilege.Verdict) switch { Use.Used => used++, Use.Unused => unused++, _ => unknown++ };
            }
        }

        BehindWildcards = (BehindWildcards.All + used + unused + unknown, BehindWildcards.Used + used);
        return (used, unused, unknown) switch
        {
            (0, 0, 0) => Use.NotMeasured,
            ( > 0, _, _) => Use.Used,
            (_, _, 0) => Use.Unused,
            _ => Use.Unknown,
        };
    }

    /// <summary>The privileges of the pattern's service; all where the service has a wildcard. Verdicts stand in the catalogue's order, services together.</summary>
    private ReadOnlySpan<PrivilegeUsage> Candidates(string pattern, ImmutableArray<PrivilegeUsage> held)
    {
        int colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || WildcardPattern.HasWildcard(pattern.AsSpan(0, colon)))
        {
            return held.AsSpan();
        }

        return (services ??= Services(held)).TryGetValue(pattern[..colon], out Range range) ? held.AsSpan()[range] : [];
    }

    private static Dictionary<string, Range> Services(ImmutableArray<PrivilegeUsage> held)
    {
        var ranges = new Dictionary<string, Range>(StringComparer.OrdinalIgnoreCase);
        for (int first = 0, end = 0; first < held.Length; first = end)
        {
            string prefix = held[first].Action.Prefix;
            while (end < held.Length && held[end].Action.Prefix == prefix)
            {
                end++;
            }

            ranges[prefix] = first..end;
        }

        return ranges;
    }

    private static Use UseOf(Verdict verdict) => verdict switch
    {
        Verdict.Used or Verdict.Ungranted => Use.Used,
        Verdict.Unused => Use.Unused,
        _ => Use.Unknown,
    };
}
