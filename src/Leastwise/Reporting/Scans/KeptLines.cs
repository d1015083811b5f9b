using System.Collections.Concurrent;

namespace Leastwise.Reporting.Scans;

/// <summary>Values that are written often: the first <see cref="Most"/> are put into words once, then copied. Several threads may ask.</summary>
internal sealed class KeptLines<T>(IEqualityComparer<T> comparer)
    where T : notnull
{
    /// <summary>So many are kept, twenty megabytes or so.</summary>
    private const int Most = 1 << 16;

    private readonly ConcurrentDictionary<T, byte[]> known = new(comparer);
    private int left = Most;

    /// <summary>Writes the value.</summary>
    public void Write(LineJson json, T value, Action<LineJson, T> write)
    {
        if (known.TryGetValue(value, out byte[]? kept))
        {
            json.Raw(kept);
            return;
        }

        int from = json.Length;
        write(json, value);
        if (Volatile.Read(ref left) > 0)
        {
            _ = Interlocked.Decrement(ref left);
            _ = known.TryAdd(value, json.Written[from..].ToArray());
        }
    }
}
