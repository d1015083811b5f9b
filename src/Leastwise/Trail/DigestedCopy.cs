using System.Security.Cryptography;

namespace Leastwise.Trail;

/// <summary>What a check of digests needs of a file that lies elsewhere and was read once.</summary>
/// <param name="Path">Where, ending with its key.</param>
/// <param name="Hash">SHA-256 of what it unpacks to, hexadecimal; null where it could not be read.</param>
/// <param name="Digest">What it unpacks to, where it may be a digest; else null.</param>
/// <param name="Signature">The signature in its object's metadata, hexadecimal; null for none.</param>
public sealed record DigestedCopy(string Path, string? Hash, byte[]? Digest, string? Signature)
{
    /// <summary>From its bytes as they were fetched.</summary>
    /// <param name="path">Where they are from.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="mayBeDigest">Whether what it unpacks to is kept.</param>
    /// <param name="signature">The signature in its object's metadata; null for none.</param>
    public static DigestedCopy Of(string path, LogContent content, bool mayBeDigest, string? signature)
    {
        try
        {
            using Stream? memory = content.File is null ? new MemoryStream(content.Bytes.Array ?? [], content.Bytes.Offset, content.Bytes.Count, writable: false) : null;
            Stream packed = memory ?? content.File ?? Stream.Null;
            packed.Position = 0;
            using Stream text = DigestedCopies.Unpacked(packed);
            if (!mayBeDigest)
            {
                return new DigestedCopy(path, Convert.ToHexStringLower(SHA256.HashData(text)), null, signature);
            }

            using var whole = new MemoryStream();
            text.CopyTo(whole);
            return new DigestedCopy(path, Convert.ToHexStringLower(SHA256.HashData(whole.ToArray())), whole.ToArray(), signature);
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException && content.File is null))
        {
            // Its bytes are here, and are no packed data to the end: whatever was delivered, it was not this.
            return new DigestedCopy(path, "", null, signature);
        }
    }
}
