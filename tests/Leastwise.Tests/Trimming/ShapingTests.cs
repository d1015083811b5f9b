using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Tests.Usage;
using Leastwise.Trimming.Comparing;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Tests.Trimming;

/// <summary>Runs tests/cases/trimming/shape.json, and holds minimising and splitting to allowing the same, on made policies and on those of the sample.</summary>
public sealed class ShapingTests
{
    private static readonly ActionWriter Writer = new(ActionCatalog.Default);
    private static readonly PolicyMinimiser Minimiser = new(Writer);

    private static readonly string[] Actions = ["s3:Get*", "s3:GetObject", "s3:PutObject", "sqs:*", "sqs:SendMessage", "ec2:Describe*", "ec2:DescribeInstances", "iam:PassRole"];
    private static readonly string[] Resources = ["*", "arn:aws:s3:::a/*", "arn:aws:s3:::a/b/*", "arn:aws:s3:::b/*", "arn:aws:sqs:*:*:q", "arn:aws:iam::111111111111:role/x", "arn:aws:s3:::home/${aws:username}/*"];
    private static readonly string[] Conditions = ["", "", "", ",\"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}", ",\"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":\"us-east-1\"}}", ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}"];

    public static TheoryData<string> Names => [.. Cases().Select(one => (string?)one["name"] ?? "")];

    public static TheoryData<string> SampleFiles => ["111111111111.json", "222222222222.json"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_shaping_holds(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        PolicyDocument given = Parse(one["policy"]!.ToJsonString());
        WildcardStyle style = Enum.Parse<WildcardStyle>((string?)one["style"] ?? "None");
        PolicyDocument result = Minimiser.Minimise(given, style);
        if (one["minimised"] is { } expected)
        {
            PolicyWriter.Write(result).ShouldBe(PolicyWriter.Write(Parse(expected.ToJsonString())));
        }

        if (one["documents"] is { } documents)
        {
            SplitPolicy split = PolicySplitter.Split(given, PolicyLimit.All.Single(limit => limit.Name == (string?)one["limit"]));
            split.Documents.Length.ShouldBe((int)documents);
            (split.Problem ?? "").ShouldContain((string?)one["problem"] ?? "");
            (split.Problem is null).ShouldBe(one["problem"] is null);
            ShouldAllowTheSame(given, split.Documents);
        }

        ShouldAllowTheSame(given, [result]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Minimised_and_split_policies_allow_the_same(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 30; round++)
        {
            PolicyDocument given = Parse(RandomPolicy(random));
            foreach (WildcardStyle style in Enum.GetValues<WildcardStyle>())
            {
                PolicyDocument result = Minimiser.Minimise(given, style);
                ShouldAllowTheSame(given, [result]);
                PolicySize.Of(result).ShouldBeLessThanOrEqualTo(PolicySize.Of(given), given.Json);
                PolicyWriter.Write(Minimiser.Minimise(result, style)).ShouldBe(PolicyWriter.Write(result), given.Json);
            }

            var small = new PolicyLimit("test", 300, 100, CountTogether: false);
            SplitPolicy split = PolicySplitter.Split(given, small);
            ShouldAllowTheSame(given, split.Documents);
            if (split.Problem is null)
            {
                split.Documents.ShouldAllBe(document => PolicySize.Of(document) <= 300);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public void The_policies_of_the_sample_can_be_written_short(string file)
    {
        AccountSnapshot account = AuthorizationDetailsReader.Read([Repository.PathOf("samples", "acme", "iam", file)]).Accounts.Single();
        NamedPolicy[] policies = [.. account.Policies, .. account.Actors.SelectMany(actor => actor.InlinePolicies)];
        policies.ShouldNotBeEmpty();
        foreach (NamedPolicy policy in policies)
        {
            ShouldAllowTheSame(policy.Document, [Minimiser.Minimise(policy.Document, WildcardStyle.Shortest)]);
            ShouldAllowTheSame(policy.Document, PolicySplitter.Split(policy.Document, PolicyLimit.Managed).Documents);
        }
    }

    private static void ShouldAllowTheSame(PolicyDocument given, ImmutableArray<PolicyDocument> result)
    {
        PolicyDifference difference = PolicyComparison.Compare([Named(given)], [.. result.Select(document => Named(document))], ActionCatalog.Default);
        string story = $"{PolicyWriter.Write(given)} -> {string.Join('\n', result.Select(document => PolicyWriter.Write(document)))}";
        difference.IsSame.ShouldBeTrue(story);

        // The same by decisions on requests, without the comparison's logic.
        PreparedPolicies before = Prepared([given]), after = Prepared(result);
        foreach ((string action, string resource) in Requests)
        {
            foreach (RequestContext context in Contexts)
            {
                var request = new AccessRequest { Requester = Requester.Parse("arn:aws:iam::111111111111:user/ann"), Action = action, Resource = resource, ResourceAccountId = "111111111111", Context = context };
                RequestEvaluator.Evaluate(request, after).Kind.ShouldBe(RequestEvaluator.Evaluate(request, before).Kind, $"{action} on {resource}: {story}");
            }
        }
    }

    private static readonly (string Action, string Resource)[] Requests =
    [
        ("s3:GetObject", "arn:aws:s3:::a/x"), ("s3:GetObject", "arn:aws:s3:::a/b/x"), ("s3:PutObject", "arn:aws:s3:::b/x"), ("s3:GetObject", "arn:aws:s3:::home/ann/x"), ("s3:GetBucketPolicy", "arn:aws:s3:::c"),
        ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111111111111:q"), ("sqs:PurgeQueue", "arn:aws:sqs:eu-west-1:111111111111:r"), ("ec2:DescribeInstances", "*"), ("ec2:DescribeVpcs", "*"),
        ("iam:PassRole", "arn:aws:iam::111111111111:role/x"), ("iam:PassRole", "arn:aws:iam::111111111111:role/y"), ("not-a-service:Thing", "*"), ("lambda:ListFunctions", "*"),
    ];

    private static readonly RequestContext[] Contexts =
        [RequestContext.Empty, RequestContext.Empty.With("aws:RequestedRegion", "eu-west-1").With("aws:SecureTransport", "true"), RequestContext.Empty.With("aws:RequestedRegion", "us-east-1")];

    private static PreparedPolicies Prepared(IEnumerable<PolicyDocument> documents) => new(new PolicySet { Identity = [.. documents.Select(document => Named(document))] });

    private static string RandomPolicy(Random random) => $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', Enumerable.Range(0, random.Next(1, 6)).Select(index =>
        $"{{\"Effect\":\"{(random.Next(4) == 0 ? "Deny" : "Allow")}\",\"{(random.Next(6) == 0 ? "NotAction" : "Action")}\":{Some(random, Actions)},\"{(random.Next(8) == 0 ? "NotResource" : "Resource")}\":{Some(random, Resources)}{Conditions[random.Next(Conditions.Length)]}}}"))}}]}""";

    private static string Some(Random random, string[] from) =>
        $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"\"{from[random.Next(from.Length)]}\"").Distinct())}]";

    private static PolicyDocument Parse(string json) => PolicyParser.Parse(json, "case");

    private static NamedPolicy Named(PolicyDocument document) => new() { Name = "p", Kind = PolicyKind.CustomerManaged, Document = document };

    private static IEnumerable<JsonNode> Cases() => MadeAccount.Cases("trimming", "shape.json");
}
