using System.Text.Json.Nodes;
using Leastwise.Remote;
using Leastwise.Remote.Search;
using Leastwise.Tests.Usage;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote;

/// <summary>Logs that are shipped to an engine and taken from it give the ledger that the files give.</summary>
public sealed partial class SearchTests
{
    private static readonly string[] Records = [.. LedgerFixture.Records(200, seed: 31), .. LedgerFixture.Objects(400, seed: 32)];

    [Theory]
    [InlineData("opensearch", "2.11.0", 1000)]
    [InlineData("opensearch", "1.3.2", 7)]
    [InlineData("opensearch", "3.1.0", 50)]
    [InlineData(null, "8.14.1", 1000)]
    [InlineData(null, "7.17.0", 50)]
    [InlineData(null, "6.8.23", 50)]
    [InlineData(null, "6.3.2", 50)]
    [InlineData(null, "6.0.1", 1000)]
    public async Task What_was_shipped_gives_the_ledger_that_files_give(string? distribution, string version, int page)
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch { Distribution = distribution, Version = version };
        string log = LedgerFixture.WriteLog(folder, "all.json.gz", Records, packed: true);
        ShipSummary shipped = await Ship(fake, log);
        (shipped.Files, shipped.Created, shipped.Failed, shipped.Kept).ShouldBe((1, Records.Length, 0, 0), string.Join('\n', fake.Faults));
        fake.Fields.ShouldBeLessThan(60, "the mapping does not grow with what records hold");

