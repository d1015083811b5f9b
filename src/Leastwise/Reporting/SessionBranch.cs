using System.Collections.Immutable;
using Leastwise.Sessions;

namespace Leastwise.Reporting;

/// <summary>A branch of the tree of sessions: a person or machine at its root, roles above.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Call">The call that led here; empty at the root.</param>
/// <param name="Own">The sessions that end here; null where all lead on, or at the root.</param>
/// <param name="Children">Where they lead on, in ordinal order.</param>
internal sealed record SessionBranch(string Name, string Call, SessionOrigin? Own, ImmutableArray<SessionBranch> Children)
{
    /// <summary>A tree for each origin, in the order of the ways.</summary>
    public static IEnumerable<SessionBranch> Trees(ImmutableArray<SessionOrigin> ways) => ways
        .GroupBy(way => way.Origin.Label, StringComparer.Ordinal)
        .Select(group => new SessionBranch(SessionWords.Name(group.First().Origin), "", null, Grow([.. group], depth: 0)));

    private static ImmutableArray<SessionBranch> Grow(SessionOrigin[] ways, int depth) =>
    [
        .. ways.Where(way => way.Chain.Length > depth)
            .GroupBy(way => way.Chain[depth])
            .OrderBy(group => group.Key.Role, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Call, StringComparer.Ordinal)
            .Select(group => new SessionBranch(
                SessionWords.Name(group.Key.Role), group.Key.Call, group.FirstOrDefault(way => way.Chain.Length == depth + 1), Grow([.. group], depth + 1))),
    ];
}
