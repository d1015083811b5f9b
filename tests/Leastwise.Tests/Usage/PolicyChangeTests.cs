using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>What took away a privilege that was used and is not held now, as far as the logs show it.</summary>
public sealed class PolicyChangeTests
{
    private static readonly UsageWindow Window = UsageWindow.Days(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 10), asked: true);

    public static TheoryData<string> Names => [.. MadeAccount.Cases("usage", "policy-changes.json").Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_change_that_likely_took_a_privilege_away_is_named(string name)
    {
        JsonNode one = MadeAccount.Cases("usage", "policy-changes.json").Single(candidate => (string?)candidate["name"] == name);
        using var made = new MadeAccount(one["account"] is { } account ? [account] : [], (one["records"] as JsonArray ?? []).OfType<JsonNode>().Select(Record));
        IamPrincipal ana = made.Actors.Single(actor => actor.Name == "ana");

        string cause = CauseOf(UsageAnalysis.Over(ActionCatalog.Default, made.Details.Accounts, made.GrantsOf, made.Ledger.Read(Window), changes: made.Ledger.PolicyChangeCalls), ana);

        int at = cause.IndexOf("The likely cause is", StringComparison.Ordinal);
        (at < 0 ? null : cause[at..]).ShouldBe((string?)one["cause"]);

        // Of everybody, the ledger's sums say the same.
        CauseOf(UsageAnalysis.Over(ActionCatalog.Default, made.Details.Accounts, made.GrantsOf, made.Ledger.ReadSums(Window), changes: made.Ledger.PolicyChangeCalls), ana).ShouldBe(cause);
    }

    [Fact]
    public void A_change_by_a_session_is_led_back_to_its_human()
    {
        JsonNode one = MadeAccount.Cases("usage", "policy-changes.json").First();
        string[] records =
        [
            .. (one["records"] as JsonArray ?? []).OfType<JsonNode>().Select(Record).Take(1),
            """{"eventTime":"2026-01-06T08:00:00Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","eventType":"AwsApiCall","awsRegion":"us-east-1","recipientAccountId":"111111111111","userIdentity":{"type":"IAMUser","principalId":"AIDAADMIN","arn":"arn:aws:iam::111111111111:user/admin","accountId":"111111111111","userName":"admin"},"requestParameters":{"roleArn":"arn:aws:iam::111111111111:role/cleaner","roleSessionName":"s"},"responseElements":{"credentials":{"accessKeyId":"ASIA1"},"assumedRoleUser":{"assumedRoleId":"AROAC:s","arn":"arn:aws:sts::111111111111:assumed-role/cleaner/s"} } }""",
            """{"eventTime":"2026-01-06T09:00:00Z","eventSource":"iam.amazonaws.com","eventName":"DeleteUserPolicy","eventType":"AwsApiCall","awsRegion":"us-east-1","recipientAccountId":"111111111111","userIdentity":{"type":"AssumedRole","principalId":"AROAC:s","arn":"arn:aws:sts::111111111111:assumed-role/cleaner/s","accountId":"111111111111","accessKeyId":"ASIA1","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAC","arn":"arn:aws:iam::111111111111:role/cleaner","accountId":"111111111111","userName":"cleaner"} } },"requestParameters":{"userName":"ana","policyName":"net"} }""",
        ];
        using var made = new MadeAccount(one["account"] is { } account ? [account] : [], records);

        CauseOf(UsageAnalysis.Over(ActionCatalog.Default, made.Details.Accounts, made.GrantsOf, made.Ledger.ReadSums(Window), changes: made.Ledger.PolicyChangeCalls), made.Actors.Single())
            .ShouldEndWith("The likely cause is DeleteUserPolicy on it by arn:aws:iam::111111111111:user/admin as arn:aws:iam::111111111111:role/cleaner on 2026-01-06.");
    }

    private static string CauseOf(UsageAnalysis analysis, IamPrincipal principal) =>
        analysis.Of(principal).Privileges.Select(privilege => privilege.Verdict).OfType<Verdict.Ungranted>().Single().LikelyCause;

    private static string Record(JsonNode one)
    {
        string[] call = ((string?)one["call"] ?? "").Split(' ');
        string by = (string?)one["by"] ?? "";
        string more = (one["request"] is { } request ? $",\"requestParameters\":{request.ToJsonString()}" : "") + ((string?)one["error"] is { } error ? $",\"errorCode\":\"{error}\"" : "");
        return $$"""{"eventTime":"{{(string?)one["time"]}}","eventSource":"{{call[0]}}","eventName":"{{call[1]}}","eventType":"AwsApiCall","awsRegion":"us-east-1","recipientAccountId":"111111111111","userIdentity":{"type":"IAMUser","principalId":"AIDA{{by.ToUpperInvariant()}}","arn":"arn:aws:iam::111111111111:user/{{by}}","accountId":"111111111111","userName":"{{by}}"}{{more}} }""";
    }
}
