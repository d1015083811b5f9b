using System.Collections.Immutable;
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
    /// <param name="fetched">What was read of files that are not here, such as a bucket's; their paths are not among <paramref name="paths"/>.</param>
    /// <param name="unread">Why others could not be read.</param>
    public static DigestVerification Verify(IEnumerable<string> paths, IEnumerable<string> publicKeys, IReadOnlyCollection<DigestedCopy>? fetched = null, IEnumerable<Diagnostic>? unread = null)
    {
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        var keys = DigestKeys.Read(publicKeys, problems);
        List<TrailFile> files = [.. TrailFiles.Find(paths)];
        problems.AddRange(files.Select(file => file.Problem).OfType<Diagnostic>());
        problems.AddRange(unread ?? []);
        var copies = new DigestedCopies([.. files.Where(file => file.Problem is null).Select(file => file.Path)], fetched ?? []);
        List<DigestFile> digests = [.. copies.Digests().OrderBy(digest => digest.End, StringComparer.Ordinal).ThenBy(digest => digest.Key, StringComparer.Ordinal)];
        if (digests.Count == 0)
        {
            problems.Add(new Diagnostic(
                DiagnosticSeverity.Error, "There are no digests; give the folder CloudTrail-Digest of the bucket along with the logs.", SourcePosition.WholeFile(paths.FirstOrDefault() ?? fetched?.FirstOrDefault()?.Path ?? "")));
        }

        var check = new DigestCheck(copies, keys, digests);
        return check.Run(problems.ToImmutable());
    }
}
