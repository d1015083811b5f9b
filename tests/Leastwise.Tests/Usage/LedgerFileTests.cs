using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>A ledger as a file: older and newer ones, two processes, unchanged files, filters, dates.</summary>
public sealed class LedgerFileTests
{
    private static readonly string[] Records = LedgerFixture.Records(60, seed: 5);

    [Fact]
    public void A_ledger_of_version_1_is_migrated_and_counts_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("ledger"), log = Repository.PathOf("tests", "cases", "usage", "ledger-v1.log.json");
        LedgerFixture.Execute(path, File.ReadAllText(Repository.PathOf("tests", "cases", "usage", "ledger-v1.sql")));
        using var fresh = Ledger.InMemory();
        fresh.Ingest([log]);
        using var migrated = Ledger.Open(path);
        Known(migrated).ShouldBe(Known(fresh));
        migrated.Verify().ShouldBeEmpty();

        // Its file is known by content; the same events in another file are known one by one.
        migrated.Ingest([log]).FilesSkipped.ShouldBe(1);
        IngestSummary again = migrated.Ingest([folder.Write("other.json", File.ReadAllText(log) + " ")]);
        (again.Events, again.Duplicates).ShouldBe((0, 8));
        Known(migrated).ShouldBe(Known(fresh));
    }

    [Fact]
    public void A_ledger_of_version_2_gets_what_version_3_has_over_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("ledger"), log = LedgerFixture.WriteLog(folder, "1.json", Records, packed: false), before;
        using (var ledger = Ledger.Open(path))
        {
            ledger.Ingest([log]);
            before = LedgerFixture.Events(ledger);
        }

        LedgerFixture.Execute(path, "DROP TABLE summed_day; DROP TABLE slice; UPDATE meta SET value = '2' WHERE name = 'schemaVersion'");
        using var migrated = Ledger.Open(path);
        LedgerFixture.Events(migrated).ShouldBe(before);
        migrated.Verify().ShouldBeEmpty();
        migrated.Info().SchemaVersion.ShouldBe(3);
        migrated.Ingest([log]).FilesSkipped.ShouldBe(1);
    }

    [Fact]
    public void A_newer_ledger_says_so_and_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("ledger");
        Ledger.Open(path).Dispose();
        LedgerFixture.Execute(path, "UPDATE meta SET value = '99'");
        Should.Throw<LedgerException>(() => Ledger.Open(path)).Message.ShouldBe(
            $"The ledger '{path}' has schema version 99, this program knows versions up to 3; use a newer leastwise, or make a new ledger from the logs.");
    }

    [Fact]
    public async Task A_second_writer_waits_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("ledger"), log = LedgerFixture.WriteLog(folder, "1.json", Records, packed: false);
        Ledger.Open(path).Dispose();
        using var waits = new ManualResetEventSlim();
        string said = "";
        Task<IngestSummary> second;
        using (new FileStream(path + "-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            second = Task.Run(() =>
            {
                using var ledger = Ledger.Open(path);
                return ledger.Ingest([log], new IngestOptions
                {
                    Waiting = text =>
                    {
                        said = text;
                        waits.Set();
                    },
                });
            });
            waits.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            second.IsCompleted.ShouldBeFalse();
        }

        (await second).Events.ShouldBe(60);
        said.ShouldBe($"Another process is writing the ledger '{path}'; waiting for it to end.");
    }

    [Fact]
    public void An_unchanged_file_is_not_opened_unless_its_content_is_to_be_checked()
    {
        using var folder = new TemporaryFolder();
        string log = LedgerFixture.WriteLog(folder, "1.json", Records.Take(30), packed: false);
        DateTime then = File.GetLastWriteTimeUtc(log);
        using var ledger = Ledger.Open(folder.PathOf("ledger"));
        ledger.Ingest([log]).Events.ShouldBe(30);

        // Other content of the same length at the same time: the rule does not see it, the option does.
        string text = File.ReadAllText(log), other = text.Replace("-0000-0000-", "-0000-0001-", StringComparison.Ordinal);
        other.ShouldNotBe(text);
        File.WriteAllText(log, other);
        File.SetLastWriteTimeUtc(log, then);
        ledger.Ingest([log]).FilesSkipped.ShouldBe(1);
        ledger.Ingest([log], new IngestOptions { CheckContent = true }).FilesRead.ShouldBe(1);

        File.WriteAllText(log, text.Replace("Dance", "Dancd", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(log, then.AddSeconds(1));
        ledger.Ingest([log]).FilesRead.ShouldBe(1);
    }

    [Fact]
    public void A_file_behind_a_link_is_read_again_when_it_has_grown()
    {
        using var folder = new TemporaryFolder();
        string log = folder.Write("log.jsonl", Records[0] + "\n"), link = folder.PathOf("link");
        File.CreateSymbolicLink(link, log);
        using var ledger = Ledger.InMemory();
        ledger.Ingest([link]).Events.ShouldBe(1);
        ledger.Ingest([link]).FilesSkipped.ShouldBe(1);
        File.AppendAllText(log, Records[1] + "\n");
        IngestSummary grown = ledger.Ingest([link]);
        (grown.Events, grown.Duplicates).ShouldBe((1, 1));
    }

    [Fact]
    public void A_ledger_is_not_merged_into_itself_by_a_link()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("ledger"), link = folder.PathOf("link");
        File.CreateSymbolicLink(link, path);
        using var ledger = Ledger.Open(path);
        Should.Throw<LedgerException>(() => ledger.Merge(link)).Message.ShouldBe($"'{link}' cannot be merged into itself.");
    }

    [Fact]
    public void A_filter_takes_its_events_and_leaves_files_out_by_their_names()
    {
        using var folder = new TemporaryFolder();
        string[] files =
        [
            LedgerFixture.WriteLog(folder, "111111111111_CloudTrail_eu-west-1_20260101T0000Z_a.json", Records.Take(20), packed: false),
            LedgerFixture.WriteLog(folder, "111111111111_CloudTrail_eu-west-1_20260301T0000Z_b.json.zst", Records.Skip(20).Take(20), packed: false),
            LedgerFixture.WriteLog(folder, "other.json", Records, packed: false),
        ];
        var filter = new IngestFilter { Since = new DateOnly(2026, 1, 5), Until = new DateOnly(2026, 1, 9), Accounts = ["111111111111"] };
        using var ledger = Ledger.Open(folder.PathOf("ledger"));
        IngestSummary summary = ledger.Ingest(files, new IngestOptions { Filter = filter });
        (summary.FilesLeftOut, summary.FilesRead).ShouldBe((2, 1));
        summary.EventsLeftOut.ShouldBe(60 - summary.Events);
        summary.Events.ShouldBeInRange(1, 59);
        ledger.Coverage.Days.ShouldAllBe(day => day.Day >= filter.Since && day.Day <= filter.Until && day.AccountId == "111111111111");

        // What was left out is not lost: without the filter the file is read again.
        ledger.Ingest(files);
        using var whole = Ledger.InMemory();
        whole.Ingest(files);
        LedgerFixture.Events(ledger).ShouldBe(LedgerFixture.Events(whole));
    }

    [Fact]
    public void A_record_dated_far_ahead_is_kept_and_stretches_no_window()
    {
        using var folder = new TemporaryFolder();
        string ahead = Records[0].Replace("\"eventTime\":\"2026", "\"eventTime\":\"2056", StringComparison.Ordinal);
        var clock = new Clock(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));
        using var ledger = Ledger.InMemory();
        IngestSummary summary = ledger.Ingest([LedgerFixture.WriteLog(folder, "1.json", [.. Records.Skip(1), ahead], packed: false)], new IngestOptions { Time = clock });
        (summary.Events, summary.EventsAhead).ShouldBe((60, 1));
        ledger.Coverage.LastDay?.Year.ShouldBe(2026);
        ledger.Coverage.Days.Single(day => day.IsAhead).Day.Year.ShouldBe(2056);
        UsageWindow.Of(ledger.Coverage, null, null).LastDay.Year.ShouldBe(2026);
    }

    [Fact]
    public void Resources_and_circumstances_are_told_where_they_are_asked_for()
    {
        using var folder = new TemporaryFolder();
        using var ledger = Ledger.InMemory();
        ledger.Ingest([LedgerFixture.WriteLog(folder, "1.json", LedgerFixture.Objects(50, seed: 3), packed: false)]);
        UsageWindow window = UsageWindow.Of(ledger.Coverage, null, null);
        LedgerView view = ledger.Read(window, details: true);
        view.Observations.Sum(one => one.Count).ShouldBe(50);
        view.Observations.ShouldAllBe(one => one.Circumstance.Mfa == true && one.Circumstance.Network == "192.0.2.0/24" && one.Resources.Length == 1);
        ledger.Read(window).Observations.Length.ShouldBeLessThan(view.Observations.Length);
    }

    /// <summary>What versions 1 and 2 both know.</summary>
    private static string Known(Ledger ledger)
    {
        LedgerView view = ledger.Read(UsageWindow.Of(ledger.Coverage, null, null));
        return string.Join('\n', view.Observations.Select(one => (one with { Category = null }).ToString())
            .Concat(view.Issued.Select(one => one.ToString()))
            .Concat(view.Coverage.Days.Select(day => (day with { Data = 0 }).ToString()))
            .Concat(view.Coverage.Data.Select(one => one.ToString()))
            .Order(StringComparer.Ordinal));
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
