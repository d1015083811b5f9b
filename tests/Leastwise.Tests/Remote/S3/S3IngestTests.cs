using System.IO.Compression;
using Leastwise.Remote;
using Leastwise.Remote.S3;
using Leastwise.Tests.Trail;
using Leastwise.Tests.Usage;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.S3;

/// <summary>Logs from a bucket: the same ledger as from files, asking for no more than is needed.</summary>
public sealed class S3IngestTests : IDisposable
{
    /// <summary>So early that files of all days may still be delivered.</summary>
    private readonly BucketFixture fixture = new(pageSize: 7, now: new DateTimeOffset(2026, 1, 25, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("", "s3://logs")]
    [InlineData("", "s3://logs/AWSLogs")]
    [InlineData("trails/main/", "s3://logs/trails/")]
    [InlineData("trails/main/", "s3://logs/tr")]
    public void The_same_logs_give_the_same_ledger_as_files(string prefix, string path)
    {
        fixture.Fill(prefix);
        fixture.Bucket.Objects[prefix + "AWSLogs/"] = [];
        using var ledger = Ledger.InMemory();
        IngestSummary summary = fixture.Ingest(ledger, path);
        (summary.FilesRead, summary.BadFiles.Length, summary.Duplicates).ShouldBe((fixture.Bucket.Objects.Count - 1, 0, 0));
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
        fixture.Bucket.Server.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void An_organization_and_any_other_layout_are_read_too()
    {
        string[][] parts = [.. BucketFixture.Records.Chunk(200)];
        fixture.Bucket.Objects["AWSLogs/o-exampleorg/111111111111/CloudTrail/eu-west-1/2026/01/02/a.json.gz"] = BucketFixture.Pack(parts[0]);
        fixture.Bucket.Objects["firehose/2026/01/02/05/a b+c=é.gz"] = BucketFixture.Pack(parts[1]);
        fixture.Bucket.Objects["rest.json.gz"] = BucketFixture.Pack(parts[2]);
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger).BadFiles.ShouldBeEmpty();
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void Objects_that_were_packed_anew_with_zstd_are_found_and_left_out_as_those_of_CloudTrail()
    {
        fixture.Fill();
        foreach (string key in fixture.Bucket.Objects.Keys.ToArray())
        {
            using var gzip = new GZipStream(new MemoryStream(fixture.Bucket.Objects[key]), CompressionMode.Decompress);
            using var text = new MemoryStream();
            gzip.CopyTo(text);
            fixture.Bucket.Objects[key[..^3] + ".zst"] = ShapeSamples.Zstd(text.ToArray());
            fixture.Bucket.Objects.Remove(key);
        }

        var filter = new IngestFilter { Accounts = ["111111111111"], Regions = ["eu-west-1"], Since = new(2026, 1, 4), Until = new(2026, 1, 6) };
        using var few = Ledger.InMemory();
        fixture.Ingest(few, filter: filter);
        LedgerFixture.Events(few).ShouldBe(BucketFixture.Expected(filter: filter));
        fixture.Bucket.Read.ShouldAllBe(key => key.StartsWith("AWSLogs/111111111111/CloudTrail/eu-west-1/2026/01/0", StringComparison.Ordinal));
        using var all = Ledger.InMemory();
        fixture.Ingest(all).BadFiles.ShouldBeEmpty();
        LedgerFixture.Events(all).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void A_store_like_S3_that_counts_no_keys_is_read_too()
    {
        fixture.Fill();
        fixture.Bucket.TellsCount = false;
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger);
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void A_folder_with_very_many_loose_objects_is_listed_and_not_held()
    {
        using var wide = new BucketFixture();
        wide.Fill("b/");
        byte[] one = BucketFixture.Pack(BucketFixture.Records[0]);
        for (int i = 0; i < 6000; i++)
        {
            wide.Bucket.Objects[$"b/AWSLogs/111111111111_CloudTrail_eu-west-1_20200101T0005Z_{i:0000000000000000}.json.gz"] = one;
        }

        // Those of 2020 are left out by their names, and still what lies in folders beside them is found.
        var filter = new IngestFilter { Since = new(2026, 1, 1) };
        using var ledger = Ledger.InMemory();
        wide.Ingest(ledger, "s3://logs/b", filter).FilesLeftOut.ShouldBe(6000);
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void What_was_read_is_not_fetched_again_and_what_is_new_or_changed_is()
    {
        fixture.Fill();
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger);
        int read = fixture.Bucket.Read.Length;
        IngestSummary again = fixture.Ingest(ledger);
        (fixture.Bucket.Read.Length, again.FilesRead, again.FilesSkipped).ShouldBe((read, 0, fixture.Bucket.Objects.Count));

        // CloudTrail delivered late, into a day of three weeks ago; and somebody wrote an object anew.
        string[] more = LedgerFixture.Records(20, seed: 23);
        string[] keys = [.. fixture.Bucket.Objects.Keys];
        fixture.Bucket.Objects[keys[3] + ".late.json.gz"] = BucketFixture.Pack(more[..10]);
        fixture.Bucket.Objects[keys[5]] = BucketFixture.Pack(more[10..]);
        IngestSummary late = fixture.Ingest(ledger);
        (late.FilesRead, late.Events, fixture.Bucket.Read.Length).ShouldBe((2, 20, read + 2));
    }

    [Fact]
    public void Days_that_are_settled_and_were_read_are_not_even_listed_again()
    {
        fixture.Fill();
        fixture.Time.Advance(TimeSpan.FromDays(16));
        string torn = fixture.Bucket.Objects.Keys.First(key => key.Contains("111111111111/CloudTrail/eu-west-1/2026/01/06", StringComparison.Ordinal));
        byte[] whole = fixture.Bucket.Objects[torn];
        fixture.Bucket.Objects[torn] = whole[..^20];
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger);
        IngestSummary second = fixture.Ingest(ledger), third = fixture.Ingest(ledger);
        second.FilesSkipped.ShouldBe(fixture.Bucket.Objects.Count - 1);

        // The tenth of February: of January, the first nine days are settled; where one object was not read to its end, those before it.
        third.FilesSkipped.ShouldBe(fixture.Bucket.Objects.Keys.Count(key => key.Split('/')[6] is var day && string.CompareOrdinal(day, key.Contains("111111111111/CloudTrail/eu-west-1/", StringComparison.Ordinal) ? "05" : "09") > 0) - 1);
        third.FilesRead.ShouldBe(1, "the torn one, read as far as it goes");

        fixture.Bucket.Objects[torn] = whole;
        fixture.Bucket.Objects[torn.Replace("/06/", "/11/", StringComparison.Ordinal)] = BucketFixture.Pack(LedgerFixture.Records(5, seed: 77));
        fixture.Ingest(ledger).Events.ShouldBeGreaterThanOrEqualTo(5);
        fixture.Time.Advance(TimeSpan.FromDays(40));
        fixture.Ingest(ledger);
        int listed = fixture.Bucket.Listed.Length;
        fixture.Ingest(ledger).FilesSkipped.ShouldBe(0);
        fixture.Bucket.Listed[listed..].ShouldAllBe(prefix => !prefix.EndsWith("/01/", StringComparison.Ordinal));
        fixture.Ingest(ledger, options: new S3Options { ListAll = true }).FilesSkipped.ShouldBe(fixture.Bucket.Objects.Count);
        int read = fixture.Bucket.Read.Length;
        ledger.Ingest(fixture.Source(), IngestOptions.Default with { CheckContent = true }).FilesSkipped.ShouldBe(fixture.Bucket.Objects.Count);
        fixture.Bucket.Read.Length.ShouldBe(read + fixture.Bucket.Objects.Count);
        ledger.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_folders_that_were_asked_for_are_listed()
    {
        fixture.Fill();
        foreach (string other in new[] { "Config", "CloudTrail-Digest", "vpcflowlogs" })
        {
            fixture.Bucket.Objects[$"AWSLogs/111111111111/{other}/eu-west-1/2026/01/05/x.json.gz"] = [1, 2, 3];
        }

        fixture.Bucket.Objects["AWSLogs/111111111111/CloudTrail/eu-west-1/2025/12/31/111111111111_CloudTrail_eu-west-1_20251231T0005Z_x.json.gz"] = BucketFixture.Pack(BucketFixture.Records[0]);
        var filter = new IngestFilter { Accounts = ["111111111111"], Regions = ["eu-west-1"], Since = new(2026, 1, 4), Until = new(2026, 1, 6) };
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger, filter: filter);
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected(filter: filter));
        fixture.Bucket.Read.ShouldNotBeEmpty();
        foreach (string key in fixture.Bucket.Read)
        {
            key.ShouldStartWith("AWSLogs/111111111111/CloudTrail/eu-west-1/2026/01/0");
            int.Parse(key.Split('/')[6]).ShouldBeInRange(4, 6 + IngestFilter.LateDays);
        }

        fixture.Bucket.Listed.ShouldAllBe(prefix => !prefix.Contains("222222222222/", StringComparison.Ordinal) && !prefix.Contains("eu-west-2/", StringComparison.Ordinal) && !prefix.Contains("Config", StringComparison.Ordinal) && !prefix.Contains("/2025/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_window_without_objects_is_no_failure_and_an_empty_prefix_is()
    {
        fixture.Fill();
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger, filter: new IngestFilter { Since = new(2027, 1, 1) }).Events.ShouldBe(0);
        Should.Throw<RemoteException>(() => fixture.Ingest(ledger, "s3://logs/nowhere")).Message.ShouldBe("There is nothing at s3://logs/nowhere; check the prefix.");
        Should.Throw<RemoteException>(() => fixture.Ingest(ledger, "s3://other/")).Message.ShouldContain("There is no bucket 'other'");
    }

    [Fact]
    public void Who_asks_pays_where_that_is_wanted()
    {
        fixture.Fill();
        fixture.Bucket.Fault = (request, _, _) =>
        {
            bool pays = request.Headers.GetValueOrDefault("x-amz-request-payer") == "requester";
            if (!pays)
            {
                FakeBucket.Refuse(request, 403, "AccessDenied");
            }

            return !pays;
        };
        using var ledger = Ledger.InMemory();
        Should.Throw<RemoteException>(() => fixture.Ingest(ledger)).Message.ShouldContain("--request-payer");
        fixture.Ingest(ledger, options: new S3Options { Requests = 4, RequesterPays = true });
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void Archived_objects_are_named_and_left_out_until_they_are_restored()
    {
        fixture.Fill();
        string[] keys = [.. fixture.Bucket.Objects.Keys];
        fixture.Bucket.Classes[keys[4]] = "GLACIER";
        fixture.Bucket.Classes[keys[9]] = "RESTORED";
        using var ledger = Ledger.InMemory();
        BadFile bad = fixture.Ingest(ledger).BadFiles.ShouldHaveSingleItem();
        (bad.Path, fixture.Bucket.Read.Contains(keys[4])).ShouldBe(($"s3://logs/{keys[4]}", false));
        bad.Reason.ShouldContain("restore it, then run again");
        ledger.Info().FilesNotRead.Length.ShouldBe(1);

        fixture.Bucket.Classes[keys[4]] = "RESTORED";
        fixture.Ingest(ledger).FilesRead.ShouldBe(1);
        ledger.Info().FilesNotRead.ShouldBeEmpty();
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void Little_memory_for_objects_in_flight_only_makes_it_slower()
    {
        fixture.Fill();
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger, options: new S3Options { Requests = 32, BytesInFlight = 20_000 });
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void Files_and_buckets_can_be_named_together()
    {
        using var folder = new TemporaryFolder();
        fixture.Bucket.Objects["a.json.gz"] = BucketFixture.Pack(BucketFixture.Records[..300]);
        fixture.Bucket.Objects["b/c.json.gz"] = BucketFixture.Pack(BucketFixture.Records[250..400]);
        string file = LedgerFixture.WriteLog(folder, "rest.json", BucketFixture.Records[390..], packed: true);
        using var ledger = Ledger.InMemory();
        ledger.Ingest(new JoinedTrailSource([new FileTrailSource([file]), fixture.Source("s3://logs/a.json.gz"), fixture.Source("s3://logs/b")]), IngestOptions.Default).FilesRead.ShouldBe(3);
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void A_log_too_large_for_memory_is_read_from_a_file_without_a_name()
    {
        using var folder = new TemporaryFolder();
        string[] before = Directory.GetFiles(Path.GetTempPath(), "leastwise-*");
        var content = new LogContent(most: 100);
        foreach (byte[] piece in BucketFixture.Pack(BucketFixture.Records).Chunk(64))
        {
            content.Write(piece);
        }

        Directory.GetFiles(Path.GetTempPath(), "leastwise-*").Except(before).ShouldBeEmpty();
        using var ledger = Ledger.InMemory();
        ledger.Ingest(new OneLog(new FetchedLog("s3://logs/large", "large", content)), IngestOptions.Default).FilesRead.ShouldBe(1);
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    private sealed class OneLog(FetchedLog log) : ITrailSource
    {
        private int given;

        public long Found => 1;

        public bool FoundAll => true;

        public void Begin(TrailNeeds needs, CancellationToken stop) => needs.Knows(log.Identity ?? "").ShouldBeFalse();

        public TrailItem? Next() => Interlocked.Exchange(ref given, 1) == 0 ? log : null;

        public void Dispose() => log.Dispose();
    }
}
