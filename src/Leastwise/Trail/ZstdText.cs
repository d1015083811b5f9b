using System.Numerics;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Leastwise.Trail;

/// <summary>
/// What zstd data (RFC 8878) unpacks to; several frames one after the other are one text. Torn data is an <see cref="UnpackException"/>, after all that could be
/// unpacked was given; so is damaged data, whose checksums are checked.
/// </summary>
internal sealed class ZstdText : ReadOnlyStream
{
    /// <summary>
    /// Packed bytes that are unpacked at a time: what damaged data unpacks to is lost for so many bytes before the damage, as with the gzip of the platform.
    /// </summary>
    private const int Piece = 8192;

    private readonly DecompressionStream zstd;
    private readonly UnpackBudget budget;

    /// <summary>Unpacks <paramref name="source"/>, which it leaves open.</summary>
    public ZstdText(Stream source, UnpackBudget budget)
    {
        zstd = new DecompressionStream(source, Piece);
        zstd.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, BitOperations.Log2(TrailLimits.MaxZstdWindowBytes));
        this.budget = budget;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = zstd.Read(buffer);
        }
        catch (EndOfStreamException)
        {
            throw new UnpackException("its zstd data ends early");
        }
        catch (ZstdException exception)
        {
            throw new UnpackException(exception.Code switch
            {
                ZSTD_ErrorCode.ZSTD_error_dictionary_wrong => "a part of its zstd data needs a dictionary",
                ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge => $"a part of its zstd data needs a window of more than {TrailLimits.MaxZstdWindowBytes >> 20} MB",
                _ => "its zstd data is damaged",
            });
        }

        budget.Spend(read);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            zstd.Dispose();
        }

        base.Dispose(disposing);
    }
}
