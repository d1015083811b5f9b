using System.Text.Json;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>Accounts and logs of a case, read as the program reads them.</summary>
internal sealed class MadeAccount : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly GrantCalculator calculator = new(ActionCatalog.Default);

    public MadeAccount(IEnumerable<JsonNode> accounts, IEnumerable<string> records)
    {
        Details = AuthorizationDetailsReader.Read([.. accounts.Select((account, index) => folder.Write($"iam-{index}.json", account.ToJsonString()))]);
        // Records are told apart by their ids, which cases leave out.
        string[] numbered = [.. records.Select((record, index) => JsonNode.Parse(record)?.AsObject() is { } one ? Numbered(one, index) : "")];
        Ledger.Ingest([LedgerFixture.WriteLog(folder, "log.json", numbered, packed: false)]).BadRecords.ShouldBe(0);
    }

    public AuthorizationDetails Details { get; }

    public Ledger Ledger { get; } = Ledger.InMemory();

    public IEnumerable<IamPrincipal> Actors => Details.Accounts.SelectMany(account => account.Actors);

    public string Write(string name, string text) => folder.Write(name, text);

    public UsageAnalysis Analyse(UsageWindow window, LastAccessedData? lastAccessed = null) => UsageAnalysis.Over(ActionCatalog.Default, Details.Accounts, GrantsOf, Ledger.Read(window), lastAccessed);

    public PrincipalGrants GrantsOf(IamPrincipal principal) => calculator.GrantsOf(principal, Details.Accounts.Single(account => account.AccountId == principal.AccountId), null);

    /// <summary>A service's call each day, so that the logs cover the window.</summary>
    public static IEnumerable<string> Days(DateOnly first, DateOnly last, string account, string region) =>
        Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).SelectMany(day => new[] { "true", "false" }.Select(reads =>
            $$"""{"eventTime":"{{first.AddDays(day):yyyy-MM-dd}}T08:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"DescribeVpcs","eventType":"AwsApiCall","readOnly":{{reads}},"awsRegion":"{{region}}","recipientAccountId":"{{account}}","userIdentity":{"type":"AWSService","invokedBy":"config.amazonaws.com"} }"""));

    /// <summary>A user's call.</summary>
    public static string Call(string call, string user, string id, string account, string region, string partition, string time) =>
        $$"""{"eventTime":"{{time}}","eventSource":"{{call.Split(' ')[0]}}","eventName":"{{call.Split(' ')[1]}}","eventType":"AwsApiCall","awsRegion":"{{region}}","recipientAccountId":"{{account}}","userIdentity":{"type":"IAMUser","principalId":"{{id}}","arn":"arn:{{partition}}:iam::{{account}}:user/{{user}}","accountId":"{{account}}","userName":"{{user}}"} }""";

    public static IEnumerable<JsonNode> Cases(params string[] path) =>
        (JsonNode.Parse(File.ReadAllText(Repository.PathOf(["tests", "cases", .. path])))?["cases"] as JsonArray ?? []).OfType<JsonNode>();

    /// <inheritdoc/>
    public void Dispose()
    {
        Ledger.Dispose();
        folder.Dispose();
    }

    private static string Numbered(JsonObject record, int index)
    {
        record["eventID"] = $"case-{index}";
        return record.ToJsonString(JsonSerializerOptions.Default);
    }
}
