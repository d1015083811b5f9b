using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>A log file as a digest lists it.</summary>
/// <param name="Bucket">The bucket it was delivered to.</param>
/// <param name="Key">Its key there.</param>
/// <param name="Hash">SHA-256 of its unpacked content, hexadecimal.</param>
internal sealed record DigestedLog(string Bucket, string Key, string Hash);

/// <summary>One digest file of CloudTrail.</summary>
/// <remarks>Source: "CloudTrail digest file structure", AWS CloudTrail User Guide.</remarks>
internal sealed record DigestFile
{
    /// <summary>Where it lies here.</summary>
    public required string Path { get; init; }

    /// <summary>The bucket it was delivered to.</summary>
    public required string Bucket { get; init; }

    /// <summary>Its key there.</summary>
    public required string Key { get; init; }

    /// <summary>Start of the hour it covers, as written.</summary>
    public required string Start { get; init; }

    /// <summary>End of the hour it covers, as written; it is part of what is signed.</summary>
    public required string End { get; init; }

    /// <summary>Names the key that signed it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The digest before it; null in a starting digest.</summary>
    public string? PreviousKey { get; init; }

    /// <summary>SHA-256 of the unpacked content of the digest before it, hexadecimal; null in a starting digest.</summary>
    public string? PreviousHash { get; init; }

    /// <summary>The signature of the digest before it, hexadecimal; null in a starting digest.</summary>
    public string? PreviousSignature { get; init; }

    /// <summary>SHA-256 of its own unpacked content, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The log files delivered in its hour.</summary>
    public required ImmutableArray<DigestedLog> Logs { get; init; }

    /// <summary>
    /// What was signed: end, path, hash and the previous signature, one a line; for a starting digest the word <c>null</c> stands for the signature.
    /// </summary>
    /// <remarks>Source: "Custom implementations of CloudTrail log file integrity validation", AWS CloudTrail User Guide, D; the word null: the aws command's own validation.</remarks>
    public byte[] SignedText => Encoding.UTF8.GetBytes($"{End}\n{Bucket}/{Key}\n{Hash}\n{PreviousSignature ?? "null"}");

    /// <summary>The digest in <paramref name="content"/>; null where it is none.</summary>
    public static DigestFile? Read(string path, byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "digestS3Object") is not string key || Text(root, "digestS3Bucket") is not string bucket || Text(root, "digestEndTime") is not string end)
            {
                return null;
            }

            return new DigestFile
            {
                Path = path,
                Bucket = bucket,
                Key = key,
                Start = Text(root, "digestStartTime") ?? "",
                End = end,
                Fingerprint = Text(root, "digestPublicKeyFingerprint") ?? "",
                PreviousKey = Text(root, "previousDigestS3Object"),
                PreviousHash = Text(root, "previousDigestHashValue"),
                PreviousSignature = Text(root, "previousDigestSignature"),
                Hash = Convert.ToHexStringLower(SHA256.HashData(content)),
                Logs = root.TryGetProperty("logFiles", out JsonElement logs) && logs.ValueKind == JsonValueKind.Array
                    ? [.. logs.EnumerateArray().Select(log => new DigestedLog(Text(log, "s3Bucket") ?? "", Text(log, "s3Object") ?? "", Text(log, "hashValue") ?? ""))]
                    : [],
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
