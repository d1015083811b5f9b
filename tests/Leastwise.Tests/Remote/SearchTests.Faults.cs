using Leastwise.Remote;
using Leastwise.Remote.Search;
using Leastwise.Tests.Usage;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote;

/// <content>What goes wrong between here and the engine.</content>
public sealed partial class SearchTests
{
    [Fact]
    public async Task Nothing_is_lost_or_counted_twice_whatever_the_network_does()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch();
        string log = LedgerFixture.WriteLog(folder, "all.json", Records, packed: false);
        fake.Interfere = Trouble;
        ShipSummary shipped = await Ship(fake, log, perBatch: 40);
        (shipped.Created + shipped.Known, fake.Count).ShouldBe((Records.Length, Records.Length));
        using var files = Ledger.InMemory();
        files.Ingest([log]);
        using var taken = Ledger.InMemory();
        await Take(fake, taken, 30);
        LedgerFixture.Events(taken).ShouldBe(LedgerFixture.Events(files));

        static bool Trouble(int number, LoopbackRequest request)
        {
            switch (number % 11)
            {
                case 2:
                    request.Answer(429, """{"error":{"type":"es_rejected_execution_exception","reason":"queue full"}}""", "application/json");
                    return true;
                case 4:
                    request.Answer(502, "<html>Bad gateway</html>", "text/html");
                    return true;
                case 6:
                    request.AnswerHalf("""{"hits":{"hits":[]},"took":12345678}""");
                    return true;
                case 8:
                    request.Answer(200, """{"hits":{"hits":[""", "application/json");
                    return true;
                case 10:
                    request.Response.Abort();
                    return true;
                default:
                    return false;
            }
        }
    }

    [Theory]
    [InlineData(401, """{"error":{"reason":"bad password s3cr3t-word"}}""", "does not take the credentials")]
    [InlineData(403, """{"Message":"not allowed s3cr3t-word"}""", "needs the privileges 'read' and 'view_index_metadata'")]
    [InlineData(302, "", "redirection")]
    [InlineData(200, """{"hello":"world"}""", "neither OpenSearch nor Elasticsearch")]
    [InlineData(200, """{"version":{"number":"5.6.16"}}""", "6.0 or later is needed")]
    public async Task A_refusal_says_what_to_do_and_holds_no_secret(int status, string body, string said)
    {
        using var fake = new FakeSearch
        {
            Interfere = (_, request) =>
            {
                request.Headers["Authorization"].ShouldBe($"Basic {Convert.ToBase64String("reader:s3cr3t-word"u8)}");
                request.Answer(status, body, "application/json");
                return true;
            },
        };
        using var ledger = Ledger.InMemory();
        RemoteException failed = await Should.ThrowAsync<RemoteException>(() => Take(fake, ledger, 10, SearchCredentials.Basic("reader", "s3cr3t-word")));
        failed.Message.ShouldContain(said);
        failed.ToString().ShouldNotContain("s3cr3t-word");
    }

    [Theory]
    [InlineData("\"timed_out\":false", "\"timed_out\":true", "did not end in time")]
    [InlineData("\"failed\":0", "\"failed\":1,\"failures\":[{\"reason\":{\"reason\":\"node left\"}}]", "did not answer (node left)")]
    public async Task An_answer_of_a_part_of_the_index_is_no_answer(string whole, string part, string said)
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch();
        await Ship(fake, LedgerFixture.WriteLog(folder, "all.json", Records.Take(20), packed: false));
        fake.Interfere = (_, request) =>
        {
            if (!request.Address.AbsolutePath.EndsWith("_search", StringComparison.Ordinal))
            {
                return false;
            }

            request.Answer(200, $$"""{"timed_out":false,"_shards":{"total":3,"failed":0},"hits":{"hits":[]},"aggregations":{} }""".Replace(whole, part, StringComparison.Ordinal), "application/json");
            return true;
        };
        using var ledger = Ledger.InMemory();
        (await Should.ThrowAsync<RemoteException>(() => Take(fake, ledger, 10))).Message.ShouldContain(said);
    }

    [Fact]
    public async Task Foreign_indices_and_addresses_are_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch { Dynamic = true };
        fake.Put("1", """{"hello":"world"}""");
        string log = LedgerFixture.WriteLog(folder, "1.json", Records.Take(3), packed: false);
        (await Should.ThrowAsync<RemoteException>(() => Ship(fake, log))).Message.ShouldContain("was not made by 'leastwise ship'");
        using var ledger = Ledger.InMemory();
        (await Should.ThrowAsync<RemoteException>(() => Take(fake, ledger, 10))).Message.ShouldContain("--timestamp-field");
        using var network = new AwsNetwork(TimeProvider.System);
        Should.Throw<RemoteException>(() => new SearchClient(new SearchOptions { Address = new Uri("http://logs.example.org:9200"), Credentials = SearchCredentials.ApiKey("k") }, network))
            .Message.ShouldContain("write https://");
        Should.Throw<RemoteException>(() => new SearchClient(new SearchOptions { Address = new Uri("https://u:p@logs.example.org") }, network)).Message.ShouldNotContain("u:p");
    }

    [Fact]
    public async Task Requests_to_managed_services_are_signed_for_the_region_of_their_name()
    {
        using var fake = new FakeSearch();
        using var folder = new TemporaryFolder();
        using var network = new AwsNetwork(new ImpatientTime(DateTimeOffset.UnixEpoch.AddYears(56))) { Patience = ImpatientTime.Long };
        AwsSession session = AwsSession.Of(new Amazon.Runtime.SessionAWSCredentials("AKIAEXAMPLE", "s3cr3t-word", "token"), "eu-central-1", "test", network);
        var client = new SearchClient(new SearchOptions { Address = fake.Address, Index = "trail", Credentials = SearchCredentials.AwsSigned(session) }, network);
        fake.Interfere = (number, request) =>
        {
            if (number != 2)
            {
                return false;
            }

            request.Answer(403, """{"message":"The security token included in the request is expired"}""", "application/json");
            return true;
        };
        await new Shipper(client).ShipAsync([LedgerFixture.WriteLog(folder, "1.json", Records.Take(3), packed: false)], ShipCheckpoint.None, null, CancellationToken.None);
        fake.Count.ShouldBe(3);
        foreach (LoopbackRequest request in fake.Requests)
        {
            request.Headers["Authorization"].ShouldContain("/eu-central-1/es/aws4_request");
            request.Headers["X-Amz-Security-Token"].ShouldBe("token");
        }
    }
}
