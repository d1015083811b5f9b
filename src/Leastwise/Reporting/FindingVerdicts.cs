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

    public ImmutableArray<string> Pick(Use use) => [.. uses.Where(each => each.Use == use).Select(each => each.Action)];

    private Use Behind(string pattern, ImmutableArray<PrivilegeUsage> held)
    {
        Use[] behind = [.. held.Where(privilege => WildcardPattern.IsMatch(pattern, privilege.Action.FullName, ignoreCase: true)).Select(privilege => UseOf(privilege.Verdict))];
        BehindWildcards = (BehindWildcards.All + behind.Length, BehindWildcards.Used + behind.Count(use => use == Use.Used));
        return behind switch
        {
            [] => Use.NotMeasured,
            _ when behind.Contains(Use.Used) => Use.Used,
            _ when behind.All(use => use == Use.Unused) => Use.Unused,
            _ => Use.Unknown,
        };
    }

    private static Use UseOf(Verdict verdict) => verdict switch
    {
        Verdict.Used or Verdict.Ungranted => Use.Used,
        Verdict.Unused => Use.Unused,
        _ => Use.Unknown,
    };
}
