using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Leastwise.Trail;

namespace Leastwise.Tests.Trail;

/// <summary>A chain of digests as CloudTrail writes it, and what happens to it. Source: "Custom implementations of CloudTrail log file integrity validation", AWS CloudTrail User Guide.</summary>
public sealed class DigestTests
{
    internal static readonly RSA Key = RSA.Create(2048), Stranger = RSA.Create(2048);

    [Theory]
    [InlineData("a whole chain", true, 4, 3)]
    [InlineData("a signature beside the last", true, 4, 4)]
    [InlineData("no key", true, 4, 0)]
    [InlineData("another region's key", true, 4, 0)]
    [InlineData("a key in PEM", true, 4, 3)]
    [InlineData("logs unpacked", true, 4, 3)]
    [InlineData("packed anew with zstd", true, 4, 3)]
    [InlineData("copied into one folder", true, 4, 3)]
    [InlineData("a late log in a backfill digest", true, 5, 3)]
    [InlineData("an altered log", false, 4, 3, DigestFault.LogAltered)]
    [InlineData("a torn log", false, 4, 3, DigestFault.LogAltered)]
    [InlineData("a deleted log", false, 4, 3, DigestFault.LogMissing)]
    [InlineData("an added log", false, 4, 3, DigestFault.LogUnlisted)]
    [InlineData("a deleted digest", false, 3, 1, DigestFault.DigestMissing)]
    [InlineData("a deleted first digest", true, 3, 2)]
    [InlineData("an altered digest", false, 4, 2, DigestFault.DigestAltered, DigestFault.SignatureWrong)]
    [InlineData("a renamed digest", false, 4, 3, DigestFault.DigestMoved)]
    [InlineData("signed by a stranger", false, 4, 0, DigestFault.SignatureWrong, DigestFault.SignatureWrong, DigestFault.SignatureWrong)]
    [InlineData("a wrong signature beside the last", false, 4, 3, DigestFault.SignatureWrong)]
    public void A_chain_holds_or_is_told_where_it_does_not(string what, bool holds, int digests, int signatures, params DigestFault[] faults)
    {
        using var folder = new TemporaryFolder();
        var chain = new Chain(folder, what == "signed by a stranger" ? Stranger : Key);
        chain.Write(hours: 4, what);
        DigestVerification result = DigestVerifier.Verify([Path.Combine(folder.Root, "bucket")], what == "no key" ? [] : [chain.KeyFile(what)]);
        result.Problems.ShouldBeEmpty();
        result.Findings.Select(finding => finding.Fault).Order().ShouldBe(faults.Order());
        (result.Digests, result.SignaturesHold, result.Holds).ShouldBe((digests, signatures, holds));
        result.Unchecked.Length.ShouldBe(digests - signatures - faults.Count(fault => fault == DigestFault.SignatureWrong));
        foreach (DigestFinding finding in result.Findings)
        {
            finding.Message.ShouldEndWith(".");
            finding.File.ShouldContain("111111111111_CloudTrail");
        }
    }

    [Fact]
    public void Without_digests_nothing_holds()
    {
        using var folder = new TemporaryFolder();
        DigestVerification result = DigestVerifier.Verify([folder.Root], [folder.Write("key.json", "{}")]);
        result.Holds.ShouldBeFalse();
        result.Problems.Select(problem => problem.Message).ShouldBe(
        [
            "It holds no public key; give the output of 'aws cloudtrail list-public-keys', or a key in PEM.",
            "There are no digests; give the folder CloudTrail-Digest of the bucket along with the logs.",
        ]);
    }

    /// <summary>AWS's own example of what is signed.</summary>
    [Fact]
    public void What_is_signed_is_end_path_hash_and_previous_signature()
    {
        var digest = new DigestFile
        {
            Path = "",
            Bucket = "amzn-s3-demo-bucket",
            Key = "AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/12/x.json.gz",
            Start = "2015-08-12T03:01:31Z",
            End = "2015-08-12T04:01:31Z",
            Fingerprint = "",
            Hash = "4ff08d7c",
            Logs = [],
        };
        Encoding.UTF8.GetString((digest with { PreviousSignature = "6e8540b8" }).SignedText).ShouldBe(
            "2015-08-12T04:01:31Z\namzn-s3-demo-bucket/AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/12/x.json.gz\n4ff08d7c\n6e8540b8");
        Encoding.UTF8.GetString(digest.SignedText).ShouldEndWith("\nnull");
    }

    /// <summary>Hours of logs with their digests, in the folder <c>bucket</c>.</summary>
    internal sealed class Chain(TemporaryFolder folder, RSA key)
    {
        private const string Fingerprint = "0123456789abcdef0123456789abcdef";

