using System.Text.Json.Nodes;
using Leastwise.Principals;
using Leastwise.Risks;
using Leastwise.Risks.Paths;

namespace Leastwise.Tests.Risks.Paths;

/// <summary>Every known path by itself: open in its case, and closed as soon as any of what it needs is taken away.</summary>
public sealed class EachPathTests
{
    private static readonly JsonNode[] Cases =
        [.. (JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "risks", "paths", "each-path.json")))?["cases"]?.AsArray() ?? []).OfType<JsonNode>()];

    public static TheoryData<string> Paths() => [.. EscalationPath.Known.Select(path => path.Id)];

    [Fact]
    public void Every_known_path_has_exactly_one_case() =>
        Cases.Select(one => (string?)one["path"]).Order(StringComparer.Ordinal).ShouldBe(EscalationPath.Known.Select(path => (string?)path.Id));

    [Theory]
    [MemberData(nameof(Paths))]
    public void It_is_open_where_all_that_it_needs_is_there(string path)
    {
        JsonNode one = Case(path);
        (PathNode to, EdgeBundle bundle) = Edges(one).Where(edge => edge.To.Id == Target(one)).ShouldHaveSingleItem();
        bundle.Holding.Confidence.ToString().ShouldBe((string?)one["confidence"], string.Join("\n", bundle.Holding.Conditions));
        bundle.Over.ShouldBe((string?)one["over"] is { } over ? PathAccounts.Arn(over) : null);
        to.IsAdministrator.ShouldBeTrue();
        Needed(one).ShouldBe(EscalationPath.Known.Single(known => known.Id == path).Requires, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void It_is_closed_without_any_one_of_its_privileges(string path)
    {
        JsonNode one = Case(path);
        foreach (string privilege in Needed(one))
        {
            IsOpen(one, statement => statement["Action"] = Actions(Needed(one).Where(other => other != privilege))).ShouldBeFalse(privilege);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void It_is_closed_where_a_deny_takes_one_of_its_privileges(string path)
    {
        JsonNode one = Case(path);
        // The trust policy alone opens sts-003, but a Deny closes it like any other.
        foreach (string privilege in Needed(one) is { Length: > 0 } needed ? needed : ["sts:AssumeRole"])
        {
            IsOpen(one, statement: null, deny: new JsonObject { ["Effect"] = "Deny", ["Action"] = privilege, ["Resource"] = "*" }).ShouldBeFalse(privilege);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void It_is_closed_where_its_privileges_are_held_on_another_resource(string path)
    {
        JsonNode one = Case(path);
        if (Needed(one).Length > 0)
        {
            IsOpen(one, statement => statement["Resource"] = "arn:aws:sqs:eu-west-1:111111111111:another").ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void It_is_closed_without_its_target_or_the_trust_of_it(string path)
    {
        JsonNode one = Case(path).DeepClone();
        switch ((string?)one["without"])
        {
            case "trust":
                foreach (KeyValuePair<string, JsonNode?> role in one["roles"]?.AsObject() ?? one["otherRoles"]?.AsObject() ?? [])
                {
                    role.Value?.AsObject().Remove("trust");
                }

                break;
            case { } target:
                one.AsObject().Remove(target);
                foreach (KeyValuePair<string, JsonNode?> role in one["roles"]?.AsObject() ?? [])
                {
                    role.Value?.AsObject().Remove("attached");
                }

                one.AsObject().Remove(target switch { "groups" => "member", "policies" => "attached", _ => "none" });
                break;
            default:
                // Only the principal itself is needed, and a permission set is in no account file.
                ((string?)one["to"]).ShouldBe("administrator");
                return;
        }

        Edges(one).Any(edge => edge.To.Id == Target(one)).ShouldBeFalse();
    }

    private static JsonNode Case(string path) => Cases.Single(one => (string?)one["path"] == path);

    private static string[] Needed(JsonNode one) => [.. (one["privileges"]?.AsArray() ?? []).Select(value => (string?)value ?? "")];

    private static JsonArray Actions(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name).DefaultIfEmpty("s3:ListAllMyBuckets")];

    private static string Target(JsonNode one) => (string?)one["to"] is "administrator" ? $"administrator:{CaseAccount.Number}" : PathAccounts.Arn((string?)one["to"] ?? "");

    private static bool IsOpen(JsonNode one, Action<JsonObject>? statement, JsonObject? deny = null) => Edges(one, statement, deny).Any(edge => edge.To.Id == Target(one));

    private static IEnumerable<(PathNode To, EdgeBundle Bundle)> Edges(JsonNode one, Action<JsonObject>? change = null, JsonObject? deny = null)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Action"] = Actions(Needed(one)), ["Resource"] = "*" };
        change?.Invoke(statement);
        JsonObject inline = one["inline"]?.DeepClone().AsObject() ?? [];
        inline["own"] = deny is null ? new JsonArray(statement) : new JsonArray(statement, deny);
        var alice = new JsonObject { ["inline"] = inline };
        foreach ((string from, string to) in new[] { ("attached", "attached"), ("boundary", "boundary"), ("member", "groups") })
        {
            if (one[from] is { } value)
            {
                alice[to] = value.DeepClone();
            }
        }

        JsonObject users = one["users"]?.DeepClone().AsObject() ?? [];
        JsonObject roles = one["roles"]?.DeepClone().AsObject() ?? [];
        bool isRole = (string?)one["as"] == "role";
        (isRole ? roles : users)["alice"] = alice;
        var account = new JsonObject
        {
            ["users"] = users,
            ["roles"] = roles,
            ["groups"] = one["groups"]?.DeepClone(),
            ["policies"] = one["policies"]?.DeepClone(),
        };
        AccountSnapshot other = CaseAccount.Read(new JsonObject { ["roles"] = one["otherRoles"]?.DeepClone() }, PathAccounts.Other);
        EscalationGraph graph = PathAccounts.Graph([CaseAccount.Read(account), other]);
        return PathAccounts.EdgesOf(graph, PathAccounts.Arn(isRole ? "role/alice" : "user/alice"), (string?)one["path"] ?? "");
    }
}
