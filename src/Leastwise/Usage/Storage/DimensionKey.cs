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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (object column in columns)
        {
            byte[] bytes = column as byte[] ?? Encoding.UTF8.GetBytes(Convert.ToString(column, CultureInfo.InvariantCulture) ?? "");
            BitConverter.TryWriteBytes(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        return whole[..Size].ToArray();
    }
}
