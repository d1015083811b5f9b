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

    /// <summary>Characters of a number, at most.</summary>
    private const int LongestNumber = 64;

    /// <summary>The key of a row whose columns are texts, numbers, or keys of other rows.</summary>
    public static byte[] Of(params ReadOnlySpan<object> columns)
    {
        // Gathered first: the hash is then one call, and its preparing costs more than the hashing of a short row.
        int most = 0;
        foreach (object column in columns)
        {
            most += sizeof(int) + (column is byte[] key ? key.Length : column is string text ? Encoding.UTF8.GetMaxByteCount(text.Length) : LongestNumber);
        }

        Span<byte> content = most <= 2048 ? stackalloc byte[most] : new byte[most];
        int length = 0;
        foreach (object column in columns)
        {
            Span<byte> room = content[(length + sizeof(int))..];
            int written;
            if (column is byte[] key)
            {
                key.CopyTo(room);
                written = key.Length;
            }
            else
            {
                written = Encoding.UTF8.GetBytes(column as string ?? Convert.ToString(column, CultureInfo.InvariantCulture) ?? "", room);
            }

            BinaryPrimitives.WriteInt32LittleEndian(content[length..], written);
            length += sizeof(int) + written;
        }

        byte[] made = new byte[Size];
        Hash(content[..length], made);
        return made;
    }

    /// <summary>Writes the key of a row whose only column is a text, here in UTF-8.</summary>
    public static void Write(ReadOnlySpan<byte> text, Span<byte> key)
    {
        Span<byte> content = text.Length <= 2044 ? stackalloc byte[sizeof(int) + text.Length] : new byte[sizeof(int) + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(content, text.Length);
        text.CopyTo(content[sizeof(int)..]);
        Hash(content, key);
    }

    private static void Hash(ReadOnlySpan<byte> content, Span<byte> key)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, whole);
        whole[..Size].CopyTo(key);
    }
}
