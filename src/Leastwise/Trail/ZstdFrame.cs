using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Leastwise.Trail;

/// <summary>What the header of a zstd frame says. Source: RFC 8878, 3.1.1.1.</summary>
/// <param name="Window">So many bytes of the content must be held to unpack it.</param>
/// <param name="Dictionary">The dictionary without which it cannot be unpacked; 0 for none.</param>
/// <param name="ContentBytes">What it unpacks to; null where that is not said.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ZstdFrame(ulong Window, ulong Dictionary, ulong? ContentBytes)
{
    private const int DescriptorAt = 4;

    /// <summary>Why it is not read: one sentence with what to do. Null where it is read.</summary>
    public string? Sentence =>
        Dictionary != 0 ? "It is packed with zstd by a dictionary, which is not read; unpack it first ('zstd -d -D DICTIONARY FILE')."
        : Window > TrailLimits.MaxZstdWindowBytes ? string.Create(CultureInfo.InvariantCulture, $"It is packed with zstd in a window of {Window >> 20:N0} MB, and {TrailLimits.MaxZstdWindowBytes >> 20} MB is the largest that is read; unpack it first ('zstd -d --long=31 FILE').")
        : null;

    /// <summary>The header of the frame that content begins with; null where it begins with something else, or where the header is cut off.</summary>
    public static ZstdFrame? Read(ReadOnlySpan<byte> head)
    {
        if (head is not [0x28, 0xB5, 0x2F, 0xFD, byte descriptor, ..])
        {
            return null;
        }

        bool oneSegment = (descriptor & 0x20) != 0;
        int dictionaryAt = DescriptorAt + (oneSegment ? 1 : 2), sizeAt = dictionaryAt + ((descriptor & 3) == 3 ? 4 : descriptor & 3);
        int sizeBytes = (descriptor >> 6) switch { 0 => oneSegment ? 1 : 0, int power => 1 << power };
        if (head.Length < sizeAt + sizeBytes)
        {
            return null;
        }

        ulong? content = sizeBytes == 0 ? null : Number(head[sizeAt..(sizeAt + sizeBytes)]) + (sizeBytes == 2 ? 256u : 0);
        byte window = head[DescriptorAt + 1];
        return new ZstdFrame(oneSegment ? content ?? 0 : (8UL + (window & 7u)) << (7 + (window >> 3)), Number(head[dictionaryAt..sizeAt]), content);
    }

    private static ulong Number(ReadOnlySpan<byte> bytes)
    {
        Span<byte> all = stackalloc byte[sizeof(ulong)];
        all.Clear();
        bytes.CopyTo(all);
        return BinaryPrimitives.ReadUInt64LittleEndian(all);
    }
}
