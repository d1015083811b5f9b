using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>Public keys that digests are signed with, by fingerprint.</summary>
/// <remarks>
/// Source: "Custom implementations of CloudTrail log file integrity validation", AWS CloudTrail User Guide, B: the value is DER in PKCS #1 form. The page's own
/// example has one in SubjectPublicKeyInfo form, so both are read.
/// </remarks>
internal sealed class DigestKeys
{
    /// <summary>Keys with their fingerprint, which is empty for a PEM file: such a key is tried for every digest.</summary>
    private readonly List<(string Fingerprint, byte[] Value, bool Pkcs1)> keys = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => keys.Count == 0;

    /// <summary>Reads files that <c>aws cloudtrail list-public-keys</c> wrote, or PEM files.</summary>
    public static DigestKeys Read(IEnumerable<string> files, ImmutableArray<Diagnostic>.Builder problems)
    {
        var read = new DigestKeys();
        foreach (string file in files)
        {
            byte[]? content = JsonFile.Read(file, out Diagnostic? problem);
            if (problem is not null)
            {
                problems.Add(problem);
            }
            else if (content is not null && !read.Add(content))
            {
                problems.Add(new Diagnostic(
                    DiagnosticSeverity.Error, "It holds no public key; give the output of 'aws cloudtrail list-public-keys', or a key in PEM.", SourcePosition.WholeFile(file)));
            }
        }

        return read;
    }

    /// <summary>Whether a key for the fingerprint is there, and then whether the signature holds; null where there is none.</summary>
    public bool? Verify(string fingerprint, byte[] signed, string signature)
    {
        bool any = false;
        foreach ((string named, byte[] value, bool pkcs1) in keys)
        {
            if (named.Length == 0 || string.Equals(named, fingerprint, StringComparison.OrdinalIgnoreCase))
            {
                any = true;
                if (Holds(value, pkcs1, signed, signature))
                {
                    return true;
                }
            }
        }

        return any ? false : null;
    }

    private static bool Holds(byte[] key, bool pkcs1, byte[] signed, string signature)
    {
        try
        {
            using var rsa = Import(key, pkcs1);
            return rsa.VerifyData(signed, Convert.FromHexString(signature.Trim()), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }

    private static RSA Import(byte[] key, bool pkcs1)
    {
        var rsa = RSA.Create();
        try
        {
            if (pkcs1)
            {
                rsa.ImportRSAPublicKey(key, out _);
            }
            else
            {
                rsa.ImportSubjectPublicKeyInfo(key, out _);
            }

            return rsa;
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            throw;
        }
    }

    private bool Add(byte[] content)
    {
        string text = Encoding.UTF8.GetString(content);
        return text.Contains("-----BEGIN", StringComparison.Ordinal) ? AddPem(text) : AddList(content);
    }

    private bool AddPem(string text)
    {
        int before = keys.Count;
        for (ReadOnlySpan<char> rest = text; PemEncoding.TryFind(rest, out PemFields found); rest = rest[found.Location.End..])
        {
            Take("", rest[found.Base64Data].ToString());
        }

        return keys.Count > before;
    }

    private bool AddList(byte[] content)
    {
        int before = keys.Count;
        try
        {
            using var document = JsonDocument.Parse(content);
            foreach (JsonProperty list in document.RootElement.EnumerateObject().Where(property => property.Name is "PublicKeyList" or "publicKeyList"))
            {
                foreach (JsonElement key in list.Value.EnumerateArray())
                {
                    Take(key.GetProperty("Fingerprint").GetString() ?? "", key.GetProperty("Value").GetString() ?? "");
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return false;
        }

        return keys.Count > before;
    }

    private void Take(string fingerprint, string base64)
    {
        byte[] value = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, value, out int length))
        {
            return;
        }

        value = value[..length];
        foreach (bool pkcs1 in new[] { true, false })
        {
            try
            {
                Import(value, pkcs1).Dispose();
                keys.Add((fingerprint, value, pkcs1));
                return;
            }
            catch (CryptographicException)
            {
                // The other form, or no key.
            }
        }
    }
}
