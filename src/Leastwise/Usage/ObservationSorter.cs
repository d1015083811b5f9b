using Leastwise.Principals;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Gives each principal of the account files the calls that are its own, and counts the rest.</summary>
internal sealed class ObservationSorter
{
    private readonly Dictionary<string, List<Observation>> calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string UniqueId, Observation One)>> former = new(StringComparer.Ordinal);

    /// <summary>Sorts all of them.</summary>
    public ObservationSorter(IReadOnlyCollection<IamPrincipal> principals, IEnumerable<Observation> observations)
    {
        var index = new ActorIndex(principals);
        foreach (Observation one in observations)
        {
            Events += one.Count;
            if (index.Find(one.Actor) is IamPrincipal principal)
            {
                ListOf(calls, principal.Arn).Add(one);
                continue;
            }

            Strangers.Add(one);
            if (one.Actor.UniqueId is string id && index.Namesake(one.Actor) is IamPrincipal namesake)
            {
                ListOf(former, namesake.Arn).Add((id, one));
            }
        }
    }

    /// <summary>Events of anybody.</summary>
    public long Events { get; }

    /// <summary>Those of nobody in the account files.</summary>
    public StrangerTally Strangers { get; } = new();

    /// <summary>A principal's own calls.</summary>
    public IReadOnlyList<Observation> CallsOf(IamPrincipal principal) => calls.TryGetValue(principal.Arn, out List<Observation>? own) ? own : [];

    /// <summary>The calls of its deleted namesakes, each with its unique id.</summary>
    public IReadOnlyList<(string UniqueId, Observation One)> FormerOf(IamPrincipal principal) =>
        former.TryGetValue(principal.Arn, out List<(string, Observation)>? namesakes) ? namesakes : [];

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, string key)
    {
        if (!lists.TryGetValue(key, out List<T>? list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
