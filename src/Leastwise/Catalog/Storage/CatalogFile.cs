using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Leastwise.Catalog.Storage;

/// <summary>
/// The catalogue as bytes: a magic word, a short header in plain text (the source's date, then the inputs), and four parts that are
/// compressed by themselves, so that what is not asked for is not unpacked.
/// </summary>
internal sealed class CatalogFile
{
    private const int Parts = 4;

    private static ReadOnlySpan<byte> Magic => "LWC2"u8;

    private readonly byte[] bytes;
    private readonly Place[] parts;

    private CatalogFile(byte[] bytes, string version, ImmutableArray<CatalogInput> inputs, Place[] parts)
    {
        this.bytes = bytes;
        this.parts = parts;
        Version = version;
        Inputs = inputs;
    }

    /// <summary>The parts, in the order in which they lie in the file.</summary>
    internal enum Part
    {
        /// <summary>Services, action names, access levels.</summary>
        Names,

        /// <summary>Resource types, condition keys, dependent actions.</summary>
        Details,

        /// <summary>The fact tables.</summary>
        Facts,

        /// <summary>The operations of the SDK's models.</summary>
        Models,
    }

    /// <summary>The date of the source, <c>yyyy-MM-dd</c>.</summary>
    public string Version { get; }

    /// <summary>What the catalogue was built from.</summary>
    public ImmutableArray<CatalogInput> Inputs { get; }

    /// <summary>Reads the header; the parts stay packed. Throws <see cref="InvalidDataException"/> where the bytes are no catalogue of this format.</summary>
    public static CatalogFile Open(byte[] bytes)
    {
        ReadOnlySpan<byte> all = bytes;
        if (!all.StartsWith(Magic))
        {
            throw new InvalidDataException("This is not a catalogue file of this version of Leastwise.");
        }

        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(all[4..]);
        string[] lines = Encoding.UTF8.GetString(all.Slice(8, headerLength)).Split('\n');
        var inputs = new CatalogInput[lines.Length - 1];
        for (int i = 0; i < inputs.Length; i++)
        {
            string[] cells = lines[i + 1].Split('\t');
            inputs[i] = new CatalogInput(cells[0], cells[1], cells[2]);
        }

        int at = 8 + headerLength;
        int start = at + (8 * Parts);
        var places = new Place[Parts];
        for (int i = 0; i < Parts; i++, at += 8)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(all[at..]);
            places[i] = new Place(start, length, BinaryPrimitives.ReadInt32LittleEndian(all[(at + 4)..]));
            start += length;
        }

        return new CatalogFile(bytes, lines[0], ImmutableCollectionsMarshal.AsImmutableArray(inputs), places);
    }

    /// <summary>Writes a catalogue, its parts in their order, packed with a quality from 0 to 11. The same arguments give the same bytes.</summary>
    public static byte[] Write(string version, IEnumerable<CatalogInput> inputs, IReadOnlyList<byte[]> parts, int quality)
    {
        string header = string.Join('\n', inputs.Select(input => $"{input.Name}\t{input.Version}\t{input.Sha256}").Prepend(version));
        byte[] headerBytes = Encoding.UTF8.GetBytes(header);
        using var file = new MemoryStream();
        Span<byte> number = stackalloc byte[4];
        file.Write(Magic);
        WriteNumber(headerBytes.Length, number);
        file.Write(headerBytes);
        byte[][] packed = [.. parts.Select(part => Pack(part, quality))];
        for (int i = 0; i < packed.Length; i++)
        {
            WriteNumber(packed[i].Length, number);
            WriteNumber(parts[i].Length, number);
        }

        foreach (byte[] part in packed)
        {
            file.Write(part);
        }

        return file.ToArray();

        void WriteNumber(int value, Span<byte> buffer)
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer, value);
            file.Write(buffer);
        }
    }

    /// <summary>Unpacks one part.</summary>
    public byte[] Unpack(Part part)
    {
        Place place = parts[(int)part];
        var result = new byte[place.Unpacked];
        return BrotliDecoder.TryDecompress(bytes.AsSpan(place.Start, place.Length), result, out int written) && written == place.Unpacked
            ? result
            : throw new InvalidDataException("The catalogue file is damaged.");
    }

    private sealed record Place(int Start, int Length, int Unpacked);

    private static byte[] Pack(ReadOnlySpan<byte> part, int quality)
    {
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(part.Length)];
        return BrotliEncoder.TryCompress(part, buffer, out int written, quality, window: 22)
            ? buffer[..written]
            : throw new InvalidOperationException("Packing a part of the catalogue failed.");
    }
}
