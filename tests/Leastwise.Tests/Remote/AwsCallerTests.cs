using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Leastwise.Remote;

namespace Leastwise.Tests.Remote;

/// <summary>What a call does where the service or the network fails.</summary>
public sealed class AwsCallerTests : IDisposable
{
    private const string Secret = "sentinel/SECRET/key/that/must/not/be/seen";
    private const string Token = "sentinelSESSIONtoken";
    private const string Aliases = "<ListAccountAliasesResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ListAccountAliasesResult><AccountAliases><member>acme</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>";

    private readonly ImpatientTime time = new(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly AwsNetwork network;

    public AwsCallerTests() => network = new AwsNetwork(time) { Patience = ImpatientTime.Long };

    public void Dispose() => network.Dispose();

    [Fact]
    public async Task An_answer_of_the_query_protocol_is_its_result()
    {
        using var server = new LoopbackServer(request => request.Answer(200, Aliases));
        (await AliasesAsync(server)).ShouldBe("acme");
        LoopbackRequest asked = server.Requests.ShouldHaveSingleItem();
        asked.Body.ShouldBe("Action=ListAccountAliases&Version=2010-05-08");
        asked.Headers["Authorization"].ShouldStartWith("AWS4-HMAC-SHA256 Credential=AKIA/20260801/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=");
    }

    [Fact]
    public async Task An_operation_in_json_is_named_in_the_target()
    {
        using var server = new LoopbackServer(request => request.Answer(200, """{"trailList":[{"Name":"main"}]}""", "application/x-amz-json-1.1"));
        var answer = await Caller(server).JsonAsync(AwsService.CloudTrail, "DescribeTrails", new JsonObject { ["includeShadowTrails"] = true }, CancellationToken.None);
        answer.GetProperty("trailList")[0].GetProperty("Name").GetString().ShouldBe("main");
        LoopbackRequest asked = server.Requests.ShouldHaveSingleItem();
        asked.Headers["X-Amz-Target"].ShouldBe("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails");
        asked.Body.ShouldBe("""{"includeShadowTrails":true}""");
    }

    [Theory]
    [InlineData(400, "Throttling")]
    [InlineData(429, "")]
    [InlineData(500, "ServiceFailure")]
    [InlineData(503, "")]
    public async Task What_passes_is_asked_again_with_growing_waits(int status, string code)
    {
        int times = 0;
        using var server = new LoopbackServer(request =>
        {
            if (Interlocked.Increment(ref times) <= 3)
            {
                request.Answer(status, code.Length == 0 ? "<html>busy</html>" : Error(code, "slow down"));
                return;
            }

            request.Answer(200, Aliases);
        });
        (await AliasesAsync(server)).ShouldBe("acme");
        times.ShouldBe(4);
        time.Waits.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_wait_that_the_service_asks_for_is_kept()
    {
        int times = 0;
        using var server = new LoopbackServer(request =>
        {
            if (Interlocked.Increment(ref times) == 1)
            {
                request.Answer(503, "", headers: ("Retry-After", "17"));
                return;
            }

            request.Answer(200, Aliases);
        });
        (await AliasesAsync(server)).ShouldBe("acme");
        time.Waits.ShouldBe([TimeSpan.FromSeconds(17)]);
    }

    [Fact]
    public async Task A_connection_that_is_reset_and_an_answer_that_is_cut_off_are_asked_for_again()
    {
        int times = 0;
        using var server = new LoopbackServer(request =>
        {
            switch (Interlocked.Increment(ref times))
            {
                case 1:
                    request.Response.Abort();
                    break;
                case 2:
                    request.AnswerHalf(Aliases);
                    break;
                case 3:
                    // Whole by its length, not by its content.
                    request.Answer(200, Aliases[..^40]);
                    break;
                default:
                    request.Answer(200, Aliases);
                    break;
            }
        });
        (await AliasesAsync(server)).ShouldBe("acme");
        times.ShouldBe(4);
    }

    [Fact]
    public async Task An_answer_that_stalls_is_asked_for_again()
    {
        int times = 0;
        using var server = new LoopbackServer(request =>
        {
            if (Interlocked.Increment(ref times) == 1)
            {
                request.AnswerHalf(Aliases, hold: true);
                time.LosePatience();
                return;
            }

            request.Answer(200, Aliases);
        });
        (await AliasesAsync(server)).ShouldBe("acme");
        times.ShouldBe(2);
    }

    [Fact]
    public async Task What_does_not_pass_ends_with_what_was_said()
    {
        using var server = new LoopbackServer(request => request.Answer(503, Error("ServiceUnavailable", "down for now")));
        RemoteException failed = await Should.ThrowAsync<RemoteException>(() => AliasesAsync(server));
        failed.Message.ShouldBe("IAM ListAccountAliases failed for test: ServiceUnavailable, down for now.");
        server.Requests.Count.ShouldBe(9);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_corrected_once()
    {
        DateTimeOffset right = time.GetUtcNow().AddHours(3);
        using var server = new LoopbackServer(request =>
        {
            bool isRight = request.Headers["x-amz-date"] == right.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            request.Answer(isRight ? 200 : 403, isRight ? Aliases : Error("SignatureDoesNotMatch", "Signature expired: 20260801T120000Z is now earlier than ..."), headers: ("Date", right.ToString("R")));
        });
        (await AliasesAsync(server)).ShouldBe("acme");
        server.Requests.Count.ShouldBe(2);
        (await AliasesAsync(server)).ShouldBe("acme");
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_refusal_names_the_privilege_and_the_policy_to_ask_for()
    {
        using var server = new LoopbackServer(request => request.Answer(403, Error(
            "AccessDenied", "User: arn:aws:iam::111111111111:user/ann is not authorized to perform: iam:ListAccountAliases on resource: * because no identity-based policy allows the iam:ListAccountAliases action")));
        RemoteException failed = await Should.ThrowAsync<RemoteException>(() => AliasesAsync(server));
        failed.Message.ShouldBe("IAM refused ListAccountAliases to test (arn:aws:iam::111111111111:user/ann): iam:ListAccountAliases is missing, no identity-based policy allows it. 'leastwise init policy collect' prints what is needed.");
        failed.MissingPrivilege.ShouldBe("iam:ListAccountAliases");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_that_names_nothing_is_that_of_the_operation()
    {
        using var server = new LoopbackServer(request => request.Answer(400, """{"__type":"com.amazonaws.organizations#AccessDeniedException","Message":"You don't have permissions to access this resource."}""", "application/x-amz-json-1.1"));
        RemoteException failed = await Should.ThrowAsync<RemoteException>(() => Caller(server).JsonAsync(AwsService.Organizations, "ListRoots", [], CancellationToken.None));
        failed.Message.ShouldBe("Organizations refused ListRoots to test: organizations:ListRoots is missing (You don't have permissions to access this resource). 'leastwise init policy collect' prints what is needed.");
    }

    [Theory]
    [InlineData("SignatureDoesNotMatch", "The request signature we calculated does not match. The Canonical String was x-amz-security-token:" + Token)]
    [InlineData("ValidationError", "what is " + Secret + " and " + Token + "?")]
    [InlineData("AccessDenied", "no " + Token)]
    public async Task No_credential_is_repeated(string code, string message)
    {
        using var server = new LoopbackServer(request => request.Answer(403, Error(code, message)));
        RemoteException failed = await Should.ThrowAsync<RemoteException>(() => AliasesAsync(server));
        failed.ToString().ShouldNotContain("sentinel");
        failed.Message.ShouldContain(code == "AccessDenied" ? "iam:ListAccountAliases" : code);
    }

    [Fact]
    public async Task A_role_is_assumed_once_and_again_when_its_credentials_expire_in_the_middle()
    {
        int assumed = 0, called = 0;
        using var server = new LoopbackServer(request =>
        {
            if (request.Body.Contains("Action=AssumeRole", StringComparison.Ordinal))
            {
                request.Body.ShouldContain("ExternalId=shared%2Fsecret");
                int number = Interlocked.Increment(ref assumed);
                request.Answer(200, $"<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA{number}</AccessKeyId><SecretAccessKey>s{number}</SecretAccessKey><SessionToken>t{number}</SessionToken><Expiration>2026-08-01T13:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>");
                return;
            }

            // The first credentials are good for two calls.
            bool isGood = Interlocked.Increment(ref called) <= 2 || request.Headers["Authorization"].Contains("ASIA2", StringComparison.Ordinal);
            request.Answer(isGood ? 200 : 403, isGood ? Aliases : Error("ExpiredToken", "The security token included in the request is expired"));
        });
        AwsSession role = Session(server).Assume("arn:aws:iam::222222222222:role/audit", "shared/secret");
        var caller = new AwsCaller(role);
        for (int i = 0; i < 4; i++)
        {
            (await caller.QueryAsync(AwsService.Iam, "ListAccountAliases", null, CancellationToken.None)).Value.ShouldBe("acme");
        }

        assumed.ShouldBe(2);
        server.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Credentials_that_expire_and_cannot_be_fetched_again_end_it_with_what_to_do()
    {
        using var server = new LoopbackServer(request => request.Answer(403, Error("ExpiredToken", "The security token included in the request is expired")));
        RemoteException failed = await Should.ThrowAsync<RemoteException>(() => AliasesAsync(server));
        failed.Message.ShouldStartWith("IAM ListAccountAliases: the credentials of test have expired. Sign in again");
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_role_is_assumed_again_before_its_hour_is_over()
    {
        int assumed = 0;
        using var server = new LoopbackServer(request =>
        {
            bool assumes = request.Body.Contains("Action=AssumeRole", StringComparison.Ordinal);
            assumed += assumes ? 1 : 0;
            request.Answer(200, assumes
                ? $"<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA{assumed}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{time.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
                : Aliases);
        });
        var caller = new AwsCaller(Session(server).Assume("arn:aws:iam::222222222222:role/audit"));
        await caller.QueryAsync(AwsService.Iam, "ListAccountAliases", null, CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(50));
        await caller.QueryAsync(AwsService.Iam, "ListAccountAliases", null, CancellationToken.None);
        assumed.ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(6));
        await caller.QueryAsync(AwsService.Iam, "ListAccountAliases", null, CancellationToken.None);
        assumed.ShouldBe(2);
    }

    [Theory]
    [InlineData("eu-central-1", "https://iam.amazonaws.com/", "us-east-1", "https://organizations.us-east-1.amazonaws.com/", "https://sts.eu-central-1.amazonaws.com/")]
    [InlineData("us-gov-east-1", "https://iam.us-gov.amazonaws.com/", "us-gov-west-1", "https://organizations.us-gov-west-1.amazonaws.com/", "https://sts.us-gov-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1", "https://organizations.cn-northwest-1.amazonaws.com.cn/", "https://sts.cn-north-1.amazonaws.com.cn/")]
    public void Each_partition_has_its_own_hosts(string region, string iam, string iamRegion, string organizations, string sts)
    {
        AwsService.Iam.PlaceIn(region, AwsHosts.Usual).ShouldBe((new Uri(iam), iamRegion));
        AwsService.Organizations.PlaceIn(region, AwsHosts.Usual).Endpoint.ShouldBe(new Uri(organizations));
        AwsService.Sts.PlaceIn(region, AwsHosts.Usual).ShouldBe((new Uri(sts), region));
    }

    [Fact]
    public void The_endpoint_of_a_service_goes_before_that_of_all()
    {
        var set = new Dictionary<string, string> { ["AWS_ENDPOINT_URL_IAM"] = "http://127.0.0.1:1/", ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:2/" };
        AwsSession session = AwsSession.Of(new BasicAWSCredentials("a", "b"), "eu-west-1", "test", network, name => set.GetValueOrDefault(name));
        session.EndpointOf("IAM").ShouldBe(new Uri("http://127.0.0.1:1/"));
        session.EndpointOf("STS").ShouldBe(new Uri("http://127.0.0.1:2/"));
        Should.Throw<RemoteException>(() => session.In("eu-west-1.evil.example/")).Message.ShouldContain("is no region");
    }

    private static string Error(string code, string message) => $"<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>";

    private AwsSession Session(LoopbackServer server) => AwsSession.Of(
        new SessionAWSCredentials("AKIA", Secret, Token), "eu-central-1", "test", network, name => name == "AWS_ENDPOINT_URL" ? server.Address.AbsoluteUri : null);

    private AwsCaller Caller(LoopbackServer server) => new(Session(server), "collect");

    private async Task<string> AliasesAsync(LoopbackServer server) =>
        (await Caller(server).QueryAsync(AwsService.Iam, "ListAccountAliases", null, CancellationToken.None)).Value;
}
