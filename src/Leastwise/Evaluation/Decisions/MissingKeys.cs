namespace Leastwise.Evaluation.Decisions;

/// <summary>
/// The keys that would settle an answer: one, or those of two answers together. Joining two costs the same however many they are, because a policy
/// can hold a million statements.
/// </summary>
internal sealed class MissingKeys
{
    private readonly string? key;
    private readonly MissingKeys? first;
    private readonly MissingKeys? second;

    public MissingKeys(string key) => this.key = key;

    private MissingKeys(MissingKeys first, MissingKeys second) => (this.first, this.second) = (first, second);

    /// <summary>The keys of both.</summary>
    public static MissingKeys? Of(MissingKeys? first, MissingKeys? second) =>
        first is null || ReferenceEquals(first, second) ? second : second is null ? first : new MissingKeys(first, second);

    /// <summary>Adds every key, once for each spelling that differs by more than case.</summary>
    public static void AddTo(ISet<string> keys, MissingKeys? missing)
    {
        var open = new Stack<MissingKeys>();
        for (MissingKeys? one = missing; one is not null; one = open.Count > 0 ? open.Pop() : null)
        {
            if (one.key is { } key)
            {
                keys.Add(key);
            }
            else if (one is { first: { } first, second: { } second })
            {
                open.Push(second);
                open.Push(first);
            }
        }
    }
}
