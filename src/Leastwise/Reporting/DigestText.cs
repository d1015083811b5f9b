using Leastwise.Trail;

namespace Leastwise.Reporting;

/// <summary>The check of digests as text.</summary>
public static class DigestText
{
    private const int Shown = 100;

    /// <summary>The lines: what was checked, then each thing that does not hold, then what could not be checked.</summary>
    public static IEnumerable<string> Lines(DigestVerification result)
    {
        yield return $"Digests: {result.Digests:N0} read, {result.SignaturesHold:N0} with a signature that holds, {result.Unchecked.Length:N0} whose signature was not checked. "
            + $"Log files listed: {result.LogsListed:N0}, as delivered: {result.LogsHold:N0}.";
        yield return result.Digests == 0 ? "Nothing was checked."
            : result.Findings.IsEmpty ? "Nothing is missing or altered."
            : $"{Legible.Count(result.Findings.Length, "thing")} {(result.Findings.Length == 1 ? "does" : "do")} not hold:";
        foreach (DigestFinding finding in result.Findings.Take(Shown))
        {
            yield return Legible.Plain($"  {finding.File}: {finding.Message}");
        }

        if (result.Findings.Length > Shown)
        {
            yield return $"  … and {result.Findings.Length - Shown:N0} more.";
        }

        foreach (IGrouping<string, DigestNote> notes in result.Unchecked.GroupBy(note => note.Because, StringComparer.Ordinal))
        {
            yield return Legible.Plain($"Signature not checked of {Legible.Count(notes.Count(), "digest")}, the first '{notes.First().File}': {notes.Key}");
        }
    }
}
