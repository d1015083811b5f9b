using System.Collections.Immutable;

namespace Leastwise.Reporting.Scans;

/// <summary>A privilege that was used, and by whom.</summary>
/// <param name="Action">The privilege.</param>
/// <param name="By">ARNs, in ordinal order.</param>
public sealed record UsedPrivilege(string Action, ImmutableArray<string> By);

/// <summary>What use the principals of a finding make of its privileges.</summary>
/// <param name="Cost">What it costs to take away what the finding rests on.</param>
/// <param name="Used">Privileges that were used, with those who used them.</param>
/// <param name="CanGo">Privileges that nobody used, where the logs would have shown it.</param>
/// <param name="Unknown">Privileges of which the logs cannot tell.</param>
/// <param name="Sentence">The same in one sentence.</param>
public sealed record FindingUse(RemovalCost Cost, ImmutableArray<UsedPrivilege> Used, ImmutableArray<string> CanGo, ImmutableArray<string> Unknown, string Sentence)
{
    /// <summary>Of one principal.</summary>
    public static FindingUse Of(FindingUsage usage, string principal, int days) => new(
        usage.Cost, [.. usage.Used.Select(action => new UsedPrivilege(action, [principal]))], usage.Unused, usage.Unknown, usage.Sentence(days));

    /// <summary>
    /// Of a policy: used by whoever of its holders used it, free to go where all of them could do without. Null where no holder was judged.
    /// </summary>
    public static FindingUse? Of(IReadOnlyList<(string Principal, FindingUsage Usage)> holders, int days)
    {
        if (holders.Count == 0)
        {
            return null;
        }

        ImmutableArray<UsedPrivilege> used = [.. holders
            .SelectMany(holder => holder.Usage.Used.Select(action => (action, holder.Principal)))
            .GroupBy(pair => pair.action, pair => pair.Principal, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new UsedPrivilege(group.Key, [.. group.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))];
        HashSet<string> kept = [.. used.Select(one => one.Action)];
        string[] unknown = [.. holders.SelectMany(holder => holder.Usage.Unknown).Where(action => !kept.Contains(action)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        kept.UnionWith(unknown);
        string[] free = [.. holders.SelectMany(holder => holder.Usage.Unused).Where(action => !kept.Contains(action)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        bool oneIsEnough = holders.All(holder => holder.Usage.OneIsEnough);
        RemovalCost cost = (used.Length, free.Length, unknown.Length) switch
        {
            (0, 0, 0) => RemovalCost.NotMeasured,
            (0, > 0, 0) => RemovalCost.Nothing,
            (_, > 0, _) => oneIsEnough ? RemovalCost.Nothing : RemovalCost.Part,
            (0, 0, _) => RemovalCost.Unknown,
            _ => RemovalCost.InUse,
        };
        string sentence = cost switch
        {
            RemovalCost.Nothing => $"Can go: none of its {Legible.Count(holders.Count, "holder")} used {(used.IsEmpty && unknown.Length == 0 ? "any of it" : free[0])} in {Legible.Count(days, "day")} of logs.",
            RemovalCost.Part => $"{Legible.Count(free.Length, "privilege")} can go; {Legible.Number(used.Length)} in use, {Legible.Number(unknown.Length)} cannot be known.",
            RemovalCost.Unknown => "No use seen, but the logs need not show it.",
            RemovalCost.InUse => $"In use by {Legible.Count(used.SelectMany(one => one.By).Distinct(StringComparer.Ordinal).Count(), "holder")}. Replace it before you remove it.",
            _ => "The logs do not measure it.",
        };
        return new FindingUse(cost, used, [.. free], [.. unknown], sentence);
    }
}
