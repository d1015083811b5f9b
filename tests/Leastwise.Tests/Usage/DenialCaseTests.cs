using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>What would allow a denied call, on both sides where two accounts are in it, and where no grant helps.</summary>
public sealed class DenialCaseTests
{
    private static readonly UsageWindow Window = UsageWindow.Days(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 10), asked: true);

    public static TheoryData<string> Names => [.. MadeAccount.Cases("usage", "denials.json").Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_smallest_grants_that_would_allow_it_are_named(string name)
    {
        JsonNode one = MadeAccount.Cases("usage", "denials.json").Single(candidate => (string?)candidate["name"] == name);
        using var made = new MadeAccount((one["accounts"] as JsonArray ?? []).OfType<JsonNode>(), [Record(one)]);
        var advisor = new DenialAdvisor(ActionCatalog.Default, new PolicyLookup(made.Details.Accounts, Organization(made, one), ResourcePolicies.None));
        IamPrincipal ana = made.Actors.Single(actor => actor.Name == "ana");
        UsageAnalysis analysis = UsageAnalysis.Over(ActionCatalog.Default, made.Details.Accounts, made.GrantsOf, made.Ledger.ReadSums(Window, details: true));

        DenialAnswer answer = advisor.Of(ana, analysis.Of(ana).Denied.ShouldHaveSingleItem());

        answer.Remedy.ToString().ShouldBe((string?)one["remedy"], answer.Sentence);
        answer.Grants.Select(grant => $"in {grant.Where}: {grant.Statement}").ShouldBe((one["grants"] as JsonArray ?? []).Select(grant => (string?)grant ?? ""));
        if ((string?)one["sentence"] is { } sentence)
        {
            answer.Sentence.ShouldBe(sentence);
        }
    }

    private static string Record(JsonNode one)
    {
        string[] action = ((string?)one["action"] ?? "").Split(':');
        var record = new JsonObject
        {
            ["eventTime"] = "2026-01-05T09:00:00Z",
            ["eventSource"] = $"{action[0]}.amazonaws.com",
            ["eventName"] = action[1],
            ["eventType"] = "AwsApiCall",
            ["awsRegion"] = "us-east-1",
            ["recipientAccountId"] = "111111111111",
            ["userIdentity"] = new JsonObject
            {
                ["type"] = "IAMUser",
                ["principalId"] = "AIDAANA",
                ["arn"] = "arn:aws:iam::111111111111:user/ana",
                ["accountId"] = "111111111111",
                ["userName"] = "ana",
            },
            ["requestParameters"] = one["request"]?.DeepClone(),
            ["errorCode"] = "AccessDenied",
            ["errorMessage"] = (string?)one["message"],
        };
        return record.ToJsonString();
    }

    /// <summary>Both accounts under one root, with AWS's policy that allows everything and the case's own.</summary>
    private static OrganizationSnapshot? Organization(MadeAccount made, JsonNode one)
    {
        if (one["serviceControl"] is null && one["resourceControl"] is null)
        {
            return null;
        }

        JsonObject Policy(string id, JsonNode? statements) => new()
        {
            ["id"] = id,
            ["name"] = id,
            ["document"] = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements?.DeepClone() },
        };
        JsonNode everything = new JsonArray(new JsonObject { ["Effect"] = "Allow", ["Action"] = "*", ["Resource"] = "*" });
        bool limitsResources = one["resourceControl"] is not null;
        var root = new JsonObject
        {
            ["id"] = "r-made",
            ["name"] = "Root",
            ["serviceControlPolicies"] = limitsResources ? new JsonArray("p-FullAWSAccess") : new JsonArray("p-FullAWSAccess", "p-made"),
            ["resourceControlPolicies"] = limitsResources ? new JsonArray("p-made") : new JsonArray(),
            ["organizationalUnits"] = new JsonArray(),
            ["accounts"] = new JsonArray([.. new[] { "111111111111", "222222222222" }.Select(id => new JsonObject
            {
                ["id"] = id, ["name"] = id, ["serviceControlPolicies"] = new JsonArray("p-FullAWSAccess"),
            })]),
        };
        var organization = new JsonObject
        {
            ["schemaVersion"] = 1,
            ["organization"] = new JsonObject { ["id"] = "o-made", ["managementAccountId"] = "999999999999" },
            ["roots"] = new JsonArray(root),
            ["policies"] = new JsonArray(Policy("p-FullAWSAccess", everything), Policy("p-made", one["serviceControl"] ?? one["resourceControl"])),
        };
        OrganizationSnapshot read = OrganizationReader.Read(made.Write("organization.json", organization.ToJsonString()));
        read.Diagnostics.ShouldBeEmpty();
        return read;
    }
}
