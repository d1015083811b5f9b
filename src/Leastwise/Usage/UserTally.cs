using System.Collections.Immutable;

namespace Leastwise.Usage;

/// <summary>Who exercised which privileges.</summary>
internal sealed class UserTally
{
    private readonly Dictionary<(int Action, string Who), UsedBy> users = [];

    /// <summary>Takes calls that proved the privilege.</summary>
    public void Add(int action, string who, Observation one) =>
        users[(action, who)] = users.TryGetValue((action, who), out UsedBy? known)
            ? known with { Count = known.Count + one.Count, Last = one.Last > known.Last ? one.Last : known.Last }
            : new UsedBy(who, one.Count, one.Last);

    /// <summary>Most recent first.</summary>
    public ImmutableArray<UsedBy> Of(int action) =>
        [.. users.Where(use => use.Key.Action == action).Select(use => use.Value).OrderByDescending(use => use.Last).ThenBy(use => use.Who, StringComparer.Ordinal)];
}
