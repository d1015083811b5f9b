using System.Collections.Immutable;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Takes from what was read, and what not, what reports say about the ground that verdicts stand on.</summary>
internal static class EvidenceBuilder
{
    /// <summary>Builds it.</summary>
    /// <param name="usage">The verdicts.</param>
    /// <param name="ingest">What this run read.</param>
    /// <param name="kept">What the ledger holds, where it was kept from earlier runs; null where this run read all of it.</param>
    /// <param name="accountIds">The accounts judged.</param>
    public static Evidence Build(UsageResult usage, IngestSummary ingest, LedgerInfo? kept, ImmutableArray<string> accountIds) => kept is null ? OfRun(usage, ingest, accountIds) : OfRun(usage, ingest, accountIds) with
    {
        FilesRead = kept.Files + kept.FilesReadInPart,
        FilesPassedOver = kept.FilesPassedOver,

        // Exact where no file was read in part: then all records lie in whole files.
        Duplicates = Math.Max(ingest.Duplicates, kept.Records - kept.Events),
        BadRecords = kept.BadRecords,
        Bytes = kept.Bytes,
        BytesUncompressed = kept.UnpackedBytes,
        FilesNotRead =
        [
            .. kept.FilesNotRead.Concat(ingest.BadFiles).DistinctBy(file => file.Path, StringComparer.Ordinal)
                .Select(file => new UnreadFile(file.Path, file.Reason)).OrderBy(file => file.Path, StringComparer.Ordinal),
        ],
    };

    private static Evidence OfRun(UsageResult usage, IngestSummary ingest, ImmutableArray<string> accountIds) => new()
    {
        Coverage = [.. accountIds.Concat(usage.Coverage.Accounts.Keys).Distinct().Order(StringComparer.Ordinal).Select(account => CoverageOf(account, usage))],
        FilesRead = ingest.FilesRead,
        FilesSkipped = ingest.FilesSkipped,
        FilesPassedOver = ingest.FilesPassedOver,
        Events = usage.Events,
        Duplicates = ingest.Duplicates,
        BadRecords = ingest.BadRecords,
        Bytes = ingest.Bytes,
        BytesUncompressed = ingest.UnpackedBytes,
        FilesNotRead = [.. ingest.BadFiles.Select(file => new UnreadFile(file.Path, file.Reason)).OrderBy(file => file.Path, StringComparer.Ordinal)],
        FirstBadRecords = ingest.FirstBadRecords,
        Unresolved = [.. usage.Unresolved
            .OrderByDescending(unresolved => unresolved.Count)
            .ThenBy(unresolved => unresolved.Source, StringComparer.Ordinal)
            .ThenBy(unresolved => unresolved.Name, StringComparer.Ordinal)],
    };

    private static LogCoverage CoverageOf(string account, UsageResult usage)
    {
        ImmutableArray<RegionDay> days = [.. usage.Coverage.Days
            .Where(day => day.AccountId == account && day.Day >= usage.Window.FirstDay && day.Day <= usage.Window.LastDay)
            .Select(day => new RegionDay(day.Region, day.Day, day.Events))
            .OrderBy(day => day.Region, StringComparer.Ordinal)
            .ThenBy(day => day.Day)];
        return new LogCoverage
        {
            AccountId = account,
            Days = days,
            Gaps = LogCoverage.GapsOf(days, usage.Window),
            DataResourceTypes = [.. usage.Coverage.Data.Where(data => data.AccountId == account).Select(data => data.Type).Distinct().Order(StringComparer.Ordinal)],
        };
    }
}
