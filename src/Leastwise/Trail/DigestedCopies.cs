using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Leastwise.Trail;

/// <summary>Files here and what was read of others, found by where they were in their bucket.</summary>
/// <param name="local">Files here.</param>
/// <param name="fetched">What was read of others.</param>
internal sealed class DigestedCopies(ImmutableArray<string> local, IReadOnlyCollection<DigestedCopy> fetched)
{
    private readonly ImmutableArray<string> files = [.. local, .. fetched.Select(copy => copy.Path)];
    private readonly Dictionary<string, DigestedCopy> elsewhere = fetched.ToDictionary(copy => copy.Path, StringComparer.Ordinal);
    private readonly ILookup<string, string> byName = local.Concat(fetched.Select(copy => copy.Path)).ToLookup(file => Path.GetFileName(file), StringComparer.Ordinal);

    /// <summary>Log files by CloudTrail's own names.</summary>
    public IEnumerable<string> Logs => files.Where(file => LogFileName.AccountOf(file) is not null);

    /// <summary>The file that was at <paramref name="key"/>; null where it is not here.</summary>
    public string? Find(string key) => Candidates(key).FirstOrDefault();

    /// <summary>The files that may be the one at <paramref name="key"/>, the likeliest first: packed, unpacked or packed anew, with the key's path or its name alone.</summary>
    public IEnumerable<string> Candidates(string key)
    {
        ImmutableArray<string> keys = Packings(key);
        return keys.SelectMany(one => byName[one[(one.LastIndexOf('/') + 1)..]])
            .OrderBy(file => keys.Any(one => EndsWith(file, one)) ? 0 : 1)
            .ThenBy(file => file, StringComparer.Ordinal);
    }

    /// <summary>
    /// A key or name as it was delivered, then as the same file is called that somebody unpacked, or packed again with zstd: digests hash what a file unpacks to, so it is vouched
    /// for under each.
    /// </summary>
    public static ImmutableArray<string> Packings(string key) => key.EndsWith(".gz", StringComparison.Ordinal) ? [key, key[..^3], key[..^3] + ".zst"] : [key];

    /// <summary>All digests among the files, by their content.</summary>
    public IEnumerable<DigestFile> Digests() =>
        local.Where(BeginsAsDigest).Select(file => (file, Content(file)))
            .Concat(fetched.Select(copy => (copy.Path, copy.Digest)))
            .Select(one => one.Item2 is byte[] content ? DigestFile.Read(one.Item1, content) : null).OfType<DigestFile>();

    /// <summary>Whether it was there and could not be read, which was said.</summary>
    public bool IsUnread(string file) => elsewhere.TryGetValue(file, out DigestedCopy? copy) && copy.Hash is null;

    /// <summary>SHA-256 of what a file unpacks to, hexadecimal; null where it cannot be read.</summary>
    public string? HashOf(string file) => elsewhere.TryGetValue(file, out DigestedCopy? copy) ? copy.Hash : LocalHashOf(file);

    /// <summary>The signature that was kept with a digest; null where there is none.</summary>
    public string? SignatureOf(string file)
    {
        if (elsewhere.TryGetValue(file, out DigestedCopy? copy))
        {
            return copy.Signature;
        }

        try
        {
            return File.Exists(file + ".signature") ? File.ReadAllText(file + ".signature").Trim() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the path ends with the key.</summary>
    public static bool EndsWith(string path, string key) => ("/" + path.Replace('\\', '/')).EndsWith("/" + key, StringComparison.Ordinal);

    private static byte[]? Content(string file)
    {
        try
        {
            using FileStream packed = new(file, FileMode.Open, FileAccess.Read);
            using Stream text = Unpacked(packed);
            using var content = new MemoryStream();
            text.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private static string? LocalHashOf(string file)
    {
        try
        {
            using FileStream packed = new(file, FileMode.Open, FileAccess.Read);
            using Stream text = Unpacked(packed);
            return Convert.ToHexStringLower(SHA256.HashData(text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Whether the members that CloudTrail writes first are a digest's: log files are many and large, and are not read to their ends to tell.</summary>
    private static bool BeginsAsDigest(string file)
    {
        try
        {
            using FileStream packed = new(file, FileMode.Open, FileAccess.Read);
            using Stream text = Unpacked(packed);
            var start = new byte[1024];
            return start.AsSpan(0, text.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)).IndexOf("\"digestStartTime\""u8) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Nothing that this file holds vouches for others. Whoever reads it for its events names it.
            return false;
        }
    }

    /// <summary>What packed bytes unpack to; other bytes as they are.</summary>
    internal static Stream Unpacked(Stream packed)
    {
        Span<byte> head = stackalloc byte[PackedText.Tells];
        int count = packed.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        packed.Position = 0;
        return PackedText.Open(head[..count], packed, new UnpackBudget(packed.Length)) ?? packed;
    }
}
