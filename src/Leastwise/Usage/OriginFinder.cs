using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Who was behind each of one principal's calls: all calls of a session are looked at together, since one of them may show more than another.</summary>
internal sealed class OriginFinder
{
    private readonly SessionGraph graph;
    private readonly Dictionary<string, SessionPath> paths;
    private readonly SessionPath itself;

    /// <summary>Follows every session of the calls.</summary>
    /// <param name="graph">All sessions.</param>
    /// <param name="calls">One principal's calls.</param>
    /// <param name="itself">Who is behind calls without a session.</param>
    public OriginFinder(SessionGraph graph, IEnumerable<Observation> calls, Origin itself)
    {
        this.graph = graph;
        this.itself = new SessionPath(itself, []);
        paths = OriginTally.Of(calls, graph).Paths(graph);
    }

    /// <summary>The way to the calls.</summary>
    public SessionPath Of(Observation one) => one.Session is { } session ? paths[OriginTally.KeyOf(session, graph)] : itself;
}
