using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>Checks files against CloudTrail's digests: hashes of log files, the chain of digests, their signatures.</summary>
/// <remarks>Source: "Custom implementations of CloudTrail log file integrity validation", AWS CloudTrail User Guide.</remarks>
public static class DigestVerifier
{
    /// <summary>
    /// Checks what digests below <paramref name="paths"/> say. A file is found by the end of its path, which must be its key, or by its name where no path ends
    /// so: people copy buckets into folders of any name. The signature of a digest stands in the next one; that of the last stands in the metadata of its object,
    /// and is read from a file of the same name with <c>.signature</c> after it, where there is one.
    /// </summary>
    /// <param name="paths">Files, folders and patterns that hold digests and logs.</param>
    /// <param name="publicKeys">Outputs of <c>aws cloudtrail list-public-keys</c>, or PEM files. Without any, signatures are not checked.</param>
    public static DigestVerification Verify(IEnumerable<string> paths, IEnumerable<string> publicKeys)
    {
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        var keys = DigestKeys.Read(publicKeys, problems);
        List<TrailFile> files = [.. TrailFiles.Find(paths)];
        problems.AddRange(files.Select(file => file.Problem).OfType<Diagnostic>());
        var copies = new LocalCopies([.. files.Where(file => file.Problem is null).Select(file => file.Path)]);
        List<DigestFile> digests = [.. copies.Digests().OrderBy(digest => digest.End, StringComparer.Ordinal).ThenBy(digest => digest.Key, StringComparer.Ordinal)];
        if (digests.Count == 0)
        {
            problems.Add(new Diagnostic(
                DiagnosticSeverity.Error, "There are no digests; give the folder CloudTrail-Digest of the bucket along with the logs.", SourcePosition.WholeFile(paths.FirstOrDefault() ?? "")));
        }

        var check = new DigestCheck(copies, keys, digests);
        return check.Run(problems.ToImmutable());
    }

    /// <summary>Files here, found by where they were in their bucket.</summary>
    internal sealed class LocalCopies(ImmutableArray<string> files)
    {
        private readonly ILookup<string, string> byName = files.ToLookup(file => Path.GetFileName(file), StringComparer.Ordinal);

        /// <summary>Log files by CloudTrail's own names.</summary>
        public IEnumerable<string> Logs => files.Where(file => LogFileName.AccountOf(file) is not null);

        /// <summary>The file that was at <paramref name="key"/>; null where it is not here.</summary>
        public string? Find(string key) => Candidates(key).FirstOrDefault();

        /// <summary>The files that may be the one at <paramref name="key"/>, the likeliest first: packed or unpacked, with the key's path or its name alone.</summary>
        public IEnumerable<string> Candidates(string key)
        {
            string name = key[(key.LastIndexOf('/') + 1)..], bare = name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
            return byName[name].Concat(bare == name ? [] : byName[bare])
                .OrderBy(file => EndsWith(file, key) || EndsWith(file + ".gz", key) ? 0 : 1)
                .ThenBy(file => file, StringComparer.Ordinal);
        }

        /// <summary>All digests among the files, by their content.</summary>
        public IEnumerable<DigestFile> Digests() =>
            files.Where(BeginsAsDigest).Select(file => Content(file) is byte[] content ? DigestFile.Read(file, content) : null).OfType<DigestFile>();

        /// <summary>Whether the path ends with the key.</summary>
        public static bool EndsWith(string path, string key) => ("/" + path.Replace('\\', '/')).EndsWith("/" + key, StringComparison.Ordinal);

        /// <summary>What a file unpacks to; null where it cannot be read.</summary>
        public static byte[]? Content(string file)
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

        /// <summary>SHA-256 of what a file unpacks to, hexadecimal; null where it cannot be read.</summary>
        public static string? HashOf(string file)
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

        private static Stream Unpacked(FileStream packed)
        {
            bool gzip = packed.ReadByte() == 0x1f && packed.ReadByte() == 0x8b;
            packed.Position = 0;
            return gzip ? new GzipText(packed, new UnpackBudget(packed.Length)) : packed;
        }
    }
}
