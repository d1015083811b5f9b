using System.Collections.Immutable;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>What <c>ingest</c> and <c>ledger info</c> tell people.</summary>
public static class IngestText
{
    private const int MostNamed = 10;

    /// <summary>What an ingest did.</summary>
    public static void Write(TextWriter output, string ledger, IngestSummary summary, Coverage coverage, ImmutableArray<UnresolvedEvent> unresolved)
    {
        Line(output, "ledger", Legible.Plain(ledger));
        Line(output, "files", Join(
            $"{summary.FilesRead:N0} read", Some(summary.FilesSkipped, "known already"), Some(summary.FilesPassedOver, "without calls"),
            Some(summary.FilesLeftOut, "left out by their names"), Some(summary.BadFiles.Length, "not read, or not to the end")));
        Line(output, "events", Join(
            $"{summary.Events:N0} new", Some(summary.Duplicates, "counted before"), Some(summary.EventsLeftOut, "not asked for"),
            Some(summary.EventsTooOld, "of days that the ledger forgot, not counted"), Some(summary.EventsAhead, "dated ahead, which count for no window"),
            Some(summary.EventsHeld, "of days that the ledger has from elsewhere, not counted"),
            Some(summary.BadRecords, "unreadable records")));
        if (summary.From is DateTimeOffset from && summary.To is DateTimeOffset to)
        {
            Line(output, "dated", $"{from.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {to.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        }

        double seconds = Math.Max(summary.Elapsed.TotalSeconds, 0.001);
        Line(output, "time", $"{seconds:0.0} s, {summary.UnpackedBytes / 1e6 / seconds:N0} MB/s, {(summary.Events + summary.Duplicates) / seconds:N0} events/s");
        WriteCoverage(output, coverage);
        if (!unresolved.IsEmpty)
        {
            output.WriteLine();
            output.WriteLine($"Events that the catalogue does not know ({unresolved.Length:N0}):");
            foreach (UnresolvedEvent one in unresolved.Take(MostNamed))
            {
                output.WriteLine($"  {Legible.Plain(one.Source)} {Legible.Plain(one.Name)}  {one.Count:N0}");
            }

            if (unresolved.Length > MostNamed)
            {
                output.WriteLine($"  … and {unresolved.Length - MostNamed:N0} more; --format json names them all.");
            }
        }
    }

    /// <summary>What a ledger holds.</summary>
    public static void Write(TextWriter output, string ledger, LedgerInfo info)
    {
        Line(output, "ledger", $"{Legible.Plain(ledger)} (version {info.SchemaVersion}, {info.SizeBytes / 1e6:N1} MB)");
        Line(output, "files", Join($"{info.Files:N0} read", Some(info.FilesPassedOver, "without calls"), Some(info.FilesNotRead.Length, "not read to the end")));
        Line(output, "events", $"{info.Events:N0} in {info.Observations:N0} observations");
        Line(output, "who", $"{info.Principals:N0} principals, {info.Sessions:N0} sessions, {info.Issued:N0} credentials issued");
        Line(output, "counted once by", Join($"{info.SeenBytes / 1e6:N1} MB of fingerprints", info.ForgottenBefore is DateOnly day ? $"forgotten before {day:yyyy-MM-dd}" : null));
        if (info.Generalised > 0)
        {
            Line(output, "generalised", $"the resources of {info.Generalised:N0} principals and events");
        }

        foreach (SummedSource source in info.Sums)
        {
            Line(output, "sums", Join($"{source.LoggedDays:N0} logged days from {Legible.Plain(source.Identity)}", AggregatedWords.NotTaken(source.Lacks)));
        }

        WriteCoverage(output, info.Coverage);
        foreach (BadFile bad in info.FilesNotRead.Take(MostNamed))
        {
            output.WriteLine($"not read: {Legible.Plain(bad.Path)}: {Legible.Plain(bad.Reason)}");
        }
    }

    private static void WriteCoverage(TextWriter output, Coverage coverage)
    {
        foreach (LedgerCoverage account in LedgerCoverage.Of(coverage))
        {
            output.WriteLine();
            Line(output, "account", account.AccountId.Length == 0 ? "not stated" : Legible.Plain(account.AccountId));
            Line(output, "  days", $"{account.First:yyyy-MM-dd} to {account.Last:yyyy-MM-dd}, {account.Days:N0} with events");
            Line(output, "  regions", string.Join(", ", account.Regions.Select(Legible.Plain)));
            Line(output, "  categories", string.Join(", ", account.Categories));
            if (!account.DataResourceTypes.IsEmpty)
            {
                Line(output, "  data events of", string.Join(", ", account.DataResourceTypes.Select(Legible.Plain)));
            }

            if (!account.Gaps.IsEmpty)
            {
                string more = account.Gaps.Length > MostNamed ? $" and {account.Gaps.Length - MostNamed:N0} more" : "";
                Line(output, "  no events on", string.Join("; ", account.Gaps.Take(MostNamed).Select(gap => gap.From == gap.To ? $"{gap.From:yyyy-MM-dd}" : $"{gap.From:yyyy-MM-dd} to {gap.To:yyyy-MM-dd}")) + more);
            }
        }
    }

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"{name,-17}{text}");

    private static string? Some(long number, string what) => number == 0 ? null : $"{number:N0} {what}";

    private static string Join(params string?[] parts) => string.Join(", ", parts.OfType<string>());
}
