using System.Text.Json.Nodes;

namespace Leastwise.Tests.Samples;

/// <summary>The truth was written by hand; what can be counted in it is counted here, with no part of the product.</summary>
[Collection(SampleCollection.Name)]
public sealed class TruthTests(GeneratedSample generated)
{
    private static readonly JsonObject s_truth =
        JsonNode.Parse(File.ReadAllBytes(Repository.PathOf("tests", "cases", "acme", "truth.json")))!.AsObject();

    [Fact]
    public void Events_are_as_many_as_the_truth_says_and_repeated_ones_are_the_same_in_every_byte()
    {
        var records = SampleLog.Records(generated.First).Select(static r => r.Record).ToList();
        var events = records.GroupBy(static r => r.Text("eventID")).ToList();
        records.Count.ShouldBe((int)s_truth["records"]!);
        events.Count.ShouldBe((int)s_truth["distinctEvents"]!);
        (records.Count - events.Count).ShouldBe((int)s_truth["duplicates"]!);
        events.ShouldAllBe(static copies => copies.Select(static copy => copy.ToJsonString()).Distinct().Count() == 1);
    }

    [Fact]
    public void Calls_across_accounts_are_recorded_in_both_under_one_shared_id()
    {
        var pairs = SampleLog.Records(generated.First).Select(static r => r.Record)
            .Where(static r => r.ContainsKey("sharedEventID"))
            .GroupBy(static r => r.Text("sharedEventID"))
            .Where(static shared => shared.Select(static r => r.Text("recipientAccountId")).Distinct().Count() == 2);
        pairs.Count().ShouldBe((int)s_truth["sharedEventPairs"]!);
    }

    [Fact]
    public void Each_account_has_the_events_and_the_days_that_the_truth_says()
    {
        var byAccount = SampleLog.Records(generated.First).Select(static r => r.Record).ToLookup(static r => r.Text("recipientAccountId"));
        foreach (var account in s_truth["accounts"]!.AsArray().OfType<JsonObject>())
        {
            var records = byAccount[account.Text("id")].ToList();
            records.Select(static r => r.Text("eventID")).Distinct().Count().ShouldBe((int)account["distinctEvents"]!);
            records.Select(static r => r.Text("eventTime")[..10]).Distinct().Count().ShouldBe((int)account["daysWithLogs"]!);
        }
    }

    [Fact]
    public void Each_account_has_the_principals_that_the_truth_says()
    {
        foreach (var account in s_truth["accounts"]!.AsArray().OfType<JsonObject>())
        {
            var details = JsonNode.Parse(generated.First[$"iam/{account.Text("id")}.json"])!;
            details["UserDetailList"]!.AsArray().Count.ShouldBe((int)account["users"]!);
            details["GroupDetailList"]!.AsArray().Count.ShouldBe((int)account["groups"]!);
            details["RoleDetailList"]!.AsArray().Count.ShouldBe((int)account["roles"]!);
        }
    }

    [Fact]
    public void Whoever_the_truth_speaks_of_exists()
    {
        var known = s_truth["accounts"]!.AsArray()
            .Select(account => JsonNode.Parse(generated.First[$"iam/{account!.Text("id")}.json"])!)
            .SelectMany(static details => details["UserDetailList"]!.AsArray().Concat(details["RoleDetailList"]!.AsArray()))
            .Select(static principal => principal!.Text("Arn"))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var list in new[] { "verdicts", "notGranted", "findings", "noFindings", "neverSeen" })
            s_truth[list]!.AsArray().Select(static entry => entry!.Text("principal")).ShouldAllBe(arn => known.Contains(arn), list);
    }

    [Fact]
    public void Every_session_whose_origin_the_truth_names_is_in_the_logs()
    {
        var seen = SampleLog.Records(generated.First).Select(static r => (string?)r.Record["userIdentity"]!["arn"])
            .ToHashSet(StringComparer.Ordinal);
        s_truth["origins"]!.AsArray().Select(static origin => origin!.Text("session")).ShouldAllBe(session => seen.Contains(session));
    }

    [Fact]
    public void Temporary_credentials_are_used_only_while_they_live()
    {
        var records = SampleLog.Records(generated.First).Select(static r => r.Record).ToList();
        var issued = records.Where(static r => r["responseElements"] is JsonObject answer && answer.ContainsKey("credentials"))
            .GroupBy(static r => r["responseElements"]!["credentials"]!.Text("accessKeyId"))
            .ToDictionary(static group => group.Key, static group => group.First());
        var uses = records.Where(r => (string?)r["userIdentity"]!["accessKeyId"] is { } key && issued.ContainsKey(key)).ToList();
        uses.Count.ShouldBeGreaterThan(10_000);
        uses.ShouldAllBe(r => Lives(issued[r["userIdentity"]!.Text("accessKeyId")], r.Text("eventTime")));
    }

    private static bool Lives(JsonObject issue, string at)
    {
        var until = DateTime.ParseExact(issue["responseElements"]!["credentials"]!.Text("expiration"), "MMM d, yyyy, h:mm:ss tt", null);
        return string.CompareOrdinal(issue.Text("eventTime"), at) <= 0 && string.CompareOrdinal(
            at, until.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")) <= 0;
    }
}
