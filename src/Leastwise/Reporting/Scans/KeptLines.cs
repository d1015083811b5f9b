using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Leastwise.Reporting.Scans;

/// <summary>Objects that are written often: the first <see cref="Most"/> are put into JSON once, then copied. Several threads may ask.</summary>
internal sealed class KeptLines<T>(Action<Utf8JsonWriter, T> write)
    where T : class
{
    /// <summary>So many are kept, twenty megabytes or so.</summary>
    private const int Most = 1 << 16;

    private readonly ConcurrentDictionary<T, byte[]> known = new(ReferenceEqualityComparer.Instance);
    private int left = Most;

    /// <summary>Writes the value as an element of an array.</summary>
    public void Write(Utf8JsonWriter json, T value)
    {
        if (!known.TryGetValue(value, out byte[]? kept))
        {
            kept = Lines(value);
            if (Interlocked.Decrement(ref left) >= 0)
            {
                _ = known.TryAdd(value, kept);
            }
        }

        json.WriteRawValue(kept, skipInputValidation: true);
    }

    // With the break before it: a raw value has none of its own.
    private byte[] Lines(T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("\n"u8);
        using Utf8JsonWriter json = JsonText.OpenLines(buffer);
        write(json, value);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
