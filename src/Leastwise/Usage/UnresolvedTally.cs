using System.Collections.Immutable;

namespace Leastwise.Usage;

/// <summary>Counts events that the catalogue does not know.</summary>
internal sealed class UnresolvedTally
{
    private readonly Dictionary<(string Source, string Name), long> counts = [];

    /// <summary>Counts the calls.</summary>
    public void Add(Observation one) => counts[(one.Source, one.Name)] = counts.GetValueOrDefault((one.Source, one.Name)) + one.Count;

    /// <summary>By source and name.</summary>
    public ImmutableArray<UnresolvedEvent> ToEvents() => counts.Count == 0 ? [] :
    [
        .. counts.Select(one => new UnresolvedEvent(one.Key.Source, one.Key.Name, one.Value))
            .OrderBy(one => one.Source, StringComparer.Ordinal)
            .ThenBy(one => one.Name, StringComparer.Ordinal),
    ];
}
