using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Leastwise.Samples.Delivery;

/// <summary>Digest files, which lie in real buckets too and hold no events.</summary>
public static class Digest
{
    private const string Bucket = "acme-trail";

    /// <summary>The digest of one log file: true hashes of what it names, and no signature, which only AWS could make.</summary>
    /// <param name="file">The log file.</param>
    /// <param name="json">Its content before zipping; the hash in a digest is of that.</param>
    public static (string Key, JsonObject Content) Of(LogFile file, byte[] json)
    {
        var end = file.Delivered.AddMinutes(4);
        return (KeyLayout.DigestFile(file.Account, file.Region, end), new()
        {
            ["awsAccountId"] = file.Account,
            ["digestStartTime"] = Calendar.Print(end.AddHours(-1)),
            ["digestEndTime"] = Calendar.Print(end),
            ["digestS3Bucket"] = Bucket,
            ["digestS3Object"] = KeyLayout.DigestFile(file.Account, file.Region, end),
            ["digestPublicKeyFingerprint"] = "00000000000000000000000000000000",
            ["digestSignatureAlgorithm"] = "SHA256withRSA",
            ["newestEventTime"] = Calendar.Print(file.Events.Max(static e => e.At)),
            ["oldestEventTime"] = Calendar.Print(file.Events.Min(static e => e.At)),
            ["previousDigestS3Bucket"] = null,
            ["previousDigestS3Object"] = null,
            ["previousDigestHashValue"] = null,
            ["previousDigestHashAlgorithm"] = null,
            ["previousDigestSignature"] = null,
            ["logFiles"] = new JsonArray(new JsonObject
            {
                ["s3Bucket"] = Bucket,
                ["s3Object"] = file.Key,
                ["hashValue"] = Convert.ToHexStringLower(SHA256.HashData(json)),
                ["hashAlgorithm"] = "SHA-256",
                ["newestEventTime"] = Calendar.Print(file.Events.Max(static e => e.At)),
                ["oldestEventTime"] = Calendar.Print(file.Events.Min(static e => e.At)),
            }),
        });
    }

    /// <summary>Digests are kept for the last two days of June only.</summary>
    public static ImmutableArray<DateTime> Days { get; } = [Calendar.On(6, 29), Calendar.On(6, 30)];
}
