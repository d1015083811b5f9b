using System.Text;
using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Tests.Evaluation;

namespace Leastwise.Tests.Reporting;

/// <summary>What <c>simulate</c>, <c>who-can</c> and <c>can</c> write is as docs/schemas says.</summary>
public sealed class EvaluationSchemaTests
{
    private const string Mixed = """{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:*","iam:PassRole"],"Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::secret*"},{"Effect":"Deny","Action":"s3:Put*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""";

    [Theory]
    [InlineData("s3:GetObject", "arn:aws:s3:::b/x")]
    [InlineData("s3:GetObject", "arn:aws:s3:::secret/x")]
    [InlineData("ec2:RunInstances", "*")]
    public void A_decision_is_as_the_schema_says(string action, string resource)
    {
        AccessRequest request = Request(action, resource);
        var policies = new PolicySet { Identity = [Made.Policy(Mixed)] };
        Check("simulate", stream => DecisionJson.Write(request, policies, RequestEvaluator.Evaluate(request, policies), stream));
    }

    [Fact]
    public void Every_answer_to_a_case_is_as_the_schema_says()
    {
        string[] lines =
        [
            .. Directory.EnumerateFiles(Repository.PathOf("tests", "cases", "evaluation", "decisions"), "*.json").Order(StringComparer.Ordinal)
                .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("cases").EnumerateArray())
                .Select(item => JsonSerializer.Serialize(item.GetProperty("case"))),
            "{\"id\":[1]}", "no case",
        ];
        JsonSchema schema = JsonSchema.Read("simulate-cases.schema.json");
        foreach (SimulationCase simulated in SimulationCases.Read(new StringReader(string.Join('\n', lines)), "cases.jsonl"))
        {
            schema.ErrorsOf(JsonDocument.Parse(SimulationCases.Answer(simulated, ActionCatalog.Default)).RootElement).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Grants_and_holders_are_as_the_schema_says()
    {
        IamUser user = Made.User([Mixed], [("Developers", ["""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:*","NotResource":"arn:aws:kms:*:*:key/1"}}"""])], """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:s3:::b*","arn:aws:iam::*:role/x*"]}}""");
        AccountSnapshot account = Made.AccountOf(user);
        ActionCatalog catalog = ActionCatalog.Default;
        var calculator = new GrantCalculator(catalog);
        var everything = new GrantFilter { Actions = catalog.All };
        Check("can", stream => GrantJson.WriteGrants(user, everything.Of(calculator.GrantsOf(user, account, null)), stream));
        var resources = new ResourcePolicies { ByArn = ResourcePolicies.None.ByArn.Add("arn:aws:s3:::b", Made.Policy("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}""")) };
        var whoCan = new WhoCan(catalog, calculator, [account], new PolicyLookup([account], null, resources));
        CatalogAction read = catalog.Find("s3:GetObject")!;
        foreach (string? resource in (string?[])[null, "arn:aws:s3:::b/x", "arn:aws:s3:::b/*"])
        {
            Holders holders = whoCan.Ask(read, resource, null);
            (holders.Holding.Length + holders.Outsiders.Length).ShouldBeGreaterThan(0);
            Check("who-can", stream => GrantJson.WriteHolders(read, resource, holders, stream));
        }
    }

    private static AccessRequest Request(string action, string resource) => new()
    {
        Requester = Requester.Parse($"arn:aws:iam::{Made.Account}:user/ann"),
        Action = action,
        Resource = resource,
        ResourceAccountId = Made.Account,
    };

    private static void Check(string schema, Action<Stream> write)
    {
        var stream = new MemoryStream();
        write(stream);
        JsonSchema.Read($"{schema}.schema.json").ErrorsOf(JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement).ShouldBeEmpty();
    }
}
