using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Leastwise.Principals;
using Leastwise.Remote;
using Leastwise.Remote.Accounts;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary>The same against a server that other people wrote: what it takes and answers is not what we believe of AWS, but what they do.</summary>
[Collection(MotoCollection.Name)]
public sealed class MotoTests(MotoServer moto) : IDisposable
{
    private const string Anybody = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""";
    private const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private readonly TemporaryFolder folder = new();
    private readonly AwsNetwork network = new(new ImpatientTime(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero))) { Patience = ImpatientTime.Long };

    public void Dispose()
    {
        network.Dispose();
        folder.Dispose();
    }

    [SkippableFact]
    public async Task An_account_and_its_organization_are_collected()
    {
        Skip.IfNot(moto.Answers, "moto_server is not installed here");
        AwsSession session = moto.Session(network);
        var caller = new AwsCaller(session);
        await ResetAsync();
        await FillAsync(caller, "ann");
        await caller.QueryAsync(AwsService.Iam, "CreateAccountAlias", [new("AccountAlias", "acme")], CancellationToken.None);
        string root = await OrganizeAsync(caller);

        var collection = new AccountCollection(session, folder.PathOf("acme"), false, 4);
        CallerIdentity identity = await collection.IdentityAsync(CancellationToken.None);
        ImmutableArray<CollectedPart> parts = await collection.RunAsync(identity, null, CancellationToken.None);
        ImmutableArray<CollectedPart> shared = await collection.RunOnOrganizationAsync(null, CancellationToken.None);

        // moto has no last-accessed data.
        parts.Where(part => part.Failed).Select(part => part.Name).ShouldBeSubsetOf(["last accessed"]);
        shared.ShouldAllBe(part => !part.Failed);
        AccountSnapshot account = AuthorizationDetailsReader.Read([folder.PathOf("acme", "iam", $"{identity.Account}.json")]).Accounts.ShouldHaveSingleItem();
        account.Diagnostics.ShouldBeEmpty();
        account.Users.ShouldHaveSingleItem().Name.ShouldBe("ann");
        CredentialReportReader.Read(folder.PathOf("acme", "credential-report", $"{identity.Account}.csv")).Diagnostics.ShouldBeEmpty();
        File.ReadAllText(folder.PathOf("acme", "account", $"{identity.Account}.json")).ShouldContain("\"acme\"");
        OrganizationSnapshot organization = OrganizationReader.Read(folder.PathOf("acme", "organization.json"));
        organization.Diagnostics.ShouldBeEmpty();
        organization.ManagementAccountId.ShouldBe(identity.Account);
        organization.AccountNames.Values.ShouldContain("shop");
        root.ShouldStartWith("r-");
        string shop = organization.AccountNames.Single(pair => pair.Value == "shop").Key;
        organization.LevelsOf(shop)[0].Select(policy => policy.Name).ShouldBe(["guard", "FullAWSAccess"], ignoreOrder: true);
    }

    [SkippableFact]
    public async Task Many_accounts_are_judged_and_their_reports_put_into_a_bucket()
    {
        Skip.IfNot(moto.Answers, "moto_server is not installed here");
        await ResetAsync();
        AwsSession session = moto.Session(network);
        await FillAsync(new AwsCaller(session), "ann");
        await FillAsync(new AwsCaller(session.Assume("arn:aws:iam::222222222222:role/audit")), "bob");
        using var buckets = new AmazonS3Client(session.Credentials, new AmazonS3Config { ServiceURL = moto.Address, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await buckets.PutBucketAsync("reports");

        string config = folder.Write("accounts.yml", "accounts:\n  main: 123456789012\n  shop: 222222222222\n");
        ProgramResult run = Run("scan-multi-account", "-c", config, "-r", "audit", "-b", "reports", "--format", "json");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("Put into s3://reports: all-accounts.html, all-accounts.json, main.html, main.json, shop.html, shop.json.");
        using (GetObjectResponse report = await buckets.GetObjectAsync("reports", "shop.json"))
        using (JsonDocument shop = await JsonDocument.ParseAsync(report.ResponseStream))
        {
            shop.RootElement.ToString().ShouldContain("arn:aws:iam::222222222222:user/bob");
        }

        ProgramResult nowhere = Run("scan-multi-account", "-c", config, "-r", "audit", "-b", "nowhere-at-all");
        nowhere.ExitCode.ShouldBe(4);
        nowhere.Error.ShouldContain("S3 PutObject of all-accounts.html into the bucket 'nowhere-at-all' failed (NoSuchBucket).");
    }

    private static async Task FillAsync(AwsCaller caller, string user)
    {
        await caller.QueryAsync(AwsService.Iam, "CreateUser", [new("UserName", user)], CancellationToken.None);
        await caller.QueryAsync(AwsService.Iam, "PutUserPolicy", [new("UserName", user), new("PolicyName", "all"), new("PolicyDocument", Everything)], CancellationToken.None);
        await caller.QueryAsync(AwsService.Iam, "CreateRole", [new("RoleName", "audit"), new("AssumeRolePolicyDocument", Anybody)], CancellationToken.None);
    }

    private static async Task<string> OrganizeAsync(AwsCaller caller)
    {
        Task<JsonElement> Ask(string operation, JsonObject body) => caller.JsonAsync(AwsService.Organizations, operation, body, CancellationToken.None);
        await Ask("CreateOrganization", new JsonObject { ["FeatureSet"] = "ALL" });
        string root = (await Ask("ListRoots", [])).GetProperty("Roots")[0].GetProperty("Id").GetString() ?? "";
        await Ask("EnablePolicyType", new JsonObject { ["RootId"] = root, ["PolicyType"] = "SERVICE_CONTROL_POLICY" });
        await Ask("CreateAccount", new JsonObject { ["Email"] = "shop@example.com", ["AccountName"] = "shop" });
        JsonElement policy = await Ask("CreatePolicy", new JsonObject { ["Name"] = "guard", ["Description"] = "d", ["Type"] = "SERVICE_CONTROL_POLICY", ["Content"] = Everything.Replace("Allow", "Deny", StringComparison.Ordinal) });
        string id = policy.GetProperty("Policy").GetProperty("PolicySummary").GetProperty("Id").GetString() ?? "";
        await Ask("AttachPolicy", new JsonObject { ["PolicyId"] = id, ["TargetId"] = root });
        return root;
    }

    private async Task ResetAsync()
    {
        using var http = new HttpClient();
        (await http.PostAsync(new Uri($"{moto.Address}/moto-api/reset"), null)).IsSuccessStatusCode.ShouldBeTrue();
    }

    private ProgramResult Run(params string[] arguments) => LeastwiseProgram.RunProgram(LeastwiseProgram.Path, arguments, environment:
    [
        ("AWS_ENDPOINT_URL", moto.Address), ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_DEFAULT_REGION", "eu-west-1"), ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_CONFIG_FILE", "/nonexistent/config"), ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials"),
    ]);
}
