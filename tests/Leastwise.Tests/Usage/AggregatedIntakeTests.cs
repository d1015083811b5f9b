using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>Sums of a query engine give the ledger that files of the same records give, once, whatever is asked again.</summary>
public sealed class AggregatedIntakeTests
{
    private static readonly string[] Records = [.. LedgerFixture.Records(300, seed: 21), .. LedgerFixture.Objects(700, seed: 22)];
    private static readonly AggregatedSource Source = new() { Identity = "test:index" };

    [Fact]
    public void Sums_give_the_ledger_that_files_give()
    {
        using var folder = new TemporaryFolder();
        using var files = Ledger.InMemory();
        files.Ingest([LedgerFixture.WriteLog(folder, "all.json", Records, packed: false)]);
        using var sums = Ledger.Open(folder.PathOf("sums"));
        IngestSummary told = Take(sums, Source, Records);

        (told.Events, told.BadRecords, told.SlicesRead).ShouldBe((Records.Length, 0, 20));
        LedgerFixture.Events(sums).ShouldBe(LedgerFixture.Events(files));
        LedgerFixture.AnswersOf(sums).ShouldBe(LedgerFixture.AnswersOf(files));
        sums.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void A_day_that_is_asked_again_takes_the_place_of_what_it_was()
    {
        using var folder = new TemporaryFolder();
        using var files = Ledger.InMemory();
        files.Ingest([LedgerFixture.WriteLog(folder, "all.json", Records, packed: false)]);
        using var sums = Ledger.Open(folder.PathOf("sums"));
        Take(sums, Source, Records.Where((_, at) => at % 3 != 0));
        Take(sums, Source, Records);
        Take(sums, Source, Records, new IngestOptions { Filter = new IngestFilter { Accounts = ["222222222222"] } });
        LedgerFixture.Events(sums).ShouldBe(LedgerFixture.Events(files));
        sums.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void Days_whose_events_had_all_come_are_not_asked_for_again()
    {
        using var ledger = Ledger.InMemory();
        DateOnly first = new(2026, 1, 1), last = new(2026, 1, 8);
        var options = new IngestOptions { Time = new FixedTime(new DateTimeOffset(2026, 1, 8, 12, 0, 0, TimeSpan.Zero)) };
        using (AggregatedIntake intake = ledger.BeginAggregated(Source, options))
        {
            foreach (DateOnly day in intake.DaysToAsk(first, last))
            {
                intake.Commit(intake.Open(day));
            }

            intake.DaysToAsk(first, last).ShouldBe([new DateOnly(2026, 1, 5), new DateOnly(2026, 1, 6), new DateOnly(2026, 1, 7), last]);
            intake.DaysToAsk(first, last, again: true).Length.ShouldBe(8);
        }

        using (AggregatedIntake narrower = ledger.BeginAggregated(Source, options with { Filter = new IngestFilter { Regions = ["eu-west-1"] } }))
        {
            narrower.DaysToAsk(first, last).Length.ShouldBe(4, "what was asked for without a filter was asked for");
        }

        using AggregatedIntake other = ledger.BeginAggregated(new AggregatedSource { Identity = "test:other" }, options);
        other.DaysToAsk(first, last).Length.ShouldBe(8);
    }

    [Fact]
    public void What_files_gave_stays_and_is_not_counted_twice()
    {
        using var folder = new TemporaryFolder();
        using var ledger = Ledger.Open(folder.PathOf("ledger"));
        string[] some = [.. Records.Where(record => record.Contains("eu-west-2", StringComparison.Ordinal))], rest = [.. Records.Except(some)];
        ledger.Ingest([LedgerFixture.WriteLog(folder, "some.json", some, packed: false)]);
        IngestSummary told = Take(ledger, Source, Records);
        (told.Events, told.EventsHeld).ShouldBe((rest.Length, some.Length));
        told.HeldDays.ShouldAllBe(day => day.Region == "eu-west-2" && day.Source == null);
        told.HeldDays.ShouldNotBeEmpty();

        using var files = Ledger.InMemory();
        files.Ingest([LedgerFixture.WriteLog(folder, "all.json", Records, packed: false)]);
        LedgerFixture.Events(ledger).ShouldBe(LedgerFixture.Events(files));
        ledger.Verify().ShouldBeEmpty();

        // The other way round: files of days that an engine summed up.
        IngestSummary late = ledger.Ingest([folder.PathOf("all.json")]);
        (late.Events, late.Duplicates, late.EventsHeld).ShouldBe((0, some.Length, rest.Length));
        LedgerFixture.Events(ledger).ShouldBe(LedgerFixture.Events(files));
        ledger.Ingest([folder.PathOf("all.json")]).FilesRead.ShouldBe(1, "a file of which events were not counted is not known as read");
        Take(ledger, new AggregatedSource { Identity = "test:other" }, Records).HeldDays.ShouldContain(day => day.Source == "test:index");
        LedgerFixture.Events(ledger).ShouldBe(LedgerFixture.Events(files));
    }

    [Fact]
    public void Merging_takes_the_younger_sums_of_one_source_and_refuses_sums_beside_files()
    {
        using var folder = new TemporaryFolder();
        using var files = Ledger.Open(folder.PathOf("files"));
        files.Ingest([LedgerFixture.WriteLog(folder, "all.json", Records, packed: false)]);
        using var older = Ledger.Open(folder.PathOf("older"));
        Take(older, Source, Records.Where((_, at) => at % 3 != 0), new IngestOptions { Time = new FixedTime(DateTimeOffset.UnixEpoch.AddYears(60)) });
        using (var younger = Ledger.Open(folder.PathOf("younger")))
        {
            Take(younger, Source, Records, new IngestOptions { Time = new FixedTime(DateTimeOffset.UnixEpoch.AddYears(61)) });
            younger.Merge(folder.PathOf("older")).DaysAdded.ShouldBe(0);
        }

        older.Merge(folder.PathOf("younger")).DaysKnown.ShouldBe(0);
        LedgerFixture.Events(older).ShouldBe(LedgerFixture.Events(files));
        older.Verify().ShouldBeEmpty();
        using var empty = Ledger.InMemory();
        empty.Merge(folder.PathOf("younger"));
        LedgerFixture.Events(empty).ShouldBe(LedgerFixture.Events(files));
        Should.Throw<LedgerException>(() => files.Merge(folder.PathOf("younger"))).Message.ShouldContain("Ingest the logs of those days instead.");
    }

    [Theory]
    [InlineData("{\"eventSource\":", "it is not JSON")]
    [InlineData("{\"eventSource\":\"a.amazonaws.com\",\"eventTime\":\"2026-01-01T00:00:00Z\"}", "it has no eventName")]
    [InlineData("{\"eventSource\":\"a.amazonaws.com\",\"eventName\":\"A\",\"eventTime\":\"2026-01-02T00:00:00Z\"}", "are not those of calls of that day")]
    [InlineData("{\"eventSource\":\"a.amazonaws.com\",\"eventName\":\"A\",\"eventTime\":\"2026-01-01T00:00:00Z\",\"sharedEventID\":\"x\"}", "must come with its eventID, one by one")]
    [InlineData("{\"eventSource\":\"sts.amazonaws.com\",\"eventName\":\"AssumeRole\",\"eventTime\":\"2026-01-01T00:00:00Z\"}", "must come with its eventID, one by one")]
    public void A_row_that_would_lose_something_is_refused_with_the_reason(string json, string reason)
    {
        using var ledger = Ledger.InMemory();
        using AggregatedIntake intake = ledger.BeginAggregated(Source, IngestOptions.Default);
        AggregatedSlice slice = intake.Open(new DateOnly(2026, 1, 1));
        slice.Add(new AggregatedRecord(Encoding.UTF8.GetBytes(json), 2, new DateTimeOffset(2026, 1, 1, 5, 0, 0, TimeSpan.Zero))).ShouldBeFalse();
        (slice.FirstBad?.Message).ShouldNotBeNull().ShouldContain(reason);
        intake.Commit(slice);
        IngestSummary told = intake.Finish();
        (told.Events, told.BadRecords).ShouldBe((0, 1));
    }

    [Fact]
    public void A_slice_that_is_not_committed_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using (var ledger = Ledger.Open(folder.PathOf("ledger")))
        {
            using AggregatedIntake intake = ledger.BeginAggregated(Source, IngestOptions.Default);
            AggregatedSlice slice = intake.Open(new DateOnly(2026, 1, 1));
            slice.Add(AggregatedRecord.Single("""{"eventSource":"a.amazonaws.com","eventName":"A","eventTime":"2026-01-01T00:00:00Z","eventID":"x"}"""u8.ToArray())).ShouldBeTrue();
        }

        using var again = Ledger.Open(folder.PathOf("ledger"));
        again.Coverage.Days.ShouldBeEmpty();
    }

    /// <summary>Does what an engine does: groups what is not kept one by one by all fields but id and time.</summary>
    private static IngestSummary Take(Ledger ledger, AggregatedSource source, IEnumerable<string> records, IngestOptions? options = null)
    {
        using AggregatedIntake intake = ledger.BeginAggregated(source, options ?? IngestOptions.Default);
        foreach (IGrouping<DateOnly, JsonObject> day in records.Select(Parse).GroupBy(DayOf))
        {
            AggregatedSlice slice = intake.Open(day.Key);
            foreach (IGrouping<string, JsonObject> alike in day.GroupBy(KeyOf))
            {
                string first = alike.Min(one => (string?)one["eventTime"]) ?? "", last = alike.Max(one => (string?)one["eventTime"]) ?? "";
                JsonObject one = alike.First();
                one["eventTime"] = first;
                if (!IsSingle(one))
                {
                    one.Remove("eventID");
                }

                byte[] json = Encoding.UTF8.GetBytes(one.ToJsonString());
                slice.Add(IsSingle(one) ? AggregatedRecord.Single(json) : new AggregatedRecord(json, alike.Count(), DateTimeOffset.Parse(last, null))).ShouldBeTrue(slice.FirstBad?.Message);
            }

            intake.Commit(slice);
        }

        return intake.Finish();
    }

    private static JsonObject Parse(string record) => JsonNode.Parse(record).ShouldNotBeNull().AsObject();

    private static DateOnly DayOf(JsonObject record) => DateOnly.Parse(((string?)record["eventTime"])?[..10] ?? "", null);

    private static bool IsSingle(JsonObject record) =>
        record.ContainsKey("sharedEventID") || AggregatedRecord.SingleCalls.Contains(((string?)record["eventSource"] ?? "", (string?)record["eventName"] ?? ""));

    private static string KeyOf(JsonObject record)
    {
        if (IsSingle(record))
        {
            return (string?)record["eventID"] ?? "";
        }

        JsonObject key = record.DeepClone().AsObject();
        key.Remove("eventID");
        key.Remove("eventTime");
        return key.ToJsonString(JsonSerializerOptions.Default);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