        using var files = Ledger.InMemory();
        files.Ingest([log]);
        using var taken = Ledger.Open(folder.PathOf("taken"));
        SearchTaken told = await Take(fake, taken, page);
        (told.Summary.Events, told.Summary.BadRecords, told.Lacks).ShouldBe((Records.Length, 0, AggregatedLacks.None), string.Join('\n', fake.Faults));
        LedgerFixture.Events(taken).ShouldBe(LedgerFixture.Events(files));
        taken.Verify().ShouldBeEmpty();
        (await Take(fake, taken, page)).Summary.SlicesRead.ShouldBe(0, "days that are known are not asked for again");
    }

    [Fact]
    public async Task Days_of_which_more_was_shipped_are_asked_for_again_however_old()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch();
        await Ship(fake, LedgerFixture.WriteLog(folder, "1.json", Records.Take(400), packed: false));
        using var taken = Ledger.InMemory();
        await Take(fake, taken, 100);
        await Ship(fake, LedgerFixture.WriteLog(folder, "2.json", Records.Skip(400), packed: false));
        await Take(fake, taken, 100);
        using var files = Ledger.InMemory();
        files.Ingest([folder.Root]);
        LedgerFixture.Events(taken).ShouldBe(LedgerFixture.Events(files));
    }

    [Fact]
    public async Task Days_of_the_sample_company_are_the_same_from_files_and_from_an_index()
    {
        string logs = Repository.PathOf("samples", "acme", "AWSLogs", "**", "2026", "07", "1*", "**");
        using var fake = new FakeSearch();
        ShipSummary shipped = await Ship(fake, logs);
        (shipped.Failed, shipped.Created > 1000).ShouldBe((0, true));
        using var files = Ledger.InMemory();
        files.Ingest([logs]);
        using var taken = Ledger.InMemory();
        await Take(fake, taken, 1000);
        Without(LedgerFixture.Events(taken)).ShouldBe(Without(LedgerFixture.Events(files)));
    }

    [Fact]
    public async Task Shipping_again_makes_nothing_twice_and_a_state_file_spares_the_reading()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch();
        string log = LedgerFixture.WriteLog(folder, "1.json", Records.Take(50), packed: false);
        await Ship(fake, log);
        LedgerFixture.WriteLog(folder, "2.json", Records.Skip(20).Take(50), packed: false);
        ShipSummary more = await Ship(fake, folder.Root);
        (more.Created, more.Known, fake.Count).ShouldBe((20, 80, 70));

        string state = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            (await Ship(fake, folder.Root, state)).Known.ShouldBe(100);
            ShipSummary again = await Ship(fake, folder.Root, state);
            (again.Files, again.FilesKnown, again.Known).ShouldBe((0, 2, 0));
        }
        finally
        {
            File.Delete(state);
        }
    }

    [Fact]
    public async Task Records_that_are_refused_are_sent_again_kept_whole_or_named()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch();
        string[] ids = [.. Records.Take(60).Select(record => (string?)JsonNode.Parse(record)?["eventID"] ?? "")];
        fake.Refusals[ids[3]] = 429;
        fake.Refusals[ids[5]] = 400;
        fake.Refusals[ids[7]] = 503;
        string log = LedgerFixture.WriteLog(folder, "1.json", Records.Take(60), packed: false);
        ShipSummary shipped = await Ship(fake, log);
        (shipped.Created, shipped.Kept, shipped.Failed).ShouldBe((60, 1, 0));
        fake.SourceOf(ids[5]).ContainsKey("eventName").ShouldBeFalse("it is kept whole, below a name that is not indexed");

        using var files = Ledger.InMemory();
        files.Ingest([log]);
        using var taken = Ledger.InMemory();
        await Take(fake, taken, 5);
        LedgerFixture.Events(taken).ShouldBe(LedgerFixture.Events(files));

        fake.Refusals["bad"] = 418;
        string bad = folder.Write("bad.json", Records[0].Replace(ids[0], "bad", StringComparison.Ordinal));
        ShipSummary refused = await Ship(fake, bad);
        (refused.Failed, refused.Failures.Single().Id, refused.Failures.Single().Reason).ShouldBe((1, "bad", "refused: status 418"));
    }

    [Fact]
    public async Task An_index_of_another_maker_gives_all_but_resources()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch { Dynamic = true, Distribution = null, Version = "7.10.2" };
        JsonObject tooLong = JsonNode.Parse(Records[0]).ShouldNotBeNull().AsObject();
        tooLong["eventID"] = "11111111-0000-0000-0000-000000000000";
        tooLong["userIdentity"] = JsonNode.Parse($$"""{"type":"IAMUser","principalId":"AIDALONG","arn":"arn:aws:iam::111111111111:user/{{new string('p', 400)}}/u","accountId":"111111111111","userName":"u"}""");
        string[] records = [.. Records.Select(Simplified), Simplified(tooLong.ToJsonString())];
        for (int i = 0; i < records.Length; i++)
        {
            fake.Put($"{i}", records[i]);
        }

        using var files = Ledger.InMemory();
        files.Ingest([LedgerFixture.WriteLog(folder, "all.json", records, packed: false)]);
        using var taken = Ledger.InMemory();
        SearchTaken told = await Take(fake, taken, 50);
        told.Lacks.ShouldBe(AggregatedLacks.Resources, string.Join('\n', fake.Faults));
        (told.Summary.BadRecords, told.Notes.Count).ShouldBe((0, 0));
        LedgerFixture.Events(taken).ShouldBe(LedgerFixture.Events(files));

        fake.Put("again", Simplified(Records.First(record => record.Contains("Dance", StringComparison.Ordinal))));
        using var twice = Ledger.InMemory();
        (await Take(fake, twice, 50)).Notes.ShouldHaveSingleItem().ShouldContain("about 1 of");
    }

    [Fact]
    public async Task Records_below_another_name_are_found_by_their_prefix()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch { Dynamic = true };
        string[] records = [.. Records.Take(40).Select(Simplified)];
        for (int i = 0; i < records.Length; i++)
        {
            fake.Put($"{i}", $$"""{"@timestamp":"2027-01-01T00:00:00Z","message":{{records[i]}} }""");
        }

        using var files = Ledger.InMemory();
        files.Ingest([LedgerFixture.WriteLog(folder, "all.json", records, packed: false)]);
        foreach (string prefix in new[] { "message.", "message" })
        {
            using var taken = Ledger.InMemory();
            await Take(fake, taken, 10, change: options => options with { FieldPrefix = prefix, TimestampField = "@timestamp" });
            LedgerFixture.Events(taken).ShouldBe(LedgerFixture.Events(files), prefix);
        }
    }

    [Fact]
    public async Task Texts_that_are_not_kept_whole_are_named_with_what_to_do()
    {
        using var fake = new FakeSearch { Dynamic = true, WholeParts = false };
        fake.Put("1", Records[0]);
        using var ledger = Ledger.InMemory();
        (await Should.ThrowAsync<RemoteException>(() => Take(fake, ledger, 10))).Message.ShouldBe(
            "The index 'trail' has the field 'eventID' as text, in which values are not kept whole. Give it a part of type keyword (its name's ending with --keyword-suffix) and index the logs again, or let 'leastwise ship' fill an index of its own.");
    }

    [Fact]
    public async Task An_interrupted_shipment_is_taken_up_again()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch();
        string state = folder.PathOf("state.txt"), logs = Path.Combine(folder.Root, "logs");
        Directory.CreateDirectory(logs);
        foreach ((string[] part, int i) in Records.Chunk(50).Select((part, i) => (part, i)))
        {
            LedgerFixture.WriteLog(folder, $"logs/{i:00}.json", part, packed: false);
        }

        using (var network = new AwsNetwork(new ImpatientTime(DateTimeOffset.UnixEpoch.AddYears(70))) { Patience = ImpatientTime.Long })
        using (ShipCheckpoint checkpoint = ShipCheckpoint.Open(state, "trail"))
        using (var stop = new CancellationTokenSource())
        {
            var shipper = new Shipper(Client(fake, network, 10)) { RecordsPerBatch = 120 };
            await Should.ThrowAsync<OperationCanceledException>(() => shipper.ShipAsync([logs], checkpoint, new Told(stop.Cancel), stop.Token));
        }

        fake.Count.ShouldBe(120);
        ShipSummary rest = await Ship(fake, logs, state, perBatch: 120);
        (rest.FilesKnown, rest.Files, rest.Created, rest.Known, fake.Count).ShouldBe((2, 10, Records.Length - 120, 20, Records.Length));
    }

    [Fact]
    public async Task An_answer_that_stalls_is_asked_for_again()
    {
        using var fake = new FakeSearch();
        var time = new ImpatientTime(DateTimeOffset.UnixEpoch.AddYears(70));
        using var network = new AwsNetwork(time) { Patience = ImpatientTime.Long };
        fake.Interfere = (number, request) =>
        {
            if (number == 1)
            {
                request.AnswerHalf("""{"version":{"number":"8.0.0"}}""", hold: true);
                time.LosePatience();
                return true;
            }

            return false;
        };
        (await SearchServer.AskAsync(Client(fake, network, 10), CancellationToken.None)).Label.ShouldBe("OpenSearch 2.11");
    }

    [Fact]
    public async Task Pages_that_are_too_large_are_asked_for_in_smaller_ones()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch { LargestPage = 100 };
        string log = LedgerFixture.WriteLog(folder, "all.json", Records, packed: false);
        await Ship(fake, log);
        using var taken = Ledger.InMemory();
        (await Take(fake, taken, 1000)).Summary.Events.ShouldBe(Records.Length);
    }

    /// <summary>A record without what an index of another maker cannot tell.</summary>
    private static string Simplified(string record)
    {
        JsonObject one = JsonNode.Parse(record).ShouldNotBeNull().AsObject();
        one.Remove("resources");
        if ((string?)one["eventName"] == "CreateFunction20150331")
        {
            // A version that the catalogue has not seen.
            one["eventName"] = "CreateFunction20991231";
        }

        return one.ToJsonString();
    }

    /// <summary>Files that hold no calls are known to files only.</summary>
    private static string Without(string events) => string.Join('\n', events.Split('\n').Where(line => !line.Contains("\"unreadFile\"", StringComparison.Ordinal)));

    private static async Task<ShipSummary> Ship(FakeSearch fake, string path, string? state = null, int perBatch = 2000)
    {
        using var network = new AwsNetwork(new ImpatientTime(DateTimeOffset.UnixEpoch.AddYears(70))) { Patience = ImpatientTime.Long };
        using ShipCheckpoint checkpoint = state is null ? ShipCheckpoint.None : ShipCheckpoint.Open(state, "trail");
        return await new Shipper(Client(fake, network, 1000)) { RecordsPerBatch = perBatch }.ShipAsync([path], checkpoint, null, CancellationToken.None);
    }

    private static async Task<SearchTaken> Take(FakeSearch fake, Ledger ledger, int page, SearchCredentials? credentials = null, Func<SearchOptions, SearchOptions>? change = null)
    {
        using var network = new AwsNetwork(new ImpatientTime(DateTimeOffset.UnixEpoch.AddYears(70))) { Patience = ImpatientTime.Long };
        return await new SearchTrail(Client(fake, network, page, credentials, change)).IngestAsync(ledger, IngestOptions.Default, again: false, null, CancellationToken.None);
    }

    private static SearchClient Client(FakeSearch fake, AwsNetwork network, int page, SearchCredentials? credentials = null, Func<SearchOptions, SearchOptions>? change = null)
    {
        var options = new SearchOptions { Address = fake.Address, Index = "trail", PageSize = page, Credentials = credentials ?? SearchCredentials.None };
        return new SearchClient(change?.Invoke(options) ?? options, network);
    }

    private sealed class Told(Action act) : IProgress<long>
    {
        public void Report(long value) => act();
    }
}
