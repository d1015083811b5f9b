using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Sessions;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>The sample account's story, written by hand, against what Leastwise finds out.</summary>
public sealed class AcmeTruthTests(AcmeTruthTests.Assessment acme) : IClassFixture<AcmeTruthTests.Assessment>
{
    private static readonly JsonNode Truth = Parse();

    [Fact]
    public void Every_record_is_counted_once()
    {
        acme.Summary.Events.ShouldBe((long?)Truth["distinctEvents"] ?? -1);
        acme.Summary.Duplicates.ShouldBe((long?)Truth["duplicates"] ?? -1);
        acme.Summary.BadFiles.ShouldBeEmpty();
        acme.Summary.FilesRead.ShouldBe((long?)Truth["logFiles"] ?? -1);
        acme.Summary.FilesPassedOver.ShouldBe((long?)Truth["digestFiles"] ?? -1);
        acme.Result.Window.FirstDay.ToString("yyyy-MM-dd").ShouldBe((string?)Truth["window"]?["start"]);
        acme.Result.Window.LastDay.ToString("yyyy-MM-dd").ShouldBe((string?)Truth["window"]?["end"]);
    }

    [Fact]
    public void Each_account_has_its_days_and_events()
    {
        foreach (JsonNode account in List("accounts"))
        {
            AccountCoverage logs = acme.Result.Coverage.Accounts[Text(account, "id")];
            logs.Events.ShouldBe((long?)account["distinctEvents"] ?? -1, Text(account, "id"));
            logs.Days.Length.ShouldBe((int?)account["daysWithLogs"] ?? -1, Text(account, "id"));
        }
    }

    [Fact]
    public void Every_verdict_of_the_story_holds()
    {
        string[] wrong =
        [
            .. from actor in List("verdicts")
               let usage = Of(Text(actor, "principal"))
               from told in (actor["verdicts"] as JsonArray ?? []).OfType<JsonNode>()
               let found = usage.Privileges.SingleOrDefault(privilege => privilege.Action.FullName == Text(told, "action"))?.Verdict
               where Name(found) != Text(told, "verdict")
               select $"{usage.Principal.Arn} {Text(told, "action")}: told {Text(told, "verdict")} ({Text(told, "why")}), found {Name(found)} {found}",
        ];
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_origin_of_the_story_is_found()
    {
        string[] wrong =
        [
            .. from told in List("origins")
               let role = Of(told["role"] is null ? Text(told, "origin") : Text(told, "role"))
               where !role.Origins.Any(origin => Kind(origin.Origin) == Text(told, "originKind") && Matches(origin.Origin, Text(told, "origin")) && origin.Chain.Length == (int?)told["hops"])
               select $"{told.ToJsonString()} found: {string.Join("; ", role.Origins.Select(origin => $"{Kind(origin.Origin)} {origin.Origin.Label} {origin.Chain.Length}"))}",
        ];
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Events_that_the_catalogue_does_not_know_are_counted_for_their_actors()
    {
        string[] told = [.. List("unresolvedEvents").Select(one => $"{Text(one, "principal")} {Text(one, "eventSource")} {Text(one, "eventName")} {(long?)one["count"]}").Order(StringComparer.Ordinal)];
        string[] found =
        [
            .. acme.Result.Actors
                .SelectMany(actor => actor.Unresolved.Select(one => $"{actor.Principal.Arn} {one.Source} {one.Name} {one.Count}"))
                .Order(StringComparer.Ordinal),
        ];
        found.ShouldBe(told);
    }

    [Fact]
    public void Those_in_the_logs_only_are_listed_apart()
    {
        foreach (string arn in List("onlyInLogs").Select(one => Text(one, "principal")))
        {
            bool root = arn.EndsWith(":root", StringComparison.Ordinal);
            (root ? acme.Result.Root.Any(use => arn.Contains(use.AccountId, StringComparison.Ordinal)) : acme.Result.Strangers.Any(stranger => stranger.Label == arn)).ShouldBeTrue(arn);
        }
    }

    [Fact]
    public void Those_never_seen_have_no_events()
    {
        foreach (string arn in List("neverSeen").Select(one => Text(one, "principal")))
        {
            Of(arn).IsActive.ShouldBeFalse(arn);
        }
    }

    private static string Name(Verdict? verdict) => verdict switch
    {
        Verdict.Used => "used",
        Verdict.Unused => "unused",
        Verdict.Unknown => "unknown",
        Verdict.Ungranted => "ungranted",
        _ => "not listed",
    };

    private static string Kind(Origin origin) => origin switch
    {
        Origin.User => "user",
        Origin.Person => "person",
        Origin.Service => "service",
        Origin.WebIdentity => "webIdentity",
        // To the story a SAML subject is a person, and a vendor is its account.
        Origin.Saml => "person",
        Origin.Foreign => "account",
        Origin.Root => "root",
        Origin.SourceIdentity => "sourceIdentity",
        _ => "unknown",
    };

    private static bool Matches(Origin origin, string told) => origin.Label.Contains(told, StringComparison.Ordinal);

    private static JsonNode Parse() =>
        JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "acme", "truth.json"))) ?? throw new InvalidOperationException("The truth is empty.");

    private static IEnumerable<JsonNode> List(string name) => (Truth[name] as JsonArray ?? []).OfType<JsonNode>();

    private static string Text(JsonNode node, string name) => (string?)node[name] ?? "";

    private ActorUsage Of(string arn) => acme.Result.Actors.Single(actor => actor.Principal.Arn == arn);

    /// <summary>The sample account, read once for all tests.</summary>
    public sealed class Assessment
    {
        public Assessment()
        {
            string root = Repository.PathOf("samples", "acme");
            AuthorizationDetails details = AuthorizationDetailsReader.Read(Directory.GetFiles(Path.Combine(root, "iam"), "*.json").Order(StringComparer.Ordinal));
            OrganizationSnapshot organization = OrganizationReader.Read(Path.Combine(root, "organization.json"));
            using var ledger = Ledger.InMemory();
            Summary = ledger.Ingest([Path.Combine(root, "AWSLogs")]);
            UsageWindow window = UsageWindow.Of(ledger.Coverage, null, null);
            Result = UsageAnalysis.Run(ActionCatalog.Default, details.Accounts, organization, new GrantCalculator(ActionCatalog.Default), ledger, window);
        }

        public IngestSummary Summary { get; }

        public UsageResult Result { get; }
    }
}
