using System.Buffers;

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

    /// <summary>Unpacks <paramref name="packed"/> where its first bytes say that it is gzip or zstd; several members or frames one after the other are one text.</summary>
    public static PackedContent Unpack(ArraySegment<byte> packed, int limit)
    {
        using ReadOnlyStream? unpacked = PackedText.Open(packed, StreamOf(packed), new UnpackBudget(packed.Count));
        if (unpacked is null)
        {
            byte[] copy = ArrayPool<byte>.Shared.Rent(Math.Max(packed.Count, 1));
            packed.AsSpan().CopyTo(copy);
            return new PackedContent(copy, packed.Count, null);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(SizeOf(packed), 4096, limit));
        int length = 0;
        try
        {
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

                int read = unpacked.Read(buffer.AsSpan(length));
                if (read == 0)
                {
                    return new PackedContent(buffer, length, null);
                }

                length += read;
            }
        }
        catch (UnpackException exception)
        {
            return new PackedContent(buffer, length, exception.Message);
        }
    }

    /// <summary>The bytes, to be read as a stream.</summary>
    public static MemoryStream StreamOf(ArraySegment<byte> packed) => new(packed.Array ?? [], packed.Offset, packed.Count, writable: false);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(Bytes);

    /// <summary>What packed data says that it unpacks to, and one more, so that its end is met; it may lie, or speak of its last member or first frame only.</summary>
    private static int SizeOf(ReadOnlySpan<byte> packed)
    {
        ulong said = ZstdFrame.Read(packed) is ZstdFrame frame ? frame.ContentBytes ?? (ulong)packed.Length * 16 : packed.Length < 18 ? 0 : BitConverter.ToUInt32(packed[^4..]);
        return (int)Math.Min(Math.Min(said, (ulong)packed.Length * 64) + 1, int.MaxValue);
    }
}
