using FsCheck;
using FsCheck.Fluent;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>Exactly once, whatever the order, the files, the runs, the ledgers. The seed is fixed and printed by FsCheck when a run fails.</summary>
public sealed class LedgerExactnessTests
{
    private static readonly string[] Records = [.. LedgerFixture.Records(150, seed: 11), .. LedgerFixture.Objects(700, seed: 12)];

    [Fact]
    public void The_export_is_the_same_bytes_whatever_the_order_files_runs_and_workers()
    {
        using var folder = new TemporaryFolder();
        using var whole = Ledger.InMemory();
        whole.Ingest([LedgerFixture.WriteLog(folder, "whole.json", Records, packed: false)], new IngestOptions { Workers = 1 });
        string expected = LedgerFixture.Events(whole);
        expected.ShouldContain("arn:aws:s3:::objects-0/*", customMessage: "the records must have too many resources for one principal and event");

        Arbitrary<int> seeds = Gen.Choose(1, int.MaxValue).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(20260102UL, 7UL), Prop.ForAll(seeds, seed => ExportIsTheSame(expected, seed)));
    }

    [Fact]
    public void A_file_of_many_records_is_counted_in_pieces_and_can_be_stopped_within()
    {
        const int Many = 400_000;
        using var folder = new TemporaryFolder();
        string log = folder.PathOf("many.jsonl"), path = folder.PathOf("ledger");
        using (StreamWriter lines = File.CreateText(log))
        {
            for (int i = 0; i < Many; i++)
            {
                lines.WriteLine($"{{\"eventTime\":\"2026-01-0{1 + (i % 3)}T00:00:00Z\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"ListBuckets\",\"recipientAccountId\":\"111111111111\",\"eventID\":\"{new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)}\"}}");
            }
        }

        using (var ledger = Ledger.Open(path))
        using (var stop = new CancellationTokenSource())
        {
            Should.Throw<OperationCanceledException>(() => ledger.Ingest([log], new Stopping(stop), stop.Token));
            ledger.Verify().ShouldBeEmpty();
        }

        using var whole = Ledger.Open(path);
        IngestSummary summary = whole.Ingest([log]);
        (summary.FilesRead, summary.Events + summary.Duplicates, whole.Info().Events).ShouldBe((1, Many, Many));
        whole.Ingest([log]).FilesSkipped.ShouldBe(1);
        whole.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void An_event_counts_in_each_logged_day_that_has_it()
    {
        using var folder = new TemporaryFolder();
        string[] records =
        [
            .. from account in (string[])["111111111111", "222222222222"]
               from region in (string[])["eu-west-1", "eu-west-2"]
               from day in (int[])[1, 2]
               select $$$"""{"userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::111111111111:user/u","accountId":"111111111111","userName":"u"},"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","eventTime":"2026-01-0{{{day}}}T00:00:00Z","awsRegion":"{{{region}}}","eventID":"00000000-0000-0000-0000-000000000001","sharedEventID":"00000000-0000-0000-0000-000000000002","recipientAccountId":"{{{account}}}","responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLE"} } }""",
        ];
        using var one = Ledger.InMemory();
        using var other = Ledger.InMemory();
        one.Ingest([LedgerFixture.WriteLog(folder, "one.json", records, packed: false)]).Events.ShouldBe(8);
        other.Ingest([LedgerFixture.WriteLog(folder, "other.json", records.Reverse(), packed: false)]).Events.ShouldBe(8);
        (one.Info().Issued, LedgerFixture.Events(one)).ShouldBe((8, LedgerFixture.Events(other)));
        one.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void Ledgers_of_parts_merge_into_the_ledger_of_the_whole()
    {
        using var folder = new TemporaryFolder();
        using var whole = Ledger.InMemory();
        whole.Ingest([LedgerFixture.WriteLog(folder, "whole.json", Records, packed: false)]);
        string[] parts = ["a.ledger", "b.ledger", "c.ledger"];
        for (int i = 0; i < parts.Length; i++)
        {
            using var part = Ledger.Open(folder.PathOf(parts[i]));
            part.Ingest([LedgerFixture.WriteLog(folder, $"{i}.json", Records.Where((_, at) => at % 3 == i), packed: true)]);
        }

        using var merged = Ledger.Open(folder.PathOf("merged.ledger"));
        foreach (string part in parts)
        {
            merged.Merge(folder.PathOf(part)).DaysAdded.ShouldBeGreaterThan(0, part);
        }

        merged.Merge(folder.PathOf("b.ledger")).DaysAdded.ShouldBe(0, "its events are known already");

        LedgerFixture.Events(merged).ShouldBe(LedgerFixture.Events(whole));
        merged.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void A_ledger_that_holds_more_of_a_day_takes_the_place_of_that_day()
    {
        using var folder = new TemporaryFolder();
        using (var more = Ledger.Open(folder.PathOf("more.ledger")))
        {
            more.Ingest([LedgerFixture.WriteLog(folder, "more.json", Records, packed: false)]);
            using var less = Ledger.Open(folder.PathOf("less.ledger"));
            less.Ingest([LedgerFixture.WriteLog(folder, "less.json", Records.Take(400), packed: false)]);
            less.Merge(folder.PathOf("more.ledger"));
            LedgerFixture.Events(less).ShouldBe(LedgerFixture.Events(more));
            less.Verify().ShouldBeEmpty();
        }
    }

    [Fact]
    public void Ledgers_whose_days_overlap_in_part_are_not_merged()
    {
        using var folder = new TemporaryFolder();
        using (var first = Ledger.Open(folder.PathOf("first.ledger")))
        {
            first.Ingest([LedgerFixture.WriteLog(folder, "1.json", Records.Take(500), packed: false)]);
        }

        using var second = Ledger.Open(folder.PathOf("second.ledger"));
        second.Ingest([LedgerFixture.WriteLog(folder, "2.json", Records.Skip(100), packed: false)]);
        string before = LedgerFixture.Events(second);
        Should.Throw<LedgerException>(() => second.Merge(folder.PathOf("first.ledger"))).Message.ShouldContain("Ingest the logs of those days instead.");
        LedgerFixture.Events(second).ShouldBe(before);
    }

    [Fact]
    public void Compacting_changes_no_answer_and_counts_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        using var ledger = Ledger.Open(folder.PathOf("ledger"));
        string[] files = [.. Records.Chunk(40).Select((part, i) => LedgerFixture.WriteLog(folder, $"{i}.json", part, packed: false))];
        foreach (string file in files)
        {
            ledger.Ingest([file]);
        }

        string before = LedgerFixture.Events(ledger);
        ledger.Compact(null);
        LedgerFixture.Events(ledger).ShouldBe(before);
        ledger.Verify().ShouldBeEmpty();
        IngestSummary again = ledger.Ingest([LedgerFixture.WriteLog(folder, "all.json", Records, packed: true)]);
        (again.Events, again.Duplicates).ShouldBe((0, Records.Length));

        ledger.Compact(new DateOnly(2026, 1, 10));
        LedgerFixture.Events(ledger).ShouldBe(before);
        ledger.Verify().ShouldBeEmpty();
        IngestSummary late = ledger.Ingest([LedgerFixture.WriteLog(folder, "late.json", Records.Reverse(), packed: true)]);
        (late.Events, late.Duplicates + late.EventsTooOld).ShouldBe((0, Records.Length));
        late.EventsTooOld.ShouldBeGreaterThan(0);
        LedgerFixture.Events(ledger).ShouldBe(before);
    }

    [Fact]
    public void Of_a_type_of_which_data_events_name_too_many_resources_none_is_told_apart()
    {
        const int Queues = 20_010;
        string[] records = [.. Enumerable.Range(0, Queues).Select(i => Queue(i, $"q{i}")), .. LedgerFixture.Objects(20, seed: 5)];
        using var folder = new TemporaryFolder();
        using var whole = Ledger.InMemory();
        whole.Ingest([LedgerFixture.WriteLog(folder, "whole.json", records, packed: false)]);
        string[] data = DataOf(whole);
        data.Length.ShouldBe(5 + 20, "a row a day for all queues, and one for each bucket of a day");
        data.Where(line => line.Contains("AWS::SQS::Queue", StringComparison.Ordinal)).ShouldAllBe(line => line.Contains("\"container\":\"*\"", StringComparison.Ordinal));
        data.ShouldContain(line => line.Contains($"\"writes\":{Queues / 5}", StringComparison.Ordinal));

        using var parts = Ledger.Open(folder.PathOf("parts.ledger"));
        foreach (int part in (int[])[1, 0])
        {
            parts.Ingest([LedgerFixture.WriteLog(folder, $"{part}.json", records.Where((_, i) => i % 2 == part), packed: true)]);
        }

        LedgerFixture.Events(parts).ShouldBe(LedgerFixture.Events(whole));
        using var merged = Ledger.InMemory();
        using (var days = Ledger.Open(folder.PathOf("days.ledger")))
        {
            days.Ingest([LedgerFixture.WriteLog(folder, "days.json", records.Where((_, i) => i % 5 > 1), packed: true)]);
            DataOf(days).Length.ShouldBeGreaterThan(Queues / 2);
            merged.Ingest([LedgerFixture.WriteLog(folder, "others.json", records.Where((_, i) => i % 5 <= 1), packed: true)]);
        }

        merged.Merge(folder.PathOf("days.ledger"));
        DataOf(merged).Where(line => line.Contains("AWS::SQS::Queue", StringComparison.Ordinal)).ShouldBe(data.Where(line => line.Contains("AWS::SQS::Queue", StringComparison.Ordinal)));
        whole.Verify().ShouldBeEmpty();
        merged.Verify().ShouldBeEmpty();

        static string Queue(int i, string name) => $$$"""{"userIdentity":{"type":"IAMUser","principalId":"AIDAQ","arn":"arn:aws:iam::111111111111:user/q","accountId":"111111111111","userName":"q"},"eventSource":"sqs.amazonaws.com","eventName":"SendMessage","eventTime":"2026-01-0{{{(i % 5) + 1}}}T00:00:00Z","awsRegion":"eu-west-1","eventID":"{{{new Guid(i, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0)}}}","eventType":"AwsApiCall","recipientAccountId":"111111111111","eventCategory":"Data","readOnly":false,"resources":[{"type":"AWS::SQS::Queue","ARN":"arn:aws:sqs:eu-west-1:111111111111:{{{name}}}"}]}""";

        static string[] DataOf(Ledger ledger)
        {
            using var output = new MemoryStream();
            ledger.ExportLines(output, ["data-events"]);
            return System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    [Fact]
    public void A_damaged_ledger_does_not_verify()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("ledger");
        using (var ledger = Ledger.Open(path))
        {
            ledger.Ingest([LedgerFixture.WriteLog(folder, "1.json", Records, packed: false)]);
            ledger.Verify().ShouldBeEmpty();
        }

        LedgerFixture.Execute(path, "UPDATE observation SET count = count + 1 WHERE day = (SELECT min(day) FROM observation)");
        using var damaged = Ledger.Open(path);
        damaged.Verify().ShouldNotBeEmpty();
        damaged.Verify()[0].ShouldContain("are observed");

        LedgerFixture.Execute(path, "UPDATE event SET name = name || 'x' WHERE id = 1; UPDATE session SET arn = 'x' WHERE id IN (1, 2)");
        damaged.Verify()[..2].ShouldBe(["session: contents and keys of 2 rows do not belong together.", "event: contents and keys of 1 rows do not belong together."]);
    }

    private static bool ExportIsTheSame(string expected, int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new System.Random(seed);
        string[] shuffled = [.. Records, .. Records.Take(random.Next(Records.Length))];
        random.Shuffle(shuffled);
        string[] files = [.. shuffled.Chunk(random.Next(20, 300)).Select((part, i) => LedgerFixture.WriteLog(folder, $"{i:000}.log", part, packed: random.Next(2) == 0))];
        using var ledger = Ledger.Open(folder.PathOf("ledger"));
        foreach (string[] run in files.Chunk(random.Next(1, files.Length + 1)))
        {
            ledger.Ingest(run, new IngestOptions { Workers = random.Next(1, 4) });
        }

        return LedgerFixture.Events(ledger) == expected && ledger.Verify().IsEmpty;
    }

    /// <summary>Stops a run at the first word of its progress.</summary>
    private sealed class Stopping(CancellationTokenSource stop) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => stop.Cancel();
    }
}
