using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Tests.Usage;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Replaying;
using Leastwise.Trimming.Shaping;
using Leastwise.Usage;

namespace Leastwise.Tests.Trimming;

/// <summary>An account with what its roles and users did, as a case of tests/cases/trimming tells it; read as the program reads files.</summary>
internal sealed class MadeHistory : IDisposable
{
    public const string Account = "111111111111";

    private static readonly DateOnly First = new(2026, 6, 1);
    private readonly MadeAccount made;

    public MadeHistory(JsonNode one, JsonNode? account = null)
    {
        int days = (int?)one["days"] ?? 90;
        DateOnly last = First.AddDays(days - 1);
        made = new MadeAccount(
            [account ?? AccountOf(one)],
            [
                .. MadeAccount.Days(First, last, Account, "eu-west-1"), .. MadeAccount.Days(First, last, Account, "us-east-1"),
                .. (one["calls"] as JsonArray ?? []).OfType<JsonNode>().SelectMany((call, index) => Enumerable.Range(0, (int?)call["times"] ?? 1).Select(time => Record(call, (index * 7) + time))),
            ]);
        Window = UsageWindow.Days(First, last, asked: true);
        Analysis = UsageAnalysis.Over(ActionCatalog.Default, made.Details.Accounts, made.GrantsOf, made.Ledger.Read(Window, details: true));
        Lookup = new PolicyLookup(made.Details.Accounts, null, ResourcePolicies.None);
    }

    public UsageWindow Window { get; }

    public UsageAnalysis Analysis { get; }

    public PolicyLookup Lookup { get; }

    public AccountSnapshot Snapshot => made.Details.Accounts.Single();

    /// <summary>What is trimmed: <c>role/app</c>, <c>user/ann</c>, <c>group/g</c> or <c>policy/p</c>.</summary>
    public TrimSubject Subject(string named)
    {
        string name = named[(named.IndexOf('/') + 1)..];
        return named.Split('/')[0] switch
        {
            "group" => TrimSubject.Of(Snapshot.Groups.Single(one => one.Name == name), Snapshot),
            "policy" => TrimSubject.Of(Snapshot.Policies.Single(one => one.Name == name), Snapshot),
            _ => TrimSubject.Of(Actor(named)),
        };
    }

    public IamPrincipal Actor(string named) => Snapshot.Actors.Single(one => one.Arn.EndsWith($":{named}", StringComparison.Ordinal));

    public TrimResult Trim(string named, TrimOptions options) => new Trimmer(new ActionWriter(ActionCatalog.Default), Analysis, Lookup, options).Trim(Subject(named));

    public ReplayResult Replay(Proposal proposal) => new Replay(ActionCatalog.Default, Analysis, Lookup).Run(Snapshot.Actors, proposal);

    public static TrimOptions OptionsOf(JsonNode? options) => new()
    {
        DropUnknown = (bool?)options?["dropUnknown"] ?? false,
        Keep = [.. (options?["keep"] as JsonArray ?? []).Select(item => (string?)item ?? "")],
        KeepLevels = Enum.Parse<AccessLevels>((string?)options?["keepLevel"] ?? "None"),
        MinimumAge = (int?)options?["minimumAge"] ?? TrimOptions.DefaultDays,
        MinimumWindow = (int?)options?["minimumWindow"] ?? TrimOptions.DefaultDays,
        ByTag = (string?)options?["byTag"],
        Place = Enum.Parse<PolicyPlace>((string?)options?["place"] ?? nameof(PolicyPlace.AsToday)),
        NarrowResources = (bool?)options?["narrow"] ?? true,
    };

    /// <summary>The account file of a case, with other policies for one of its roles where these are given.</summary>
    public static JsonObject AccountOf(JsonNode one, string? role = null, IEnumerable<string>? policies = null)
    {
        JsonObject roles = one["roles"] as JsonObject ?? [], users = one["users"] as JsonObject ?? [], groups = one["groups"] as JsonObject ?? [], managed = one["managed"] as JsonObject ?? [];
        return new JsonObject
        {
            ["RoleDetailList"] = new JsonArray([.. roles.Select(pair => Principal(pair.Key, pair.Value!, "Role", pair.Key == role ? policies : null))]),
            ["UserDetailList"] = new JsonArray([.. users.Select(pair => Principal(pair.Key, pair.Value!, "User", null))]),
            ["GroupDetailList"] = new JsonArray([.. groups.Select(pair => Principal(pair.Key, pair.Value!, "Group", null))]),
            ["Policies"] = new JsonArray([.. managed.Select(pair => new JsonObject
            {
                ["PolicyName"] = pair.Key,
                ["Arn"] = $"arn:aws:iam::{Account}:policy/{pair.Key}",
                ["DefaultVersionId"] = "v1",
                ["PolicyVersionList"] = new JsonArray(new JsonObject { ["VersionId"] = "v1", ["IsDefaultVersion"] = true, ["Document"] = pair.Value!.DeepClone() }),
            })]),
        };
    }

