using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>Counts what a ledger holds.</summary>
internal sealed class LedgerCounts(LedgerConnections connections)
{
    /// <summary>All of it.</summary>
    public LedgerInfo Count()
    {
        using SqliteTransaction transaction = connections.Main.BeginTransaction(deferred: true);
        int forgotten = connections.ForgottenBefore();
        return new LedgerInfo
        {
            SchemaVersion = LedgerSchema.Version,
            SizeBytes = Number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
            Files = Number("SELECT count(*) FROM file WHERE passed_over = 0"),
            FilesReadInPart = Number("SELECT count(*) FROM unread WHERE events > 0"),
            FilesPassedOver = Number("SELECT count(*) FROM file WHERE passed_over != 0"),
            FilesNotRead = Unread(),
            Events = Number("SELECT coalesce(sum(events), 0) FROM logged_day"),
            BadRecords = Number("SELECT (SELECT coalesce(sum(bad_records), 0) FROM file) + (SELECT coalesce(sum(bad_records), 0) FROM unread)"),
            Bytes = Number("SELECT (SELECT coalesce(sum(bytes), 0) FROM file) + (SELECT coalesce(sum(bytes), 0) FROM unread)"),
            UnpackedBytes = Number("SELECT (SELECT coalesce(sum(unpacked_bytes), 0) FROM file) + (SELECT coalesce(sum(unpacked_bytes), 0) FROM unread)"),
            Records = Number("SELECT coalesce(sum(events), 0) FROM file"),
            Observations = Number("SELECT count(*) FROM observation"),
            Principals = Number("SELECT count(*) FROM actor"),
            Sessions = Number("SELECT count(*) FROM session"),
            Issued = Number("SELECT count(*) FROM issued"),
            Generalised = Number("SELECT count(*) FROM generalised"),
            SeenBytes = Number("SELECT coalesce(sum(length(fingerprints)), 0) FROM seen"),
            ForgottenBefore = forgotten == 0 ? null : DateOnly.FromDayNumber(forgotten),
            Sums = Sums(),
            Coverage = new LedgerReader(connections.Main).Coverage(),
        };
    }

    private ImmutableArray<BadFile> Unread()
    {
        using SqliteCommand command = connections.Main.CreateCommand();
        command.CommandText = "SELECT path, reason FROM unread ORDER BY path";
        using SqliteDataReader rows = command.ExecuteReader();
        var files = ImmutableArray.CreateBuilder<BadFile>();
        while (rows.Read())
        {
            files.Add(new BadFile(rows.GetString(0), rows.GetString(1)));
        }

        return files.ToImmutable();
    }

    private ImmutableArray<SummedSource> Sums()
    {
        using SqliteCommand command = connections.Main.CreateCommand();
        command.CommandText = "SELECT source, count(*), max(lacks & 1) | max(lacks & 2) | max(lacks & 4) | max(lacks & 8) | max(lacks & 16) FROM summed_day GROUP BY source ORDER BY source";
        using SqliteDataReader rows = command.ExecuteReader();
        var sources = ImmutableArray.CreateBuilder<SummedSource>();
        while (rows.Read())
        {
            sources.Add(new SummedSource(rows.GetString(0), rows.GetInt64(1), (AggregatedLacks)rows.GetInt32(2)));
        }

        return sources.ToImmutable();
    }

    private long Number(string sql)
    {
        using var statement = new Statement(connections.Main, sql);
        return statement.Number() ?? 0;
    }
}
