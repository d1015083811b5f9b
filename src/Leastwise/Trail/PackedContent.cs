using System.Buffers;
using System.IO.Compression;

namespace Leastwise.Trail;

/// <summary>A file's bytes after unpacking, and what was wrong with the packing.</summary>
/// <param name="Bytes">What could be unpacked, in a buffer of the shared pool.</param>
/// <param name="Length">How many of them count.</param>
/// <param name="Trouble">Why the rest is missing; null where nothing is.</param>
internal sealed record PackedContent(byte[] Bytes, int Length, string? Trouble) : IDisposable
{
    /// <summary>A file that unpacks to more is read through a window.</summary>
    public const int MaxWholeBytes = 128 * 1024 * 1024;

    /// <summary>The unpacked text.</summary>
    public ReadOnlySpan<byte> Text => Bytes.AsSpan(0, Length);

    /// <summary>Unpacks <paramref name="packed"/> where its first bytes say that it is gzip; several members one after the other are one text.</summary>
    public static PackedContent Unpack(ArraySegment<byte> packed, int limit)
    {
        if (packed.Count < 2 || packed[0] != 0x1f || packed[1] != 0x8b)
        {
            byte[] copy = ArrayPool<byte>.Shared.Rent(Math.Max(packed.Count, 1));
            packed.AsSpan().CopyTo(copy);
            return new PackedContent(copy, packed.Count, null);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(SizeOf(packed), 4096, limit));
        int length = 0;
        try
        {
            using var gzip = new GZipStream(StreamOf(packed), CompressionMode.Decompress);
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (length >= limit)
                    {
                        return new PackedContent(buffer, limit, $"it unpacks to more than {limit / (1024 * 1024)} MB");
                    }

                    byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)limit, buffer.Length * 2L));
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                int read = gzip.Read(buffer.AsSpan(length));
                if (read == 0)
                {
                    // The stream ends quietly when its input does: only the trailer, which holds the length, tells a whole file from a torn one.
                    return new PackedContent(buffer, length, EndsWhole(packed, length) ? null : "its gzip data ends early");
                }

                length += read;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return new PackedContent(buffer, length, "its gzip data is damaged or ends early");
        }
    }

    /// <summary>The bytes, to be read as a stream.</summary>
    public static MemoryStream StreamOf(ArraySegment<byte> packed) => new(packed.Array ?? [], packed.Offset, packed.Count, writable: false);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(Bytes);

    /// <summary>What gzip data says that it unpacks to, and one more, so that its end is met; it may lie, or speak of its last member only.</summary>
    private static int SizeOf(ReadOnlySpan<byte> packed) =>
        (int)Math.Min(Math.Min(packed.Length < 18 ? 0 : BitConverter.ToUInt32(packed[^4..]), packed.Length * 64L) + 1, int.MaxValue);

    private static bool EndsWhole(ReadOnlySpan<byte> packed, int length)
    {
        var end = default(GzipEnd);
        end.Add(packed);
        return end.IsWhole(length, several: false) || (end.IsWhole(length, several: true) && HoldsSeveralMembers(packed));
    }

    private static bool HoldsSeveralMembers(ReadOnlySpan<byte> packed) => packed[1..].IndexOf((ReadOnlySpan<byte>)[0x1f, 0x8b, 0x08]) >= 0;
}
