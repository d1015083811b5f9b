using System.Collections.Immutable;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Sums a principal's sessions by who was behind them.</summary>
internal sealed class OriginTally
{
    private readonly Dictionary<string, SessionUse> sessions = new(StringComparer.Ordinal);

    /// <summary>The sessions of all calls that have one.</summary>
    public static OriginTally Of(IEnumerable<Observation> calls, SessionGraph graph)
    {
        var tally = new OriginTally();
        foreach (Observation one in calls)
        {
            if (one.Session is { } session)
            {
                tally.Add(session, graph, one);
            }
        }

        return tally;
    }

    /// <summary>What joins the calls of one session. Services that call on the caller's behalf use keys of their own; what the session's id says is then the better name.</summary>
    public static string KeyOf(SessionIdentity session, SessionGraph graph) =>
        graph.Knows(session.AccessKeyId) ? session.Key : session.AssumedRoleId ?? session.Key;

    /// <summary>The way to each session, by <see cref="KeyOf"/>.</summary>
    public Dictionary<string, SessionPath> Paths(SessionGraph graph) =>
        sessions.ToDictionary(one => one.Key, one => graph.PathOf(one.Value.Session, one.Value.First, one.Value.Last), StringComparer.Ordinal);

    /// <summary>Takes calls of a session.</summary>
    public void Add(SessionIdentity session, SessionGraph graph, Observation one)
    {
        string key = KeyOf(session, graph);
        sessions[key] = sessions.TryGetValue(key, out SessionUse? known)
            ? known.Plus(session, one)
            : new SessionUse(session, one.Count, one.First, one.Last);
    }

    /// <summary>The origins: most events first, then by name.</summary>
    public ImmutableArray<SessionOrigin> Origins(SessionGraph graph) => sessions.Count == 0 ? [] :
    [
        .. sessions.Values
            .Select(use => new Followed(graph.PathOf(use.Session, use.First, use.Last), use))
            .GroupBy(one => one.Path.Key, StringComparer.Ordinal)
            .Select(group => new Summed(group.Key, Sum(group.First().Path, [.. group.Select(one => one.Use)])))
            .OrderByDescending(one => one.Origin.Events)
            .ThenBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => one.Origin),
    ];

    private static SessionOrigin Sum(SessionPath path, SessionUse[] uses)
    {
        // Calls by services under a session that has a key of its own elsewhere are calls of that session, not one more.
        HashSet<string> keyed = [.. uses.Where(use => use.Session.AccessKeyId is not null).Select(use => use.Session.AssumedRoleId).OfType<string>()];
        int count = uses.Count(use => use.Session.AccessKeyId is not null || use.Session.AssumedRoleId is null || !keyed.Contains(use.Session.AssumedRoleId));
        return new SessionOrigin(path.Origin, path.Chain, count, uses.Sum(use => use.Events), uses.Min(use => use.First), uses.Max(use => use.Last));
    }

    private sealed record Followed(SessionPath Path, SessionUse Use);

    private sealed record Summed(string Key, SessionOrigin Origin);

    private sealed record SessionUse(SessionIdentity Session, long Events, DateTimeOffset First, DateTimeOffset Last)
    {
        /// <summary>With more calls; of two ways in which records show the session the ordinally lesser stands for it, so that order does not matter.</summary>
        public SessionUse Plus(SessionIdentity other, Observation one) => new(
            string.CompareOrdinal(Order(other), Order(Session)) < 0 ? other : Session,
            Events + one.Count,
            one.First < First ? one.First : First,
            one.Last > Last ? one.Last : Last);

        private static string Order(SessionIdentity session) =>
            $"{session.SourceIdentity is null}\t{session.Arn is null}\t{session.AccessKeyId}\t{session.AssumedRoleId}\t{session.SourceIdentity}\t{session.Provider}\t{session.Actor.Arn}";
    }
}
