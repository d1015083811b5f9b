using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>What trails select settles whether silence means anything, where it can be relied on.</summary>
public sealed class TrailSettingsTests
{
    private static readonly GrantCalculator Calculator = new(ActionCatalog.Default);

    public static TheoryData<string> Names => [.. Cases().Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_verdict_follows_from_what_trails_select(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        string action = (string?)one["allow"] ?? "s3:GetObject";
        using var folder = new TemporaryFolder();
        AuthorizationDetails details = AuthorizationDetailsReader.Read([folder.Write("iam.json", Account(action, (string?)one["resource"] ?? "*"))]);
        using var ledger = Ledger.InMemory();
        ledger.Ingest([LedgerFixture.WriteLog(folder, "log.json", Records(one), packed: false)]).BadRecords.ShouldBe(0);
        var problems = new List<Diagnostic>();
        var trails = (bool?)one["trails"] is false ? [] : TrailSettingsReader.Read([folder.Write("trails.json", Trails(one))], problems);
        problems.ShouldBeEmpty();
        AccountSnapshot account = details.Accounts.ShouldHaveSingleItem();
        var window = UsageWindow.Days(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 10), asked: true);

        PrincipalGrants Grants(IamPrincipal principal) => Calculator.GrantsOf(principal, account, null);
        Verdict verdict = UsageAnalysis.Run(ActionCatalog.Default, details.Accounts, Grants, ledger, window, null, trails).Actors.Single()
            .Privileges.Single(privilege => privilege.Action.FullName == action).Verdict;
        (verdict is Verdict.Unknown unknown ? unknown.Reason.ToString() : verdict.GetType().Name).ShouldBe((string?)one["verdict"], verdict.ToString());
        verdict.ToString().ShouldContain((string?)one["says"] ?? "");

        // A view of the user's own calls alone holds none of those that the settings rest on.
        var choice = new ActorChoice(_ => false, [account.AccountId]);
        UsageAnalysis.Over(ActionCatalog.Default, details.Accounts, Grants, ledger.Read(window, choice), trails: trails).Of(account.Users[0])
            .Privileges.Single(privilege => privilege.Action.FullName == action).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_named()
    {
        using var folder = new TemporaryFolder();
        var problems = new List<Diagnostic>();
        TrailSettingsReader.Read([folder.Write("trails.json", "{\"collected\": \"trails\", ")], problems).ShouldBeEmpty();
        problems.ShouldHaveSingleItem().Message.ShouldContain("not JSON");
    }

    private static string Account(string action, string resource) => $$"""
        {"UserDetailList":[{"Path":"/","UserName":"u","UserId":"AIDAEXAMPLE","Arn":"arn:aws:iam::111111111111:user/u","CreateDate":"2025-01-01T00:00:00Z","GroupList":[],"AttachedManagedPolicies":[],
          "UserPolicyList":[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}"}]} }]}],
         "GroupDetailList":[],"RoleDetailList":[],"Policies":[]}
        """;

    private static IEnumerable<string> Records(JsonNode one)
    {
        string data = (string?)one["data"] ?? "object";
        for (int day = 1; day <= 10; day++)
        {
            yield return Record($"write-{day}", day, (string?)one["region"] ?? "eu-west-1", "ec2.amazonaws.com", "CreateTags", "\"readOnly\":false,\"eventCategory\":\"Management\",\"managementEvent\":true");
            yield return Record($"home-{day}", day, "eu-west-1", "ec2.amazonaws.com", "CreateTags", "\"readOnly\":false,\"eventCategory\":\"Management\",\"managementEvent\":true");
            if (data == "object")
            {
                yield return Record($"data-{day}", day, "eu-west-1", "s3.amazonaws.com", "GetObject", "\"readOnly\":true,\"eventCategory\":\"Data\",\"managementEvent\":false,\"resources\":[{\"type\":\"AWS::S3::Object\",\"ARN\":\"arn:aws:s3:::bucket-1/a\"},{\"type\":\"AWS::S3::Bucket\",\"ARN\":\"arn:aws:s3:::bucket-1\",\"accountId\":\"111111111111\"}]");
            }
            else if (data == "queue")
            {
                yield return Record($"data-{day}", day, "eu-west-1", "sqs.amazonaws.com", "SendMessage", "\"readOnly\":false,\"eventCategory\":\"Data\",\"managementEvent\":false,\"resources\":[{\"type\":\"AWS::SQS::Queue\",\"ARN\":\"arn:aws:sqs:eu-west-1:111111111111:other\",\"accountId\":\"111111111111\"}]");
            }
        }

        if ((string?)one["change"] is { } change)
        {
            yield return Record("change", 5, "eu-west-1", "cloudtrail.amazonaws.com", change, "\"readOnly\":false,\"eventCategory\":\"Management\",\"managementEvent\":true");
        }
    }

    private static string Record(string id, int day, string region, string source, string name, string more) => $$"""
        {"eventID":"{{id}}","eventTime":"2026-01-{{day:00}}T08:00:00Z","eventSource":"{{source}}","eventName":"{{name}}","eventType":"AwsApiCall","awsRegion":"{{region}}","recipientAccountId":"111111111111",{{more}},
         "userIdentity":{"type":"IAMUser","principalId":"AIDAOTHER","arn":"arn:aws:iam::111111111111:user/other","accountId":"111111111111","userName":"other"} }
        """.ReplaceLineEndings("");

    private static string Trails(JsonNode one)
    {
        string owner = (string?)one["owner"] ?? "111111111111", home = (string?)one["home"] ?? "eu-west-1";
        var basic = one["basic"]?.DeepClone().AsObject();
        if (basic is not null)
        {
            // Basic selectors always say whether they include management events.
            basic["IncludeManagementEvents"] ??= true;
        }

        return new JsonObject
        {
            ["collected"] = "trails",
            ["account"] = "111111111111",
            ["fetched"] = (string?)one["fetched"] ?? "2026-01-10T12:00:00Z",
            ["trailList"] = new JsonArray(new JsonObject
            {
                ["Name"] = "main",
                ["TrailARN"] = $"arn:aws:cloudtrail:{home}:{owner}:trail/main",
                ["HomeRegion"] = home,
                ["IsMultiRegionTrail"] = (bool?)one["multiRegion"] ?? true,
                ["Status"] = new JsonObject { ["IsLogging"] = (bool?)one["logging"] ?? true, ["StartLoggingTime"] = (string?)one["since"] ?? "2025-01-01T00:00:00Z" },
                ["EventSelectors"] = basic is not null ? new JsonObject { ["EventSelectors"] = new JsonArray(basic) }
                    : one["advanced"] is { } advanced ? new JsonObject { ["AdvancedEventSelectors"] = new JsonArray(new JsonObject { ["FieldSelectors"] = advanced.DeepClone() }) }
                    : null,
            }),
        }.ToJsonString();
    }

    private static IEnumerable<JsonNode> Cases() =>
        (JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "usage", "selectors.json")))?["cases"] as JsonArray ?? []).OfType<JsonNode>();
}
