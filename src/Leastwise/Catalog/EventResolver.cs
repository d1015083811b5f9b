using System.Collections.Concurrent;

namespace Leastwise.Catalog;

/// <summary>
/// Says which privileges a CloudTrail event proves. Answers are values that are made once for each pair of event source and name;
/// safe for any number of threads.
/// </summary>
public sealed class EventResolver
{
    // Event names come from logs that anyone may have written; a flood of invented ones must not fill the memory.
    private const int MostCachedPairs = 65_536;

    private readonly EventRules rules;
    private readonly ConcurrentDictionary<EventPair, EventResolution> calls = new(Environment.ProcessorCount, 4096, EventPair.Comparer);
    private readonly ConcurrentDictionary<EventPair, EventResolution> untyped = new(EventPair.Comparer);
    private int cachedPairs;

    /// <summary>A resolver over a catalogue.</summary>
    public EventResolver(ActionCatalog catalog) => rules = new EventRules(catalog);

    /// <summary>What the event says. Never null, never an exception: what is not known is <see cref="EventResolution.Unresolved"/>.</summary>
    /// <param name="eventSource">As in the record, such as <c>s3.amazonaws.com</c>.</param>
    /// <param name="eventName">As in the record, with its version where it has one.</param>
    /// <param name="eventType">
    /// As in the record. <see langword="null"/> where it is not known: then a name that is listed as a sign-in or service event is taken for
    /// one, and every other for an API call.
    /// </param>
    /// <param name="resourceType">
    /// The type of a resource of the event, where it is known to be one that changes the answer: <c>AWS::S3Express::…</c> for directory
    /// buckets recorded under another event source, <c>AWS::S3ObjectLambda::…</c>; else <see langword="null"/>.
    /// </param>
    public EventResolution Resolve(string eventSource, string eventName, string? eventType = null, string? resourceType = null)
    {
        if (resourceType is not null && EventRules.ChangesTheAnswer(resourceType))
        {
            return rules.Resolve(eventSource, eventName, eventType, resourceType);
        }

        ConcurrentDictionary<EventPair, EventResolution> cache;
        if (eventType is null)
        {
            cache = untyped;
        }
        else if (EventRules.IsApiCall(eventType))
        {
            cache = calls;
        }
        else
        {
            return rules.Resolve(eventSource, eventName, eventType, null);
        }

        var pair = new EventPair(eventSource, eventName);
        if (cache.TryGetValue(pair, out EventResolution? known))
        {
            return known;
        }

        EventResolution resolution = rules.Resolve(eventSource, eventName, eventType, null);
        if (cachedPairs < MostCachedPairs && cache.TryAdd(pair, resolution))
        {
            Interlocked.Increment(ref cachedPairs);
        }

        return resolution;
    }

    /// <summary>What a call of an API operation needs, such as <c>s3.ListObjectsV2</c>: an SDK's client, a dot, the operation, in any case.</summary>
    public EventResolution ResolveOperation(string operation) => rules.ResolveOperation(operation);

    /// <summary>Two strings as a key that costs no allocation.</summary>
    private readonly record struct EventPair(string Source, string Name)
    {
        public static IEqualityComparer<EventPair> Comparer { get; } = new PairComparer();

        private sealed class PairComparer : IEqualityComparer<EventPair>
        {
            public bool Equals(EventPair x, EventPair y) => string.Equals(x.Name, y.Name) && string.Equals(x.Source, y.Source);

            public int GetHashCode(EventPair pair) => (StringComparer.Ordinal.GetHashCode(pair.Name) * 31) ^ StringComparer.Ordinal.GetHashCode(pair.Source);
        }
    }
}
