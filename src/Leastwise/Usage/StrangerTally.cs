using System.Collections.Immutable;
using Leastwise.Sessions;
using Leastwise.Text;

namespace Leastwise.Usage;

/// <summary>Counts those who are not in the account files, root users apart.</summary>
internal sealed class StrangerTally
{
    private readonly Dictionary<string, List<Observation>> strangers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Observation>> roots = new(StringComparer.Ordinal);

    /// <summary>Takes calls of one of them.</summary>
    public void Add(Observation one)
    {
        if (one.Actor.Kind == ActorKind.Root)
        {
            ListsByKey.Of(roots, one.Actor.AccountId ?? "unknown").Add(one);
        }
        else
        {
            // Records of one principal can show more or less of it; the unique id joins them.
            ListsByKey.Of(strangers, one.Actor.UniqueId ?? $"{one.Actor.Kind} {one.Actor.Arn} {one.Actor.AccountId}").Add(one);
        }
    }

    /// <summary>Root users' use.</summary>
    public ImmutableArray<RootUse> Root() =>
    [
        .. roots.Keys.Order(StringComparer.Ordinal).Select(account => Of(account, roots[account])),
    ];

    private static RootUse Of(string account, List<Observation> calls) => new(
        account,
        calls.Sum(one => one.Count),
        calls.Min(one => one.First),
        calls.Max(one => one.Last),
        [.. calls.Select(one => $"{one.Source}:{one.Name}").Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>The others.</summary>
    public ImmutableArray<LoggedStranger> ToStrangers() =>
    [
        .. strangers.Values
            .Select(all => new LoggedStranger(Fullest(all), all.Sum(one => one.Count), all.Min(one => one.First), all.Max(one => one.Last)))
            .OrderBy(stranger => stranger.Label, StringComparer.Ordinal)
            .ThenBy(stranger => stranger.Actor.UniqueId, StringComparer.Ordinal),
    ];

    private static LoggedActor Fullest(List<Observation> all) =>
        all.Select(one => one.Actor)
            .OrderBy(actor => actor.Kind is ActorKind.Foreign)
            .ThenBy(actor => actor.Arn is null)
            .ThenByDescending(actor => actor.Arn?.Length ?? 0)
            .ThenBy(actor => actor.Arn, StringComparer.Ordinal)
            .ThenBy(actor => actor.AccountId, StringComparer.Ordinal)
            .First();
}
