using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Sessions;
using Leastwise.Tests.Usage;
using Leastwise.Usage;

namespace Leastwise.Tests.Sessions;

/// <summary>Each kind of session as CloudTrail records it, led back to the person or machine; in either order of arrival.</summary>
public sealed class OriginCaseTests
{
    private static readonly UsageWindow Window = UsageWindow.Days(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 10), asked: true);

    public static TheoryData<string> Names => [.. MadeAccount.Cases("sessions", "origins.json").Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_session_leads_back_to_who_began_it(string name)
    {
        JsonNode one = MadeAccount.Cases("sessions", "origins.json").Single(candidate => (string?)candidate["name"] == name);
        string[] records = [.. (one["records"] as JsonArray ?? []).Select(record => record?.ToJsonString() ?? "")];
        string[] hops = [.. (one["hops"] as JsonArray ?? []).Select(hop => (string?)hop ?? "")];
        foreach (string[] order in new[] { records, [.. records.Reverse()] })
        {
            using var made = new MadeAccount(Accounts(one["trust"]?.ToJsonString() ?? ""), order);
            IamPrincipal actor = made.Actors.Single(candidate => candidate.Name == (string?)one["actor"]);

            OriginUsage use = made.Analyse(Window).ByOrigin(actor).Single(use => use.Privileges.Any(privilege => privilege.Action.FullName == "ec2:DescribeVpcs"));

            $"{SessionWords.Kind(use.Origin)} {use.Origin.Label}".ShouldBe((string?)one["origin"]);
            use.Ways.Single(way => way.Events > 0).Chain.Select(hop => hop.Call).ShouldBe(hops);

            // Asked of one actor, the ledger gives all that leads to it.
            LedgerView near = made.Ledger.Read(Window, new ActorChoice(logged => logged.UniqueId == actor.UniqueId, [actor.AccountId]));
            UsageAnalysis.Over(ActionCatalog.Default, made.Details.Accounts, made.GrantsOf, near).ByOrigin(actor).Select(other => other.Origin.Label)
                .ShouldContain(use.Origin.Label);
        }
    }

    public static TheoryData<string> PrivilegedTasks => [.. MadeAccount.Cases("sessions", "privileged-tasks.json").Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(PrivilegedTasks))]
    public void A_root_session_for_a_privileged_task_leads_back_to_who_opened_it(string name)
    {
        JsonNode one = MadeAccount.Cases("sessions", "privileged-tasks.json").Single(candidate => (string?)candidate["name"] == name);
        string[] records = [.. (one["records"] as JsonArray ?? []).Select(record => record?.ToJsonString() ?? "")];
        foreach (string[] order in new[] { records, [.. records.Reverse()] })
        {
            using var made = new MadeAccount(Accounts("""{"Service":"ec2.amazonaws.com"}"""), order);
            UsageAnalysis analysis = made.Analyse(Window);

            analysis.Sessions().Ways.Where(way => way.Chain[^1].Call == "AssumeRoot")
                .Select(way => $"{string.Join(" -> ", way.Chain.Select(hop => $"{hop.Call} {hop.Role}").Prepend(way.Origin.Label))}: {Legible.Count(way.Sessions, "session")}, {Legible.Count(way.Events, "event")}")
                .ShouldBe([(string?)one["way"]]);
            analysis.Root.Select(root => $"{root.AccountId}: {Legible.Count(root.Events, "event")}, {string.Join(", ", root.EventNames)}").ShouldBe([(string?)one["root"]]);
        }
    }

    private static IEnumerable<JsonNode> Accounts(string trust)
    {
        string Role(string name, string id, string account) =>
            $$"""{"Path":"/","RoleName":"{{name}}","RoleId":"{{id}}","Arn":"arn:aws:iam::{{account}}:role/{{name}}","CreateDate":"2020-01-01T00:00:00Z","InstanceProfileList":[],"RolePolicyList":[],"AttachedManagedPolicies":[],"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{trust}},"Action":"sts:AssumeRole"}]} }""";
        string User(string name, string id, string account) =>
            $$"""{"Path":"/","UserName":"{{name}}","UserId":"{{id}}","Arn":"arn:aws:iam::{{account}}:user/{{name}}","CreateDate":"2020-01-01T00:00:00Z","GroupList":[],"AttachedManagedPolicies":[]}""";
        foreach (string text in new[]
        {
            $$"""{"UserDetailList":[{{User("alice", "AIDAALICE", "111111111111")}}],"GroupDetailList":[],"RoleDetailList":[{{Role("r", "AROAR", "111111111111")}},{{Role("AWSReservedSSO_Admin_0123456789abcdef", "AROASSO", "111111111111")}}],"Policies":[]}""",
            $$"""{"UserDetailList":[{{User("ci", "AIDACI", "222222222222")}}],"GroupDetailList":[],"RoleDetailList":[{{Role("q", "AROAQ", "222222222222")}}],"Policies":[]}""",
        })
        {
            if (JsonNode.Parse(text) is { } account)
            {
                yield return account;
            }
        }
    }
}
