using System.IO.Compression;

namespace Leastwise.Trail;

/// <summary>
/// What gzip data unpacks to; several members one after the other are one text. The stream of the platform ends quietly when its input does:
/// only the trailer, which holds the length, tells a whole file from a torn one (RFC 1952, 2.3.1). Here torn data is an <see cref="UnpackException"/>,
/// after all that could be unpacked was given.
/// </summary>
internal sealed class GzipText : ReadOnlyStream
{
    private readonly Packed packed;
    private readonly GZipStream gzip;
    private readonly UnpackBudget budget;
    private long length;

    /// <summary>Unpacks <paramref name="source"/>, which it leaves open.</summary>
    public GzipText(Stream source, UnpackBudget budget)
    {
        packed = new Packed(source);
        gzip = new GZipStream(packed, CompressionMode.Decompress);
        this.budget = budget;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = gzip.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new UnpackException("its gzip data is damaged or ends early");
        }

        if (read == 0 && buffer.Length > 0 && !packed.EndsWhole(length))
        {
            throw new UnpackException("its gzip data ends early");
        }

        length += read;
        budget.Spend(read);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The packed bytes on their way, of which the end and the number of members are remembered.</summary>
    private sealed class Packed(Stream source) : ReadOnlyStream
    {
        private GzipEnd end;
        private int members;

        public override int Read(Span<byte> buffer)
        {
            int read = source.Read(buffer);
            ReadOnlySpan<byte> piece = buffer[..read];
            for (ReadOnlySpan<byte> rest = piece; members < 2 && rest.IndexOf((ReadOnlySpan<byte>)[0x1f, 0x8b, 0x08]) is >= 0 and int at; rest = rest[(at + 3)..])
            {
                members++;
            }

            end.Add(piece);
            return read;
        }

        /// <summary>Whether they end as data of that length does.</summary>
        public bool EndsWhole(long unpacked) => end.IsWhole(unpacked, members > 1);
    }
}
