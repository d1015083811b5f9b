using System.Text.Json.Nodes;
using Leastwise.Sessions;
using Leastwise.Trail;

namespace Leastwise.Tests.Sessions;

/// <summary>Chains of sessions as cases: <c>ASSUME by=… key=… id=… arn=…</c> issues credentials, <c>USE key=… role=… arn=…</c> uses them.</summary>
public sealed class SessionGraphTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names => [.. Cases().Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_chain_leads_back_to_its_origin_in_any_order_of_arrival(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        string[] records = [.. (one["records"] as JsonArray ?? []).Select(record => (string?)record ?? "")];
        foreach (string[] order in new[] { records, [.. records.Reverse()] })
        {
            var graph = new SessionGraph(order.Where(record => record.StartsWith("ASSUME", StringComparison.Ordinal)).Select(Issue), []);
            Dictionary<string, string> use = Parts(order.Single(record => record.StartsWith("USE", StringComparison.Ordinal)));
            SessionPath path = graph.PathOf(Session(use["key"], use["role"], use["arn"]), Noon, Noon.AddHours(1));
            path.Origin.Label.ShouldBe((string?)one["origin"]);
            path.Chain.Length.ShouldBe((int?)one["hops"] ?? -1);
        }
    }

    private static IssuedCredentials Issue(string record)
    {
        Dictionary<string, string> parts = Parts(record);
        var issued = new IssuedSession(NullIfEmpty(parts["key"]), null, SessionArn(parts["arn"]), parts["id"], null);
        string by = parts["by"];
        if (by.StartsWith("user:", StringComparison.Ordinal))
        {
            return new IssuedCredentials("AssumeRole", Noon, issued, new LoggedActor(ActorKind.User, null, $"arn:aws:iam::111111111111:user/{by[5..]}", "111111111111"), null);
        }

        string[] caller = by.Split(',');
        SessionIdentity session = Session(caller[0], caller[1], caller[2]);
        return new IssuedCredentials("AssumeRole", Noon, issued, session.Actor, session);
    }

    private static SessionIdentity Session(string key, string id, string arn) =>
        SessionIdentity.Of(new CallerIdentity
        {
            Type = "AssumedRole",
            AccessKeyId = NullIfEmpty(key),
            PrincipalId = id,
            Arn = SessionArn(arn),
            AccountId = "111111111111",
        }) ?? throw new InvalidOperationException("An assumed role is a session.");

    private static string SessionArn(string arn) => $"arn:aws:sts::111111111111:assumed-role/{arn}";

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static Dictionary<string, string> Parts(string record) =>
        record.Split(' ').Skip(1).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);

    private static IEnumerable<JsonNode> Cases() =>
        (JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "sessions", "chains.json")))?["cases"] as JsonArray ?? []).OfType<JsonNode>();
}
