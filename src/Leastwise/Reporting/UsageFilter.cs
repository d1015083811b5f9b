using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>What <c>usage</c> leaves out of its lists. Counts above a list are of everything.</summary>
public sealed record UsageFilter
{
    /// <summary>Only what was used.</summary>
    public bool ShowUsed { get; init; }

    /// <summary>Only what was granted and surely not used.</summary>
    public bool UnusedOnly { get; init; }

    /// <summary>Leaves out what only lists or reads, by access level and not by spelling.</summary>
    public bool IgnoreBenign { get; init; }

    /// <summary>Leaves out what cannot be known.</summary>
    public bool IgnoreUnknown { get; init; }

    /// <summary>Only these services' privileges, by prefix; empty for all.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>Only privileges of these levels; none for all.</summary>
    public AccessLevels Levels { get; init; }

    /// <summary>Whether a privilege stays.</summary>
    public bool Keeps(PrivilegeUsage privilege) =>
        !(ShowUsed && privilege.Verdict is (Verdict.Unused or Verdict.Unknown))
        && !(UnusedOnly && privilege.Verdict is not Verdict.Unused)
        && !(IgnoreUnknown && privilege.Verdict is Verdict.Unknown)
        && Keeps(privilege.Action);

    /// <summary>Whether a privilege stays, whatever its verdict.</summary>
    public bool Keeps(CatalogAction action) =>
        !(IgnoreBenign && (action.Levels & ~(AccessLevels.List | AccessLevels.Read)) == AccessLevels.None)
        && (Services.IsEmpty || Services.Contains(action.Prefix, StringComparer.OrdinalIgnoreCase))
        && (Levels == AccessLevels.None || (action.Levels & Levels) != AccessLevels.None);
}
