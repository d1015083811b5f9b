using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>One check of a set of digests, which may be of several trails, regions and accounts; each names the one before it.</summary>
internal sealed partial class DigestCheck(DigestedCopies copies, DigestKeys keys, List<DigestFile> digests)
{
    private readonly List<DigestFinding> findings = [];
    private readonly List<DigestNote> notes = [];
    private readonly ILookup<string, DigestFile> byKey = digests.ToLookup(digest => digest.Key, StringComparer.Ordinal);
    private readonly HashSet<string> listed = new(StringComparer.Ordinal);
    private int signaturesHold;
    private int logs;
    private int logsHold;

    public DigestVerification Run(ImmutableArray<Diagnostic> problems)
    {
        ILookup<string, DigestFile> next = digests.Where(digest => digest.PreviousKey is not null).ToLookup(digest => digest.PreviousKey ?? "", StringComparer.Ordinal);
        foreach (DigestFile digest in digests)
        {
            CheckPlace(digest);
            CheckSignature(digest, next[digest.Key].FirstOrDefault()?.PreviousSignature);
            CheckPrevious(digest);
            foreach (DigestedLog log in digest.Logs)
            {
                CheckLog(log, digest);
            }
        }

        FindUnlisted();
        return new DigestVerification
        {
            Digests = digests.Count,
            SignaturesHold = signaturesHold,
            Unchecked = [.. notes],
            LogsListed = logs,
            LogsHold = logsHold,
            Findings = [.. findings.OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Fault).Distinct()],
            Problems = problems,
        };
    }

    private void CheckPlace(DigestFile digest)
    {
        string name = digest.Key[(digest.Key.LastIndexOf('/') + 1)..];
        if (Path.GetFileName(digest.Path) is string here && !DigestedCopies.Packings(name).Contains(here))
        {
            Add(DigestFault.DigestMoved, digest.Path, $"It says that it was delivered as '{digest.Key}'; a digest under another name may have been put there.");
        }
    }

    private void CheckSignature(DigestFile digest, string? fromNext)
    {
        if (keys.IsEmpty)
        {
            notes.Add(new DigestNote(digest.Path, "No public key was given; give the output of 'aws cloudtrail list-public-keys' for its region and time."));
        }
        else if ((copies.SignatureOf(digest.Path) ?? fromNext) is not string signature)
        {
            notes.Add(new DigestNote(
                digest.Path, "It is the last of its chain: its signature is only in its object's metadata (x-amz-meta-signature); write that into a file of the same name with .signature after it."));
        }
        else
        {
            switch (keys.Verify(digest.Fingerprint, digest.SignedText, signature))
            {
                case true:
                    signaturesHold++;
                    break;
                case false:
                    Add(DigestFault.SignatureWrong, digest.Path, "Its signature does not hold: it, or the digest after it, is not what CloudTrail wrote.");
                    break;
                default:
                    notes.Add(new DigestNote(digest.Path, $"The public key with fingerprint {digest.Fingerprint} was not given; keys differ by region and time."));
                    break;
            }
        }
    }

    private void CheckPrevious(DigestFile digest)
    {
        if (digest.PreviousKey is not string key)
        {
            return;
        }

        if (byKey[key].FirstOrDefault() is not DigestFile previous)
        {
            // Where the set begins, something lies before it by nature: only what has digests of its chain before it is a gap.
            bool begins = !digests.Any(other => other != digest && ChainOf(other.Key) == ChainOf(key) && string.CompareOrdinal(other.End, digest.End) < 0);
            if (!begins || copies.Find(key) is not null)
            {
                Add(DigestFault.DigestMissing, key, $"The digest is missing, or is none; '{digest.Path}' names it as the one before: log files of its hour are not vouched for.");
            }
        }
        else if (!string.Equals(previous.Hash, digest.PreviousHash, StringComparison.OrdinalIgnoreCase))
        {
            Add(DigestFault.DigestAltered, previous.Path, $"Its content is not what the next digest, '{digest.Path}', says.");
        }
    }

    private void CheckLog(DigestedLog log, DigestFile digest)
    {
        logs++;
        string? first = null;
        foreach (string file in copies.Candidates(log.Key))
        {
            first ??= file;
            listed.Add(file);
            if (string.Equals(copies.HashOf(file), log.Hash, StringComparison.OrdinalIgnoreCase))
            {
                logsHold++;
                return;
            }
        }

        if (first is null)
        {
            Add(DigestFault.LogMissing, log.Key, $"The log file is missing; the digest '{digest.Path}' lists it.");
        }
        else if (!copies.IsUnread(first))
        {
            Add(DigestFault.LogAltered, first, $"Its content is not what was delivered: its hash is not the one in the digest '{digest.Path}'.");
        }
    }

    /// <summary>Log files that were delivered, by their names, within hours that digests cover, and that no digest lists.</summary>
    private void FindUnlisted()
    {
        foreach (string file in copies.Logs.Where(file => !listed.Contains(file)))
        {
            Match name = LogName().Match(Path.GetFileName(file));
            if (name.Success
                && DateTime.TryParseExact(name.Groups["time"].Value, "yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime delivered)
                && digests.FirstOrDefault(digest => Covers(digest, name.Groups["account"].Value, name.Groups["region"].Value, delivered)) is DigestFile digest)
            {
                Add(DigestFault.LogUnlisted, file, $"No digest lists it, although '{digest.Path}' covers its time, account and region: it was not delivered so, or is of another trail.");
            }
        }
    }

    /// <summary>A file's name has the minute in which CloudTrail began to gather it, so the hour's margins prove nothing.</summary>
    private static bool Covers(DigestFile digest, string account, string region, DateTime delivered) =>
        digest.Key.Contains($"{account}_CloudTrail-Digest_{region}_", StringComparison.Ordinal)
        && TimeOf(digest.Start) is DateTime start
        && TimeOf(digest.End) is DateTime end
        && delivered >= start.AddMinutes(10)
        && delivered <= end.AddMinutes(-10);

    private static DateTime? TimeOf(string text) => IdentityReader.ParseTime(text)?.UtcDateTime;

    /// <summary>
    /// What the keys of a chain's digests have in common: account, region, trail; all but the date. Backfill digests, which list logs that were late, are a chain of their own, as
    /// the aws command's validation has it.
    /// </summary>
    private static string ChainOf(string key) => Stamp().Replace(key[(key.LastIndexOf('/') + 1)..], "${kind}");

    private void Add(DigestFault fault, string file, string message) => findings.Add(new DigestFinding(fault, file, message));

    [GeneratedRegex("^(?<account>[0-9]{12})_CloudTrail_(?<region>[a-z0-9-]+)_(?<time>[0-9]{8}T[0-9]{4}Z)_", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogName();

    [GeneratedRegex("_[0-9]{8}T[0-9]{6}Z(?<kind>(_backfill)?)\\.json(\\.gz)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stamp();
}
