namespace Leastwise.Catalog;

/// <summary>
/// Says which privileges a CloudTrail event proves. Answers are values that are made once for each pair of event source and name;
/// safe for any number of threads.
/// </summary>
public sealed class EventResolver
{
    private const int MostCachedPairs = 65_536;

    private readonly EventRules rules;
    private readonly EventPairCache calls = new(MostCachedPairs);
    private readonly EventPairCache untyped = new(MostCachedPairs);

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

        if (eventType is not null && !EventRules.IsApiCall(eventType))
        {
            return rules.Resolve(eventSource, eventName, eventType, null);
        }

        EventPairCache cache = eventType is null ? untyped : calls;
        return cache.Find(eventSource, eventName) ?? cache.Add(eventSource, eventName, rules.Resolve(eventSource, eventName, eventType, null));
    }

    /// <summary>What a call of an API operation needs, such as <c>s3.ListObjectsV2</c>: an SDK's client, a dot, the operation, in any case.</summary>
    public EventResolution ResolveOperation(string operation) => rules.ResolveOperation(operation);
}
