using System.Collections.Concurrent;
using Amazon.Runtime;
using Leastwise.Remote;
using Leastwise.Remote.LookupEvents;
using Leastwise.Tests.Usage;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.LookupEvents;

/// <summary>The event history: all pages of all regions at the rate that is allowed, once each, going on where it was stopped.</summary>
public sealed class LookupEventsTests : IDisposable
{
    private static readonly string[] Regions = ["eu-west-1", "eu-west-2"];
    private static readonly (DateOnly First, DateOnly Last) Window = (new(2026, 1, 1), new(2026, 1, 20));

    /// <summary>What the history holds: no data events, and of this account alone.</summary>
    private static readonly string[] Records =
    [
        .. LedgerFixture.Records(900, seed: 31).Where(record => !record.Contains("\"Data\"", StringComparison.Ordinal) && record.Contains("\"recipientAccountId\":\"111111111111\"", StringComparison.Ordinal)),
        .. Busy(),
    ];

    private readonly ImpatientTime time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly AwsNetwork network;
    private readonly FakeHistory history = new(Records);

    public LookupEventsTests() => network = new AwsNetwork(time) { Patience = ImpatientTime.Long };

    public void Dispose()
    {
        history.Dispose();
        network.Dispose();
    }

    [Fact]
    public void All_pages_of_all_regions_give_the_ledger_that_files_give()
    {
        using var ledger = Ledger.InMemory();
        IngestSummary summary = Ingest(ledger);
        (summary.BadFiles.Length, summary.BadRecords, summary.Duplicates).ShouldBe((0, 0, 0));
        LedgerFixture.Events(ledger).ShouldBe(Expected());
        history.Server.Faults.ShouldBeEmpty();
        ledger.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void The_ledger_claims_no_data_events()
    {
        using var ledger = Ledger.InMemory();
        Ingest(ledger);
        ledger.Coverage.Data.ShouldBeEmpty();
        ledger.Coverage.Days.ShouldAllBe(day => day.Data == 0 && day.Network == 0 && day.Reads + day.Writes > 0);
    }

    [Fact]
    public void A_region_is_asked_twice_a_second_at_most()
    {
        using var ledger = Ledger.InMemory();
        Ingest(ledger, regions: ["eu-west-1"]);
        int asked = history.Asked.Count;
        asked.ShouldBeGreaterThan(45, "twenty days, of which one is busy");
        time.Waits.Count(wait => wait > TimeSpan.FromMilliseconds(400) && wait <= TimeSpan.FromMilliseconds(500)).ShouldBe(asked - 1);
    }

    [Fact]
    public void What_was_read_to_its_end_is_not_asked_for_again_except_where_it_may_still_grow()
    {
        using var ledger = Ledger.InMemory();
        Ingest(ledger);
        history.Asked.Clear();
        Ingest(ledger).Events.ShouldBe(0);
        history.Asked.ShouldBeEmpty();

        (DateOnly First, DateOnly Last) recent = (new(2026, 2, 27), new(2026, 3, 1));
        Ingest(ledger, recent);
        history.Asked.Clear();
        Ingest(ledger, recent);
        history.Asked.Select(one => DateTimeOffset.FromUnixTimeSeconds(one.Start).Day).Distinct().Order().ShouldBe([1, 28]);

        history.Asked.Clear();
        Ingest(ledger, options: IngestOptions.Default with { CheckContent = true }).Events.ShouldBe(0);
        history.Asked.ShouldNotBeEmpty();
        LedgerFixture.Events(ledger).ShouldBe(Expected());
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_and_overlaps_count_once()
    {
        using var ledger = Ledger.InMemory();
        using var stop = new CancellationTokenSource();
        history.Fault = (_, _, before) =>
        {
            if (before == 60)
            {
                stop.Cancel();
            }

            return false;
        };
        Should.Throw<OperationCanceledException>(() => ledger.Ingest(Source(Window, Regions), IngestOptions.Default, null, stop.Token));
        history.Fault = (_, _, _) => false;
        using var folder = new TemporaryFolder();
        ledger.Ingest([LedgerFixture.WriteLog(folder, "trail.json", Records.Take(100), packed: true)]);
        int before = history.Asked.Count;
        Ingest(ledger).FilesSkipped.ShouldBeGreaterThan(10);
        (history.Asked.Count - before).ShouldBeLessThan(100);
        LedgerFixture.Events(ledger).ShouldBe(Expected());
    }

    [Fact]
    public void Throttling_faults_and_torn_answers_lose_nothing()
    {
        // Counted by region: regions are asked side by side, and among all requests one could meet more faults in a row than it is asked again.
        var asked = new ConcurrentDictionary<string, int>();
        history.Fault = (request, region, _) =>
        {
            switch (asked.AddOrUpdate(region, 1, (_, times) => times + 1) % 7)
            {
                case 1:
                    FakeHistory.Refuse(request, 400, "ThrottlingException", "Rate exceeded");
                    return true;
                case 3:
                    FakeHistory.Refuse(request, 500, "InternalFailure");
                    return true;
                case 4:
                    request.Response.Abort();
                    return true;
                case 6:
                    request.AnswerHalf("{\"Events\":[{\"CloudTrailEvent\":\"{}\"}]}");
                    return true;
                default:
                    return false;
            }
        };
        using var ledger = Ledger.InMemory();
        Ingest(ledger).BadFiles.ShouldBeEmpty();
        LedgerFixture.Events(ledger).ShouldBe(Expected());
    }

    [Fact]
    public void Regions_that_are_not_enabled_are_told_and_those_that_refuse_are_named_as_missing()
    {
        history.Fault = (request, region, _) =>
        {
            switch (region)
            {
                case "ap-east-1":
                    FakeHistory.Refuse(request, 400, "UnrecognizedClientException", "The security token included in the request is invalid.");
                    return true;
                case "sa-east-1":
                    FakeHistory.Refuse(request, 400, "AccessDeniedException", "User: arn:aws:iam::111111111111:user/audit is not authorized to perform: cloudtrail:LookupEvents with an explicit deny in a service control policy");
                    return true;
                default:
                    return false;
            }
        };
        using var ledger = Ledger.InMemory();
        LookupEventsSource source = Source(Window, [.. Regions, "ap-east-1", "sa-east-1"]);
        BadFile bad = ledger.Ingest(source, IngestOptions.Default).BadFiles.ShouldHaveSingleItem();
        source.NotEnabled.ShouldBe(["ap-east-1"]);
        bad.Path.ShouldBe("lookup-events/111111111111_CloudTrail_sa-east-1_00000000T0000Z_region");
        bad.Reason.ShouldContain("cloudtrail:LookupEvents");
        ledger.Info().FilesNotRead.Length.ShouldBe(1);

        history.Fault = (_, _, _) => false;
        Ingest(ledger, regions: ["sa-east-1"]);
        ledger.Info().FilesNotRead.ShouldBeEmpty();
        LedgerFixture.Events(ledger).ShouldBe(Expected());
    }

    [Fact]
    public void Where_every_region_refuses_the_run_fails_with_the_reason()
    {
        history.Fault = (request, _, _) =>
        {
            FakeHistory.Refuse(request, 400, "ExpiredTokenException", "The security token included in the request is expired");
            return true;
        };
        using var ledger = Ledger.InMemory();
        string message = Should.Throw<RemoteException>(() => Ingest(ledger)).Message;
        message.ShouldContain("have expired");
        message.ShouldNotContain("SECRET");
    }

    [Theory]
    [InlineData("eu-west-1", "eu-central-2", "us-east-1")]
    [InlineData("us-gov-west-1", "us-gov-east-1", "us-gov-west-1")]
    [InlineData("cn-north-1", "cn-north-1", "cn-northwest-1")]
    public void All_regions_of_the_partition_are_known(string own, string first, string second)
    {
        IReadOnlyList<string> regions = LookupRegions.Of(AwsPartition.Of(own));
        regions.ShouldContain(first);
        regions.ShouldContain(second);
        regions.ShouldAllBe(region => AwsPartition.Of(region) == AwsPartition.Of(own));
    }

    /// <summary>A day of many pages, so that it is asked for by hours.</summary>
    private static IEnumerable<string> Busy() => Enumerable.Range(0, 1400).Select(i =>
        $$$"""{"userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE1","arn":"arn:aws:iam::111111111111:user/u1","accountId":"111111111111","userName":"u1"},"eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","eventTime":"2026-01-07T{{{i / 60:00}}}:{{{i % 60:00}}}:59Z","awsRegion":"eu-west-1","eventID":"{{{new Guid(i, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0)}}}","eventType":"AwsApiCall","readOnly":true,"recipientAccountId":"111111111111","eventCategory":"Management"}""");

    private static string Expected()
    {
        using var folder = new TemporaryFolder();
        using var ledger = Ledger.InMemory();
        ledger.Ingest([LedgerFixture.WriteLog(folder, "all.json", Records, packed: false)]);
        return LedgerFixture.Events(ledger);
    }

    private IngestSummary Ingest(Ledger ledger, (DateOnly First, DateOnly Last)? window = null, string[]? regions = null, IngestOptions? options = null) =>
        ledger.Ingest(Source(window ?? Window, regions ?? Regions), options ?? IngestOptions.Default);

    private LookupEventsSource Source((DateOnly First, DateOnly Last) window, string[] regions) => new(
        AwsSession.Of(new SessionAWSCredentials("AKIAEXAMPLE", "SECRET", "SECRETTOKEN"), "eu-west-1", "test", network, name => name == "AWS_ENDPOINT_URL" ? history.Server.Address.AbsoluteUri : null),
        regions, window);
}
