namespace Leastwise.Samples.Trail;

/// <summary>
/// Ids of events and requests. Only their first eight digits differ from event to event, so that the sample stays small when it is
/// zipped.
/// </summary>
public sealed class EventIds
{
    private uint _count;

    /// <summary>The next pair. The scrambling maps no two numbers to one, so that no id comes twice.</summary>
    public (string Event, string Request) Next()
    {
        var scrambled = ++_count * 2654435769u;
        scrambled ^= scrambled >> 15;
        var head = scrambled.ToString("x8");
        return (head + "-0acb-4e1e-9a11-5ca1ab1e0001", head + "-7e57-4bad-8bee-c0ffee000002");
    }
}
