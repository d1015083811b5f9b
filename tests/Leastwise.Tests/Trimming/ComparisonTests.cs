using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Comparing;

namespace Leastwise.Tests.Trimming;

/// <summary>Runs tests/cases/trimming/compare.json, and holds comparisons to decisions on random requests.</summary>
public sealed class ComparisonTests
{
    private static readonly Dictionary<string, JsonElement> Cases = JsonDocument
        .Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "trimming", "compare.json"))).RootElement.GetProperty("cases").EnumerateArray()
        .ToDictionary(item => item.GetProperty("name").GetString()!, StringComparer.Ordinal);

    public static TheoryData<string> Names() => new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_comparisons_holds(string name)
    {
        JsonElement item = Cases[name];
        PolicyDifference difference = PolicyComparison.Compare(Policies(item.GetProperty("old")), Policies(item.GetProperty("new")), ActionCatalog.Default);
        if (item.TryGetProperty("gainedCountAtLeast", out JsonElement least))
        {
            Actions(difference.Gained, certain: true).Length.ShouldBeGreaterThan(least.GetInt32());
        }
        else
        {
            Actions(difference.Gained, certain: true).ShouldBe(Strings(item, "gained"));
        }

        Actions(difference.Lost, certain: true).ShouldBe(Strings(item, "lost"));
        Actions(difference.Gained.AddRange(difference.Lost), certain: false).ShouldBe(Strings(item, "open"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Comparisons_agree_with_decisions_on_random_requests(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 40; round++)
        {
            NamedPolicy[] before = [RandomPolicy(random, "old")];
            NamedPolicy[] after = [RandomPolicy(random, "new")];
            PreparedPolicies preparedBefore = Prepared(before), preparedAfter = Prepared(after);
            PolicyDifference difference = PolicyComparison.Compare(before, after, ActionCatalog.Default);
            var gained = difference.Gained.SelectMany(change => change.Actions).Select(action => action.FullName).ToHashSet();
            var lost = difference.Lost.SelectMany(change => change.Actions).Select(action => action.FullName).ToHashSet();
            for (int ask = 0; ask < 60; ask++)
            {
                (string action, string resource) = Pick(random, Requests);
                RequestContext context = RandomContext(random);
                bool old = IsAllowed(preparedBefore, action, resource, context), now = IsAllowed(preparedAfter, action, resource, context);
                string story = $"{action} on {resource} with {string.Join(", ", context.Values.Select(pair => $"{pair.Key}={pair.Value[0]}"))}: {before[0].Document.Json} -> {after[0].Document.Json}";
                (now && !old && !gained.Contains(action)).ShouldBeFalse(story);
                (old && !now && !lost.Contains(action)).ShouldBeFalse(story);
            }

            foreach (AccessChange change in difference.Gained.Where(change => change.IsCertain))
            {
                // A change can be of twenty thousand actions, which one statement decides alike.
                AccessRequest request = change.Witness!.Request;
                foreach (CatalogAction action in change.Actions.Length <= 100 ? [.. change.Actions] : random.GetItems(change.Actions.AsSpan(), 100))
                {
                    IsAllowed(preparedAfter, action.FullName, request.Resource, request.Context).ShouldBeTrue();
                    IsAllowed(preparedBefore, action.FullName, request.Resource, request.Context).ShouldBeFalse();
                }
            }

            PolicyComparison.Compare(before, before, ActionCatalog.Default).IsSame.ShouldBeTrue(before[0].Document.Json);
        }
    }

    private static readonly (string Action, string Resource)[] Requests =
    [
        ("s3:GetObject", "arn:aws:s3:::a/b/c"), ("s3:GetObject", "arn:aws:s3:::other/home/app"), ("s3:PutObject", "arn:aws:s3:::a/x"), ("s3:ListBucket", "arn:aws:s3:::a"),
        ("s3:ListAllMyBuckets", "*"), ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111111111111:a"), ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111111111111:b"),
        ("iam:CreateUser", "arn:aws:iam::111111111111:user/x"), ("dynamodb:ListTables", "*"),
    ];

    // What the policies of keys and roles say in most accounts: whom the account's own policies allow, may.
    private static readonly NamedPolicy Consent =
        Policy("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":["kms:*","sts:*"],"Resource":"*"}}""", "consent");

    private static readonly string[] ActionElements =
    [
        "\"Action\":\"s3:Get*\"", "\"Action\":\"s3:*\"", "\"Action\":[\"s3:GetObject\",\"iam:CreateUser\"]", "\"Action\":\"sqs:*\"", "\"NotAction\":\"iam:*\"", "\"NotAction\":[\"s3:Get*\",\"sqs:*\"]",
        "\"Action\":[\"sqs:SendMessage\",\"dynamodb:List*\"]",
    ];

    private static readonly string[] ResourceElements =
    [
        "\"Resource\":\"*\"", "\"Resource\":\"*\"", "\"Resource\":\"arn:aws:s3:::a/b*\"", "\"Resource\":[\"arn:aws:s3:::a\",\"arn:aws:s3:::a/*\"]", "\"NotResource\":\"arn:aws:s3:::a/*\"", "\"Resource\":\"arn:aws:sqs:*:*:a\"",
        "\"NotResource\":[\"arn:aws:sqs:*:*:a\",\"arn:aws:s3:::other/*\"]", "\"Resource\":\"arn:aws:s3:::other/home/${aws:PrincipalTag/team}\"",
    ];

    private static readonly string[] Conditions =
    [
        "", "", "", ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}", ",\"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":[\"eu-central-1\",\"us-east-1\"]}}",
        ",\"Condition\":{\"StringNotEquals\":{\"aws:RequestedRegion\":\"eu-central-1\"}}", ",\"Condition\":{\"Null\":{\"aws:PrincipalTag/team\":\"true\"}}", ",\"Condition\":{\"StringLikeIfExists\":{\"aws:PrincipalTag/team\":\"a*\"}}",
    ];

    private static NamedPolicy RandomPolicy(Random random, string name)
    {
        string version = random.Next(4) == 0 ? "2008-10-17" : "2012-10-17";
        string statements = string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(index =>
            $"{{\"Effect\":\"{(index > 0 && random.Next(2) == 0 ? "Deny" : "Allow")}\",{Pick(random, ActionElements)},{Pick(random, ResourceElements)}{Pick(random, Conditions)}}}"));
        return Policy($"{{\"Version\":\"{version}\",\"Statement\":[{statements}]}}", name);
    }

    private static RequestContext RandomContext(Random random)
    {
        RequestContext context = RequestContext.Empty;
        foreach ((string key, string?[] values) in new (string, string?[])[]
        {
            ("aws:SecureTransport", [null, "true", "false"]), ("aws:RequestedRegion", [null, "eu-central-1", "us-east-1", "eu-west-1"]), ("aws:PrincipalTag/team", [null, "app", "red"]),
        })
        {
            context = Pick(random, values) is { } value ? context.With(key, value) : context;
        }

        return context;
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private static PreparedPolicies Prepared(NamedPolicy[] policies) => new(new PolicySet { Identity = [.. policies], Resource = Consent });

    private static bool IsAllowed(PreparedPolicies policies, string action, string resource, RequestContext context) => RequestEvaluator.Evaluate(
        new AccessRequest { Requester = Requester.Parse("arn:aws:iam::111111111111:role/example"), Action = action, Resource = resource, ResourceAccountId = "111111111111", Context = context },
        policies).Kind == DecisionKind.Allowed;

    private static NamedPolicy Policy(string json, string name) => new() { Name = name, Kind = PolicyKind.CustomerManaged, Document = PolicyParser.Parse(json, name) };

    private static NamedPolicy[] Policies(JsonElement documents) => [.. documents.EnumerateArray().Select((document, index) => Policy(document.GetRawText(), $"p{index}"))];

    private static string[] Strings(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    private static string[] Actions(IEnumerable<AccessChange> changes, bool certain) =>
    [
        .. changes.Where(change => change.IsCertain == certain)
            .SelectMany(change => change.Actions.Select(action => action.FullName).Concat(change.UnknownPatterns))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];
}
