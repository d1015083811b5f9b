using System.IO.Compression;

namespace Leastwise.Reporting.Page;

/// <summary>A part of a page's data, which the browser unpacks when it needs it: gzip, so that no text of a policy or log stands in the markup.</summary>
/// <param name="Id">The id of the element that holds it.</param>
/// <param name="Packed">The compressed JSON.</param>
internal sealed record PagePart(string Id, ReadOnlyMemory<byte> Packed)
{
    /// <summary>Compresses what <paramref name="write"/> writes.</summary>
    public static PagePart Of(string id, Action<Stream> write)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            write(gzip);
        }

        return new PagePart(id, packed.GetBuffer().AsMemory(0, (int)packed.Length));
    }

    /// <summary>Writes the element.</summary>
    public void Write(TextWriter page)
    {
        // Whole groups of three bytes, so that the pieces of base64 can stand one after the other.
        const int Piece = 3 << 14;
        page.Write($"<script type=\"application/gzip;base64\" id=\"{Id}\">");
        var letters = new char[Piece / 3 * 4];
        for (ReadOnlySpan<byte> rest = Packed.Span; !rest.IsEmpty;)
        {
            ReadOnlySpan<byte> piece = rest[..Math.Min(Piece, rest.Length)];
            _ = Convert.TryToBase64Chars(piece, letters, out int written);
            page.Write(letters.AsSpan(0, written));
            rest = rest[piece.Length..];
        }

        page.Write("</script>");
    }
}
