using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Leastwise.Usage.Storage;

/// <summary>
/// Names a row of a dimension table (an actor, a session, a place) by its content: the first sixteen bytes of SHA-256 over its columns. Two ledgers give the
/// same row the same key, so that they can be merged; nobody can prepare two rows that fall together with less than 2^64 tries.
/// </summary>
internal static class DimensionKey
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 16;

    /// <summary>The key of a row whose columns are texts, numbers, or keys of other rows.</summary>
    public static byte[] Of(params ReadOnlySpan<object> columns)
    {
        // Gathered first: the hash is then one call, and its preparing costs more than the hashing of a short row.
        var content = new ArrayBufferWriter<byte>(512);
        foreach (object column in columns)
        {
            byte[]? key = column as byte[];
            string text = column as string ?? (key is null ? Convert.ToString(column, CultureInfo.InvariantCulture) ?? "" : "");
            int length = key?.Length ?? Encoding.UTF8.GetByteCount(text);
            Span<byte> room = content.GetSpan(sizeof(int) + length);
            BinaryPrimitives.WriteInt32LittleEndian(room, length);
            key?.CopyTo(room[sizeof(int)..]);
            Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
            content.Advance(sizeof(int) + length);
        }

        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content.WrittenSpan, whole);
        return whole[..Size].ToArray();
    }
}
