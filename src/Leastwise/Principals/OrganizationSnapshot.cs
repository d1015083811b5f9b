using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>The organization's limits on its accounts.</summary>
public sealed record OrganizationSnapshot
{
    /// <summary>The management account, which service control policies do not limit; null where unknown.</summary>
    public string? ManagementAccountId { get; init; }

    /// <summary>
    /// By account id, the service control policies of each level from the root down to the account. A level without policies allows nothing.
    /// </summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>> ServiceControlLevels { get; init; }

    /// <summary>
    /// By account id, the resource control policies of each level from the root down to the account, without AWS's own that allows everything,
    /// which is part of every level.
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>> ResourceControlLevels { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>>.Empty;

    /// <summary>Names of accounts by id, where the file gives them.</summary>
    public ImmutableSortedDictionary<string, string> AccountNames { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What was passed over, with its place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>
    /// The levels that limit <paramref name="accountId"/>; none for the management account and for accounts that the organization does not list.
    /// </summary>
    public ImmutableArray<ImmutableArray<NamedPolicy>> LevelsOf(string accountId) =>
        accountId != ManagementAccountId && ServiceControlLevels.TryGetValue(accountId, out ImmutableArray<ImmutableArray<NamedPolicy>> levels) ? levels : [];

    /// <summary>
    /// The levels that limit what is done to resources of <paramref name="accountId"/>; none for the management account, whose resources no resource
    /// control policy limits, and for accounts that the organization does not list.
    /// </summary>
    public ImmutableArray<ImmutableArray<NamedPolicy>> ResourceLevelsOf(string accountId) =>
        accountId != ManagementAccountId && ResourceControlLevels.TryGetValue(accountId, out ImmutableArray<ImmutableArray<NamedPolicy>> levels) ? levels : [];
}
