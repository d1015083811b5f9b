using Leastwise.Tests.Trail;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

public sealed class LedgerTests
{
    private static readonly string[] Records = LedgerFixture.Records(60, seed: 4);

    [Fact]
    public void Ended_at_any_file_and_run_again_it_gives_the_same_answers()
    {
        using var folder = new TemporaryFolder();
        string[] files = [.. Records.Chunk(10).Select((part, i) => LedgerFixture.WriteLog(folder, $"{i}.json.gz", part, packed: true))];
        using var undisturbed = Ledger.InMemory();
        undisturbed.Ingest(files);
        string expected = LedgerFixture.AnswersOf(undisturbed);

        for (int end = 1; end <= files.Length; end++)
        {
            string path = folder.PathOf($"ended-at-{end}.ledger");
            using (var ledger = Ledger.Open(path))
            {
                // One file enters; the next run is ended after so many files; the third is left alone.
                ledger.Ingest(files[..1]);
                using var cancel = new CancellationTokenSource();
                var ending = new EndAfter(end, cancel);
                Should.Throw<OperationCanceledException>(() => ledger.Ingest(files, ending, cancel.Token));
            }

            using var again = Ledger.Open(path);
            again.Ingest(files).FilesSkipped.ShouldBeGreaterThanOrEqualTo(1);
            LedgerFixture.AnswersOf(again).ShouldBe(expected, $"ended after file {end}");
        }
    }

    [Fact]
    public void The_same_content_under_another_name_is_skipped()
    {
        using var folder = new TemporaryFolder();
        string[] files = [LedgerFixture.WriteLog(folder, "a.json", Records, packed: false), LedgerFixture.WriteLog(folder, "b.json", Records, packed: false)];
        using var ledger = Ledger.Open(folder.PathOf("ledger"));
        IngestSummary summary = ledger.Ingest(files);
        (summary.FilesRead, summary.FilesSkipped, summary.Events, summary.Duplicates).ShouldBe((1, 1, 60, 0));
        ledger.Ingest(files).FilesSkipped.ShouldBe(2);
    }

    [Fact]
    public void The_same_log_packed_in_another_way_is_another_file_whose_events_count_once()
    {
        using var folder = new TemporaryFolder();
        string plain = LedgerFixture.WriteLog(folder, "a.json", Records, packed: false), gzip = LedgerFixture.WriteLog(folder, "a.json.gz", Records, packed: true), zstd = folder.PathOf("a.json.zst");
        File.WriteAllBytes(zstd, ShapeSamples.Zstd(File.ReadAllBytes(plain)));
        foreach (string[] files in new string[][] { [gzip, zstd, plain], [zstd, plain, gzip] })
        {
            using var ledger = Ledger.InMemory();
            IngestSummary summary = ledger.Ingest(files);
            (summary.FilesRead, summary.Events, summary.Duplicates).ShouldBe((3, 60, 120));
            ledger.Ingest([zstd]).FilesSkipped.ShouldBe(1);
        }
    }

    [Fact]
    public void Torn_zstd_data_is_read_again_when_it_has_grown()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("log.zst");
        byte[] all = [.. Records.Chunk(20).SelectMany(part => ShapeSamples.Zstd(ShapeSamples.Utf8(string.Join('\n', part) + "\n")))];
        using var ledger = Ledger.InMemory();
        foreach ((int percent, int events, int bad) in new[] { (50, 20, 1), (90, 20, 1), (100, 20, 0), (100, 0, 0) })
        {
            File.WriteAllBytes(path, all[..(all.Length * percent / 100)]);
            IngestSummary summary = ledger.Ingest([path]);
            (summary.Events, summary.BadFiles.Length).ShouldBe((events, bad), $"{percent} %");
        }
    }

    [Fact]
    public void A_torn_file_counts_as_far_as_it_goes_and_is_read_again_when_it_is_whole()
    {
        using var folder = new TemporaryFolder();
        string path = LedgerFixture.WriteLog(folder, "log.json.gz", Records, packed: true);
        byte[] all = File.ReadAllBytes(path);
        File.WriteAllBytes(path, all[..(all.Length / 2)]);
        using var ledger = Ledger.InMemory();
        IngestSummary torn = ledger.Ingest([path]);
        torn.Events.ShouldBeInRange(1, 59);
        torn.BadFiles.ShouldHaveSingleItem().Reason.ShouldContain("copy it again");

        File.WriteAllBytes(path, all);
        IngestSummary whole = ledger.Ingest([path]);
        (whole.Events + torn.Events).ShouldBe(60);
        whole.BadFiles.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_is_no_ledger_is_refused_with_its_name()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("notes.txt", new string('x', 5000));
        Should.Throw<LedgerException>(() => Ledger.Open(path)).Message.ShouldBe($"'{path}' is not a ledger; give another path, or remove the file.");
    }

    private sealed class EndAfter(int files, CancellationTokenSource cancel) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value)
        {
            if (value.FilesDone >= files)
            {
                cancel.Cancel();
            }
        }
    }
}
