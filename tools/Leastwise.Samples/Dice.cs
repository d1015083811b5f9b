namespace Leastwise.Samples;

/// <summary>
/// Our own small generator of pseudo-random numbers (SplitMix64): a runtime's own generator may change between versions, and with it
/// every byte.
/// </summary>
public sealed class Dice
{
    private ulong _state;

    private Dice(ulong seed) => _state = seed;

    /// <summary>Dice for a purpose. Each purpose throws its own, so that a new routine does not change what the others do.</summary>
    public static Dice For(params ReadOnlySpan<string> purpose)
    {
        ulong hash = 14695981039346656037;
        foreach (var word in purpose)
        {
            foreach (var letter in word)
                hash = (hash ^ letter) * 1099511628211;
            hash = (hash ^ 0x1F) * 1099511628211;
        }

        return new Dice(hash);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>True once in <paramref name="times"/> throws on average.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>One of the given things.</summary>
    public T Pick<T>(params ReadOnlySpan<T> things) => things[Below(things.Length)];

    /// <summary>A word of the given length from an alphabet.</summary>
    public string Word(int length, string alphabet) => string.Create(length, (this, alphabet), static (span, with) =>
    {
        foreach (ref var letter in span)
            letter = with.alphabet[with.Item1.Below(with.alphabet.Length)];
    });

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