        public void Write(int hours, string what)
        {
            string? previousKey = null, previousHash = null, previousSignature = null;
            for (int hour = 1; hour <= hours; hour++)
            {
                string logKey = $"AWSLogs/111111111111/CloudTrail/eu-west-1/2026/01/01/111111111111_CloudTrail_eu-west-1_20260101T{hour:00}30Z_AAAAAAAAAAAAAAA{hour}.json.gz";
                byte[] log = ShapeSamples.Utf8($"{{\"Records\":[{ShapeSamples.Records[hour % 3]}]}}");
                string digestKey = $"AWSLogs/111111111111/CloudTrail-Digest/eu-west-1/2026/01/01/111111111111_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20260101T{hour + 1:00}0000Z.json.gz";
                byte[] digest = Digest(hour, digestKey, previousKey, previousHash, previousSignature, logKey, log);
                previousHash = Hash(digest);
                previousSignature = Convert.ToHexStringLower(key.SignData(
                    Encoding.UTF8.GetBytes($"2026-01-01T{hour + 1:00}:00:00Z\nlogs/{digestKey}\n{previousHash}\n{previousSignature ?? "null"}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
                previousKey = digestKey;
                Put(hour, logKey, log, digestKey, digest, what);
                if (hour == hours && what.EndsWith("signature beside the last", StringComparison.Ordinal))
                {
                    File.WriteAllText(PathOf(digestKey) + ".signature", what[0] == 'a' && what[2] == 'w' ? previousSignature[..^1] + (previousSignature[^1] == '0' ? '1' : '0') : previousSignature + "\n");
                }
            }

            if (what == "a late log in a backfill digest")
            {
                // Backfill digests name the ones of their own kind before them, which lie further back than what is here.
                string logKey = "AWSLogs/111111111111/CloudTrail/eu-west-1/2026/01/01/111111111111_CloudTrail_eu-west-1_20260101T0330Z_CCCCCCCCCCCCCCCC.json.gz";
                string digestKey = "AWSLogs/111111111111/CloudTrail-Digest/eu-west-1/2026/01/01/111111111111_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20260101T040000Z_backfill.json.gz";
                byte[] log = ShapeSamples.Utf8($"{{\"Records\":[{ShapeSamples.Records[0]}]}}");
                Put(3, logKey, log, digestKey, Digest(3, digestKey, digestKey.Replace("2026", "2025", StringComparison.Ordinal), Hash(log), "00", logKey, log), what);
            }
        }

        public string KeyFile(string what)
        {
            string path = Path.Combine(folder.Root, "keys");
            string value = Convert.ToBase64String(what == "a torn log" ? Key.ExportSubjectPublicKeyInfo() : Key.ExportRSAPublicKey());
            File.WriteAllText(path, what == "a key in PEM"
                ? Key.ExportRSAPublicKeyPem()
                : $$"""{"PublicKeyList":[{"Value":"{{value}}","ValidityStartTime":1767225600.0,"Fingerprint":"{{(what == "another region's key" ? "ffff" : Fingerprint)}}"}]}""");
            return path;
        }

        private static byte[] Digest(int hour, string digestKey, string? previousKey, string? previousHash, string? previousSignature, string logKey, byte[] log) =>
            JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
            {
                ["awsAccountId"] = "111111111111",
                ["digestStartTime"] = $"2026-01-01T{hour:00}:00:00Z",
                ["digestEndTime"] = $"2026-01-01T{hour + 1:00}:00:00Z",
                ["digestS3Bucket"] = "logs",
                ["digestS3Object"] = digestKey,
                ["digestPublicKeyFingerprint"] = Fingerprint,
                ["digestSignatureAlgorithm"] = "SHA256withRSA",
                ["previousDigestS3Bucket"] = previousKey is null ? null : "logs",
                ["previousDigestS3Object"] = previousKey,
                ["previousDigestHashValue"] = previousHash,
                ["previousDigestSignature"] = previousSignature,
                ["logFiles"] = new[] { new Dictionary<string, string> { ["s3Bucket"] = "logs", ["s3Object"] = logKey, ["hashValue"] = Hash(log), ["hashAlgorithm"] = "SHA-256" } },
            });

        private void Put(int hour, string logKey, byte[] log, string digestKey, byte[] digest, string what)
        {
            bool third = hour == 3;
            switch (what)
            {
                case "copied into one folder":
                    (logKey, digestKey) = (Path.GetFileName(logKey), Path.GetFileName(digestKey));
                    break;
                case "an altered log" when third:
                    log = [.. log[..^1], (byte)' ', log[^1]];
                    break;
                case "an altered digest" when third:
                    digest = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(digest).Replace("\"digestStartTime\":\"2026", "\"digestStartTime\":\"2025", StringComparison.Ordinal));
                    break;
                case "a renamed digest" when third:
                    digestKey = digestKey.Replace("T040000Z", "T040001Z", StringComparison.Ordinal);
                    break;
                case "an added log" when third:
                    Save(logKey.Replace("AAAA", "BBBB", StringComparison.Ordinal), ShapeSamples.Gzip(log));
                    break;
            }

            bool anew = what == "packed anew with zstd";
            byte[] packed = anew ? ShapeSamples.Zstd(log) : ShapeSamples.Gzip(log);
            if (!(what == "a deleted log" && third))
            {
                Save(what == "logs unpacked" ? logKey[..^3] : anew ? logKey[..^3] + ".zst" : logKey, what == "logs unpacked" ? log : what == "a torn log" && third ? packed[..^9] : packed);
            }

            if (!(what == "a deleted digest" && third) && !(what == "a deleted first digest" && hour == 1))
            {
                Save(anew ? digestKey[..^3] + ".zst" : digestKey, anew ? ShapeSamples.Zstd(digest) : ShapeSamples.Gzip(digest));
            }
        }

        private string PathOf(string key) => Path.Combine(folder.Root, "bucket", key);

        private void Save(string key, byte[] content)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key))!);
            File.WriteAllBytes(PathOf(key), content);
        }

        private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
