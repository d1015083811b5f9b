using System.Text.Json;
using Amazon.Runtime;
using Leastwise.Principals;
using Leastwise.Remote;
using Leastwise.Remote.Accounts;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary>Authorization details from AWS, in pages, whatever happens on the way.</summary>
public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ImpatientTime time = new(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly AwsNetwork network;

    public DownloadTests() => network = new AwsNetwork(time) { Patience = ImpatientTime.Long };

    public void Dispose()
    {
        network.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_of_any_size_give_the_same_file(int pageSize)
    {
        using var whole = new LoopbackServer(Account(100).Answer);
        using var server = new LoopbackServer(Account(pageSize).Answer);
        await DownloadAsync(whole, "whole.json");
        DownloadedDetails details = await DownloadAsync(server, "paged.json");

        File.ReadAllText(folder.PathOf("paged.json")).ShouldBe(File.ReadAllText(folder.PathOf("whole.json")));
        (details.Users, details.Groups, details.Roles, details.Policies).ShouldBe((5, 1, 2, 2));
        AccountSnapshot account = AuthorizationDetailsReader.Read([details.Path]).Accounts.ShouldHaveSingleItem();
        account.Diagnostics.ShouldBeEmpty();
        account.Users.Select(user => user.Name).ShouldBe(["u1", "u2", "u3", "u4", "u5"], ignoreOrder: true);
        account.Roles.Length.ShouldBe(2);
        server.Faults.ShouldBeEmpty();
        Directory.GetFiles(folder.Root).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Old_versions_of_policies_are_kept_where_they_are_asked_for()
    {
        using var server = new LoopbackServer(Account(100).Answer);
        await DownloadAsync(server, "all.json", allVersions: true);
        await DownloadAsync(server, "default.json");
        Versions("all.json").ShouldBe(["v2", "v1"]);
        Versions("default.json").ShouldBe(["v2"]);

        IEnumerable<string?> Versions(string file)
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(folder.PathOf(file)));
            return [.. json.RootElement.GetProperty("Policies")[0].GetProperty("PolicyVersionList").EnumerateArray().Select(version => version.GetProperty("VersionId").GetString())];
        }
    }

    [Fact]
    public async Task A_policy_that_is_only_a_boundary_is_fetched()
    {
        FakeIam iam = null!;
        iam = new FakeIam(2)
        {
            Others = (action, form, request) =>
            {
                form["PolicyArn"].ShouldBe("arn:aws:iam::111111111111:policy/limit");
                string? xml = action switch
                {
                    "GetPolicy" => $"<Policy>{iam.PolicyXml("limit")}</Policy>",
                    "GetPolicyVersion" => $"<PolicyVersion>{FakeIam.VersionXml(form["VersionId"], true)}</PolicyVersion>",
                    _ => null,
                };
                request.Answer(xml is null ? 400 : 200, xml is null ? "" : FakeIam.Result(action, xml));
                return true;
            },
        }.User("u1", "arn:aws:iam::111111111111:policy/limit").User("u2", "arn:aws:iam::111111111111:policy/two").Group("readers").Policy("two");
        using var server = new LoopbackServer(iam.Answer);
        DownloadedDetails details = await DownloadAsync(server, "a.json");
        details.Notes.ShouldBeEmpty();
        details.Policies.ShouldBe(2);
        AccountSnapshot account = AuthorizationDetailsReader.Read([details.Path]).Accounts.ShouldHaveSingleItem();
        account.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_boundary_that_may_not_be_fetched_is_named()
    {
        FakeIam iam = new FakeIam(9)
        {
            Others = (action, _, request) =>
            {
                request.Answer(403, FakeIam.Error("AccessDenied", $"User: arn:aws:iam::111111111111:user/u1 is not authorized to perform: iam:{action} on resource: policy limit because no identity-based policy allows the iam:{action} action"));
                return true;
            },
        }.User("u1", "arn:aws:iam::111111111111:policy/limit");
        using var server = new LoopbackServer(iam.Answer);
        DownloadedDetails details = await DownloadAsync(server, "a.json");
        details.Notes.ShouldHaveSingleItem().ShouldStartWith("The boundary arn:aws:iam::111111111111:policy/limit is missing, so what it limits is unknown: IAM refused GetPolicy to ");
    }

    [Fact]
    public async Task Whatever_fails_on_the_way_nothing_is_lost_and_nothing_is_there_twice()
    {
        FakeIam iam = Account(1);
        var failed = new HashSet<int>();
        iam.Fault = (page, request) =>
        {
            lock (failed)
            {
                if (!failed.Add(page))
                {
                    return false;
                }
            }

            switch (page)
            {
                case 0:
                    request.Answer(400, FakeIam.Error("Throttling", "Rate exceeded"));
                    return true;
                case 1:
                    request.Answer(500, FakeIam.Error("ServiceFailure", "oops"));
                    return true;
                case 2:
                    request.Response.Abort();
                    return true;
                case 3:
                    request.AnswerHalf(iam.Page(page));
                    return true;
                case 4:
                    request.AnswerHalf(iam.Page(page), hold: true);
                    time.LosePatience();
                    return true;
                case 5:
                    request.Answer(200, iam.Page(page)[..^30]);
                    return true;
                case 6:
                    request.Answer(503, "");
                    return true;
                default:
                    return false;
            }
        };
        using var whole = new LoopbackServer(Account(100).Answer);
        using var server = new LoopbackServer(iam.Answer);
        await DownloadAsync(whole, "whole.json");
        await DownloadAsync(server, "faulty.json");
        File.ReadAllText(folder.PathOf("faulty.json")).ShouldBe(File.ReadAllText(folder.PathOf("whole.json")));
        failed.Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_page_that_says_that_more_follow_and_not_where_is_no_end()
    {
        FakeIam iam = Account(4);
        iam.Fault = (page, request) =>
        {
            request.Answer(200, iam.Page(page).Replace("<Marker>after/+=1</Marker>", "", StringComparison.Ordinal));
            return true;
        };
        using var server = new LoopbackServer(iam.Answer);
        RemoteException failed = await Should.ThrowAsync<RemoteException>(() => DownloadAsync(server, "a.json"));
        failed.Message.ShouldContain("more follow and not where");
        Directory.GetFiles(folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public void The_program_writes_the_file_that_Cloudsplaining_would_and_only_its_user_reads_it()
    {
        using var server = new LoopbackServer(Account(3).Answer);
        ProgramResult run = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["download", "-o", folder.PathOf("out")], environment: Environment(server));
        run.Error.ShouldBe("");
        run.ExitCode.ShouldBe(0);
        string file = folder.PathOf("out", "default.json");
        run.Out.ShouldBe($"Written: {file} (5 users, 1 groups, 2 roles, 2 policies). Now run 'leastwise scan -i {file}'.\n");
        File.Exists(file).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(folder.PathOf("out")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.ReadAllText(file).ShouldNotContain("sentinel");
        (run.Out + run.Error).ShouldNotContain("sentinel");
    }

    [Fact]
    public void The_program_names_the_file_after_the_profile_and_takes_its_region()
    {
        using var server = new LoopbackServer(Account(3).Answer);
        string config = folder.Write("config", "[profile audit/eu]\nregion = eu-west-3\n");
        string credentials = folder.Write("credentials", "[audit/eu]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = sentinel-other\n");
        (string, string)[] environment = [.. Environment(server), ("AWS_CONFIG_FILE", config), ("AWS_SHARED_CREDENTIALS_FILE", credentials)];
        ProgramResult run = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["download", "-p", "audit/eu", "-o", folder.Root], environment: environment);
        run.Error.ShouldBe("");
        File.Exists(folder.PathOf("audit_eu.json")).ShouldBeTrue();
        server.Requests.First().Headers["Authorization"].ShouldContain("Credential=AKIAOTHER/");

        ProgramResult unknown = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["download", "-p", "audit", "-o", folder.Root], environment: environment);
        unknown.ExitCode.ShouldBe(4);
        unknown.Error.ShouldStartWith("There is no profile 'audit' in the AWS configuration files");
    }

    [Fact]
    public void The_program_ends_with_4_where_it_is_refused_and_leaves_nothing()
    {
        FakeIam iam = Account(2);
        iam.Fault = (page, request) =>
        {
            if (page == 1)
            {
                request.Answer(403, FakeIam.Error("AccessDenied", "User: arn:aws:iam::111111111111:user/ann is not authorized to perform: iam:GetAccountAuthorizationDetails on resource: * with an explicit deny in a service control policy"));
            }

            return page == 1;
        };
        using var server = new LoopbackServer(iam.Answer);
        ProgramResult run = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["download", "-o", folder.Root], environment: Environment(server));
        run.ExitCode.ShouldBe(4);
        run.Out.ShouldBe("");
        run.Error.ShouldBe("IAM refused GetAccountAuthorizationDetails to the credentials of the environment (arn:aws:iam::111111111111:user/ann): iam:GetAccountAuthorizationDetails is missing, denied by a service control policy. 'leastwise init policy download' prints what is needed.\n");
        Directory.GetFiles(folder.Root).ShouldBeEmpty();
    }

    /// <summary>What a child process needs to ask a loopback server and nobody else.</summary>
    internal static (string Name, string Value)[] Environment(LoopbackServer server) =>
    [
        ("AWS_ENDPOINT_URL", server.Address.AbsoluteUri),
        ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "sentinel/secret"),
        ("AWS_SESSION_TOKEN", "sentinel-token"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_CONFIG_FILE", "/nonexistent/config"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials"),
    ];

    private static FakeIam Account(int pageSize) =>
        new FakeIam(pageSize).User("u1").User("u2").User("u3").User("u4").User("u5").Group("readers").Role("r1").Role("r2").Policy("two").Policy("three");

    private Task<DownloadedDetails> DownloadAsync(LoopbackServer server, string name, bool allVersions = false)
    {
        AwsSession session = AwsSession.Of(new BasicAWSCredentials("AKIA", "secret"), "eu-central-1", "test", network, variable => variable == "AWS_ENDPOINT_URL" ? server.Address.AbsoluteUri : null);
        return new AuthorizationDownload(new AwsCaller(session, "download"), allVersions).RunAsync(folder.PathOf(name), null, CancellationToken.None);
    }
}
