using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Leastwise.Trimming.Cutting;

/// <summary>Gathers what supports each pattern of resources.</summary>
internal sealed class PatternBook
{
    private const int MostResources = 20;

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Notes that the resource, used by the action, stands behind the pattern.</summary>
    public void Add(string pattern, string rule, string action, SeenResource resource) =>
        (CollectionsMarshal.GetValueRefOrAddDefault(entries, pattern, out _) ??= new Entry(rule)).Add(action, resource);

    /// <summary>The patterns, in ordinal order.</summary>
    public ImmutableArray<PatternEvidence> ToEvidence() =>
        [.. entries.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.ToEvidence(pair.Key))];

    private sealed class Entry(string rule)
    {
        private readonly Dictionary<(string Action, string Arn), SeenResource> seen = [];

        public void Add(string action, SeenResource resource) => seen[(action, resource.Arn)] = resource;

        public PatternEvidence ToEvidence(string pattern)
        {
            string[] resources = [.. seen.Keys.Select(key => key.Arn).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            return new PatternEvidence(
                pattern,
                rule,
                [.. resources.Take(MostResources)],
                resources.Length,
                [.. seen.Keys.Select(key => key.Action).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                [.. seen.Values.SelectMany(one => one.Events).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                seen.Values.Sum(one => one.Count),
                seen.Values.Max(one => one.Last));
        }
    }
}
