using System.Runtime.InteropServices;
using Leastwise.Trail;
using Leastwise.Trimming.Replaying;
using Leastwise.Usage;

namespace Leastwise.Trimming.Cutting;

/// <summary>On which resources each action was used, and whether every call said so.</summary>
internal sealed class SeenResources(ActionTypes types)
{
    private readonly Dictionary<int, SeenAction> actions = [];

    /// <summary>What was seen of an action; null where it was not used.</summary>
    public SeenAction? Of(int action) => actions.GetValueOrDefault(action);

    /// <summary>Takes calls that were let through.</summary>
    public void Add(Observation one, AskedFinder finder)
    {
        if (one.Outcome is Outcome.Denied or Outcome.Unclear)
        {
            return;
        }

        foreach (IGrouping<int, Asked> asked in finder.Of(one).GroupBy(each => each.Action))
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(actions, asked.Key, out _) ??= new SeenAction()).Add(one, [.. asked], types);
        }
    }
}

/// <summary>What was seen of one action.</summary>
internal sealed class SeenAction
{
    private readonly Dictionary<string, SeenResource> resources = new(StringComparer.Ordinal);
    private HashSet<ActionType>? always;

    /// <summary>Whether every call named a resource.</summary>
    public bool IsNamed { get; private set; } = true;

    /// <summary>The resources, in ordinal order.</summary>
    public IEnumerable<SeenResource> Resources => resources.Values.OrderBy(one => one.Arn, StringComparer.Ordinal);

    /// <summary>Whether every call named a resource of the type.</summary>
    public bool AlwaysNames(ActionType type) => always?.Contains(type) == true;

    /// <summary>Takes calls with the resources of this action.</summary>
    public void Add(Observation one, Asked[] asked, ActionTypes types)
    {
        var named = new HashSet<ActionType>();
        foreach (Asked each in asked)
        {
            if (each.Extent == ResourceExtent.Unknown || types.Of(each.Action, each.Resource) is not { } type)
            {
                IsNamed &= each.Type is not null;
                continue;
            }

            named.Add(type);
            (CollectionsMarshal.GetValueRefOrAddDefault(resources, each.Resource, out _) ??= new SeenResource(each.Resource, type)).Add(one);
        }

        always = always is null ? named : [.. always.Intersect(named)];
    }
}

/// <summary>A resource that an action was used on.</summary>
internal sealed class SeenResource(string arn, ActionType type)
{
    private readonly SortedSet<string> events = new(StringComparer.Ordinal);

    public string Arn => arn;

    public ActionType Type => type;

    public IEnumerable<string> Events => events;

    public long Count { get; private set; }

    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    public void Add(Observation one)
    {
        events.Add($"{one.Source}:{one.Name}");
        Count += one.Count;
        Last = one.Last > Last ? one.Last : Last;
    }
}
