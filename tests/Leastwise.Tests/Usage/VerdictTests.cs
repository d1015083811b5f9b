using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>Each rule of a verdict as a case: a user with one statement, ten days of logs, at most one event of interest.</summary>
public sealed class VerdictTests
{
    private static readonly GrantCalculator Calculator = new(ActionCatalog.Default);

    public static TheoryData<string> Names => [.. Cases().Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_verdict_follows_from_the_evidence(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        using var folder = new TemporaryFolder();
        string iam = folder.Write("iam.json", Account(one));
        AuthorizationDetails details = AuthorizationDetailsReader.Read([iam]);
        using var ledger = Ledger.InMemory();
        ledger.Ingest([LedgerFixture.WriteLog(folder, "log.json", Records(one), packed: false)]).BadRecords.ShouldBe(0);
        if ((bool?)one["torn"] is true)
        {
            ledger.Ingest([folder.Write("torn.json", "{\"Records\":[{\"eventID\":")]).BadFiles.ShouldHaveSingleItem();
        }

        UsageResult result = UsageAnalysis.Run(
            ActionCatalog.Default, details.Accounts, null, Calculator, ledger, UsageWindow.Days(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 10), asked: true));

        ActorUsage actor = result.Actors.ShouldHaveSingleItem();
        Verdict? verdict = actor.Privileges.SingleOrDefault(privilege => privilege.Action.FullName == (string?)one["action"])?.Verdict;
        string found = verdict switch
        {
            null => "not listed",
            Verdict.Unknown unknown => unknown.Reason.ToString(),
            _ => verdict.GetType().Name,
        };
        found.ShouldBe((string?)one["verdict"]);
        actor.Former.Length.ShouldBe((int?)one["former"] ?? 0);
        if (verdict is Verdict.Used used)
        {
            used.Evidence.Inferred.ShouldBe((bool?)one["inferred"] ?? false);
        }

        (actor.Used + actor.Unused + actor.Unknown).ShouldBe(actor.Granted);
    }

    [Fact]
    public void Data_events_that_are_not_told_apart_prove_nothing_of_one_resource()
    {
        using var folder = new TemporaryFolder();
        JsonNode user = JsonNode.Parse("""{"allow":"s3:GetObject"}""") ?? throw new InvalidOperationException("It is JSON.");
        AuthorizationDetails details = AuthorizationDetailsReader.Read([folder.Write("iam.json", Account(user))]);
        using var ledger = Ledger.InMemory();
        ledger.Ingest([LedgerFixture.WriteLog(folder, "log.json", Enumerable.Range(1, 10).Select(day =>
            $$"""{"eventID":"day-{{day}}","eventTime":"2026-01-{{day:00}}T08:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","eventType":"AwsApiCall","eventCategory":"Data","readOnly":true,"awsRegion":"us-east-1","recipientAccountId":"111111111111","userIdentity":{"type":"AWSService","invokedBy":"config.amazonaws.com"},"resources":[{"type":"AWS::S3::Object","ARN":"*"}]}"""), packed: false)]);

        UsageResult result = UsageAnalysis.Run(
            ActionCatalog.Default, details.Accounts, null, Calculator, ledger, UsageWindow.Days(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 10), asked: true));

        result.Actors.ShouldHaveSingleItem().Privileges.Single(one => one.Action.FullName == "s3:GetObject").Verdict
            .ShouldBeOfType<Verdict.Unknown>().Because.ShouldContain("does not tell them apart");
    }

    private static string Account(JsonNode one) => $$"""
        {"UserDetailList":[{"Path":"/","UserName":"u","UserId":"{{(string?)one["accountFileId"] ?? "AIDAEXAMPLE"}}","Arn":"arn:aws:iam::111111111111:user/u",
          "CreateDate":"{{(string?)one["created"] ?? "2025-01-01T00:00:00Z"}}","GroupList":[],"AttachedManagedPolicies":[],
          "UserPolicyList":[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{(string?)one["allow"]}}","Resource":"*"}]} }]}],
         "GroupDetailList":[],"RoleDetailList":[],"Policies":[]}
        """;

    private static IEnumerable<string> Records(JsonNode one)
    {
        string account = (string?)one["logAccount"] ?? "111111111111";
        string readOnly = (bool?)one["readOnly"] is bool reads ? $",\"readOnly\":{(reads ? "true" : "false")}" : "";
        string[] missing = ((string?)one["missing"] ?? "0-0").Split('-');
        for (int day = 1; day <= 10; day++)
        {
            if (day < int.Parse(missing[0]) || day > int.Parse(missing[1]))
            {
                yield return $$"""{"eventID":"day-{{day}}","eventTime":"2026-01-{{day:00}}T08:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"DescribeVpcs","eventType":"AwsApiCall"{{readOnly}},"awsRegion":"{{(string?)one["region"] ?? "us-east-1"}}","recipientAccountId":"{{account}}","userIdentity":{"type":"AWSService","invokedBy":"config.amazonaws.com"} }""";
            }
        }

        if ((string?)one["event"] is string call)
        {
            string id = (string?)one["uniqueId"] ?? "AIDAEXAMPLE";
            string error = (string?)one["error"] is string code ? $",\"errorCode\":\"{code}\"" : "";
            string request = (string?)one["role"] is string role ? $",\"requestParameters\":{{\"nested\":[{{\"role\":\"{role}\"}}]}}" : "";
            yield return $$"""{"eventID":"call","eventTime":"2026-01-05T09:00:00Z","eventSource":"{{call.Split(' ')[0]}}","eventName":"{{call.Split(' ')[1]}}","eventType":"AwsApiCall","awsRegion":"eu-west-1","recipientAccountId":"{{account}}","userIdentity":{"type":"IAMUser","principalId":"{{id}}","arn":"arn:aws:iam::111111111111:user/u","accountId":"111111111111","userName":"u"}{{error}}{{request}}}""";
        }
    }

    private static IEnumerable<JsonNode> Cases() =>
        (JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "usage", "verdicts.json")))?["cases"] as JsonArray ?? []).OfType<JsonNode>();
}
