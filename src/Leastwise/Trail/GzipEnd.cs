using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Leastwise.Trail;

/// <summary>
/// The end of gzip data as its bytes pass by: whether the length that stands there is that of what was unpacked (RFC 1952, 2.3.1). Zeros after it are padding, as
/// tapes and block devices leave it, which <c>gzip</c> itself passes over.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct GzipEnd
{
    private const int Size = 4;

    /// <summary>The last bytes up to one that is not zero; the first to come is the highest.</summary>
    private uint last;
    private long zeros;
    private long length;

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        length += piece.Length;
        int end = piece.LastIndexOfAnyExcept((byte)0) + 1;
        if (end > 0)
        {
            last = zeros >= Size ? 0 : last << (int)(8 * zeros);
            foreach (byte one in piece[Math.Max(0, end - Size)..end])
            {
                last = (last << 8) | one;
            }

            zeros = 0;
        }

        zeros += piece.Length - end;
    }

    /// <summary>Whether the data ended whole. With one member the length is that of all; with several, the last one's is at most that.</summary>
    /// <param name="unpacked">How many bytes were unpacked.</param>
    /// <param name="several">Whether there is more than one member.</param>
    public readonly bool IsWhole(long unpacked, bool several)
    {
        for (int kept = 0; length >= 18 && kept <= Math.Min(zeros, Size); kept++)
        {
            uint stated = BinaryPrimitives.ReverseEndianness(kept == Size ? 0 : last << (8 * kept));
            if (stated == (uint)unpacked || (several && stated < unpacked))
            {
                return true;
            }
        }

        return false;
    }
}