    public void Dispose() => made.Dispose();

    private static JsonObject Principal(string name, JsonNode one, string kind, IEnumerable<string>? policies)
    {
        IEnumerable<(string Name, JsonNode Document)> inline = policies is null
            ? (one["policies"] as JsonObject ?? []).Select(pair => (pair.Key, pair.Value!.DeepClone()))
            : policies.Select((text, index) => ($"trimmed-{index}", JsonNode.Parse(text)!));
        var principal = new JsonObject
        {
            [$"{kind}Name"] = name,
            [$"{kind}Id"] = Id(kind, name),
            ["Path"] = "/",
            ["Arn"] = $"arn:aws:iam::{Account}:{kind.ToLowerInvariant()}/{name}",
            ["CreateDate"] = (string?)one["created"] ?? "2024-01-01T00:00:00Z",
            [$"{kind}PolicyList"] = new JsonArray([.. inline.Select(pair => new JsonObject { ["PolicyName"] = pair.Name, ["PolicyDocument"] = pair.Document })]),
            ["AttachedManagedPolicies"] = new JsonArray([.. (one["attached"] as JsonArray ?? []).Select(item => new JsonObject { ["PolicyName"] = (string?)item, ["PolicyArn"] = $"arn:aws:iam::{Account}:policy/{(string?)item}" })]),
        };
        if (one["tags"] is JsonObject tags)
        {
            principal["Tags"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = (string?)tag.Value })]);
        }

        if (kind == "User")
        {
            principal["GroupList"] = one["groups"]?.DeepClone() ?? new JsonArray();
        }

        if (kind == "Role")
        {
            principal["AssumeRolePolicyDocument"] = JsonNode.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com","AWS":"111111111111"},"Action":"sts:AssumeRole"}}""");
        }

        if ((string?)one["boundary"] is { } boundary)
        {
            principal["PermissionsBoundary"] = new JsonObject { ["PermissionsBoundaryType"] = "Policy", ["PermissionsBoundaryArn"] = $"arn:aws:iam::{Account}:policy/{boundary}" };
        }

        return principal;
    }

    private static string Id(string kind, string name) => $"{kind switch { "Role" => "AROA", "User" => "AIDA", _ => "AGPA" }}EXAMPLE{name.ToUpperInvariant().Replace('-', '0')}";

    private static string Record(JsonNode call, int number)
    {
        string by = (string?)call["by"] ?? "role/app", name = by[(by.IndexOf('/') + 1)..], mfa = (bool?)call["mfa"] == true ? "true" : "false";
        string[] named = ((string?)call["event"] ?? "").Split(' ');
        var attributes = new JsonObject { ["attributes"] = new JsonObject { ["mfaAuthenticated"] = mfa } };
        bool role = by.StartsWith("role/", StringComparison.Ordinal);
        if (role)
        {
            attributes["sessionIssuer"] = new JsonObject { ["type"] = "Role", ["principalId"] = Id("Role", name), ["arn"] = $"arn:aws:iam::{Account}:role/{name}", ["accountId"] = Account };
        }

        var identity = new JsonObject
        {
            ["type"] = role ? "AssumedRole" : "IAMUser",
            ["principalId"] = role ? $"{Id("Role", name)}:i-0123456789abcdef0" : Id("User", name),
            ["arn"] = role ? $"arn:aws:sts::{Account}:assumed-role/{name}/i-0123456789abcdef0" : $"arn:aws:iam::{Account}:user/{name}",
            ["accountId"] = Account,
            ["sessionContext"] = attributes,
        };
        if ((string?)call["through"] is { } service)
        {
            identity["invokedBy"] = service;
        }

        var record = new JsonObject
        {
            ["eventTime"] = $"{First.AddDays(number % 60):yyyy-MM-dd}T12:00:{number % 60:00}Z",
            ["eventSource"] = named[0],
            ["eventName"] = named[1],
            ["eventType"] = "AwsApiCall",
            ["awsRegion"] = (string?)call["region"] ?? "eu-west-1",
            ["recipientAccountId"] = Account,
            ["sourceIPAddress"] = (string?)call["address"] ?? "198.51.100.7",
            ["readOnly"] = (bool?)call["reads"] ?? false,
            ["userIdentity"] = identity,
            ["requestParameters"] = call["request"]?.DeepClone(),
            ["resources"] = new JsonArray([.. (call["resources"] as JsonArray ?? []).Select(item => new JsonObject { ["type"] = (string?)call["type"] ?? "AWS::Example::Thing", ["ARN"] = (string?)item })]),
        };
        if ((string?)call["error"] is { } error)
        {
            record["errorCode"] = error;
            record["errorMessage"] = (string?)call["message"] ?? "";
        }

        if ((string?)call["endpoint"] is { } endpoint)
        {
            record["vpcEndpointId"] = endpoint;
        }

        return record.ToJsonString();
    }
}
