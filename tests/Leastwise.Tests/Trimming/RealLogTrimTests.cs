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

/// <summary>Trims by real logs, of whose users a made account holds wide policies.</summary>
public sealed class RealLogTrimTests
{
    private const string Policy = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["cloudtrail:*","iam:*","lambda:*","rds:*","secretsmanager:*","ssm:*","sts:*"],"Resource":"*"}}""";

    [SkippableFact]
    public void No_trim_by_real_logs_breaks_what_was_done()
    {
        string folder = Path.Combine(Repository.SharedData, "cloudtrail", "stratus_red_team");
        Skip.IfNot(Directory.Exists(folder), Repository.NoSharedData);
        JsonObject[] records = [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(file => (JsonNode.Parse(File.ReadAllText(file)) as JsonArray ?? []).OfType<JsonObject>())];
        var users = records.Select(record => record["userIdentity"]).Where(identity => (string?)identity?["type"] == "IAMUser")
            .Select(identity => (Arn: (string)identity!["arn"]!, Id: (string)identity["principalId"]!))
            .Distinct()
            .ToLookup(user => user.Arn.Split(':')[4]);
        using var made = new MadeAccount(users.Select(account => AccountOf(account)), records.Select(record => record.ToJsonString()));
        var analysis = UsageAnalysis.Over(ActionCatalog.Default, made.Details.Accounts, made.GrantsOf, made.Ledger.Read(UsageWindow.Of(made.Ledger.LoggedDays, null, null), details: true));
        var trimmer = new Trimmer(
            new ActionWriter(ActionCatalog.Default), analysis, new PolicyLookup(made.Details.Accounts, null, ResourcePolicies.None), TrimOptions.Default with { MinimumAge = 0, MinimumWindow = 0, DropUnknown = true });
        TrimResult[] results = [.. made.Actors.Select(user => trimmer.Trim(TrimSubject.Of(user))).Where(result => result.Changes)];
        results.Length.ShouldBeGreaterThan(20);
        results.SelectMany(result => result.Replay?.Calls ?? []).ShouldNotContain(call => call.Outcome == ReplayOutcome.WouldBreak || call.Outcome == ReplayOutcome.NewlyAllowed);
        results.ShouldAllBe(result => result.Problem == null);
    }

    private static JsonObject AccountOf(IEnumerable<(string Arn, string Id)> users) => new()
    {
        ["UserDetailList"] = new JsonArray([.. users.Select(user => new JsonObject
        {
            ["UserName"] = user.Arn.Split('/')[^1],
            ["UserId"] = user.Id,
            ["Path"] = "/",
            ["Arn"] = user.Arn,
            ["CreateDate"] = "2020-01-01T00:00:00Z",
            ["UserPolicyList"] = new JsonArray(new JsonObject { ["PolicyName"] = "wide", ["PolicyDocument"] = JsonNode.Parse(Policy) }),
            ["GroupList"] = new JsonArray(),
            ["AttachedManagedPolicies"] = new JsonArray(),
        })]),
        ["RoleDetailList"] = new JsonArray(),
        ["GroupDetailList"] = new JsonArray(),
        ["Policies"] = new JsonArray(),
    };
}
