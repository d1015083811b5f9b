using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

/// <summary>Every path of the table, tried on an account in which it is open.</summary>
public sealed class EscalationPathTests
{
    public static TheoryData<string> Paths() => [.. EscalationPath.Known.Select(path => path.Id)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_path_is_open_to_who_holds_what_it_requires(string id)
    {
        EscalationPath path = Path(id);
        EscalationHit hit = Hits(path, path.Requires).Single(candidate => candidate.Path.Id == id);
        hit.Severity.ShouldBeOneOf(Severity.Medium, Severity.High);
        hit.Supports.Select(support => support.Action.FullName).ShouldBe(path.Requires);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_path_is_closed_when_any_one_privilege_is_missing(string id)
    {
        EscalationPath path = Path(id);
        foreach (string missing in path.Requires)
        {
            // Padded with a harmless privilege, so that the statement is never empty.
            Hits(path, [.. path.Requires.Where(action => action != missing), "sts:GetCallerIdentity"]).Select(hit => hit.Path.Id).ShouldNotContain(id, missing);
        }
    }

    [Fact]
    public void The_catalogue_knows_every_privilege_that_a_path_requires()
    {
        string[] unknown = [.. EscalationPath.Known.SelectMany(path => path.Requires.Where(action => ActionCatalog.Default.Find(action)?.FullName != action).Select(action => $"{path.Id} {action}"))];
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void Ids_are_unique_and_roles_are_passed_exactly_where_a_service_is_named()
    {
        EscalationPath.Known.Select(path => path.Id).Distinct().Count().ShouldBe(EscalationPath.Known.Length);
        foreach (EscalationPath path in EscalationPath.Known)
        {
            path.Requires.Contains("iam:PassRole").ShouldBe(path.PassedTo is not null, path.Id);
            (path.Category == EscalationCategory.NewPassRole).ShouldBe(path.PassedTo is not null, path.Id);
            (path.Category == EscalationCategory.ExistingPassRole).ShouldBe(!path.RunsAs.IsEmpty, path.Id);
        }
    }

    [Theory]
    [InlineData("ecs-002", "ecs:RunTask")]
    [InlineData("ecs-001", "ecs:CreateService")]
    [InlineData("lambda-004", "lambda:UpdateFunctionCode")]
    [InlineData("batch-003", "batch:SubmitJob")]
    [InlineData("lambda-001", "lambda:CreateFunction")]
    public void What_to_take_away_closes_shorter_paths_too(string id, string action) => new RiskFacts(ActionCatalog.Default).TurnOf(Path(id)).ShouldBe(action);

    [SkippableFact]
    public void No_known_path_of_the_shared_list_is_missing()
    {
        string file = System.IO.Path.Combine(Repository.SharedData, "escalation-paths", "paths.tsv");
        Skip.IfNot(File.Exists(file), Repository.NoSharedData);
        foreach (string[] row in File.ReadLines(file).Skip(1).Select(line => line.Split('\t')))
        {
            Path(row[0]).Requires.ShouldBe(row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), ignoreOrder: false, customMessage: row[0]);
        }
    }

    private static EscalationPath Path(string id) => EscalationPath.Known.Single(path => path.Id == id);

    // An account where every path leads somewhere: an administrator of each sort, a boundary to remove, a group to join or to raise.
    private static EscalationHit[] Hits(EscalationPath path, IEnumerable<string> actions)
    {
        var allow = new JsonObject { ["Effect"] = "Allow", ["Action"] = new JsonArray([.. actions.Select(action => (JsonNode)action)]), ["Resource"] = "*" };
        string trusted = path.Id switch
        {
            "sts-003" => """{"AWS":"arn:aws:iam::111111111111:user/mallory"}""",
            "sts-001" or "sts-002" or "iam-023" => """{"AWS":"111111111111"}""",
            "leastwise-025" or "leastwise-026" => """{"Federated":"arn:aws:iam::111111111111:saml-provider/corp"}""",
            _ => $$"""{"Service":"{{path.PassedTo ?? path.RunsAs.FirstOrDefault("ec2.amazonaws.com")}}","AWS":"arn:aws:iam::111111111111:root"}""",
        };
        JsonNode everything = JsonNode.Parse("""{"Everything": {"Effect":"Allow","Action":"*","Resource":"*"}}""")!;
        JsonNode boss = JsonNode.Parse("""{"attached": ["Everything"]}""")!;
        boss["trust"] = new JsonObject { ["Effect"] = "Allow", ["Principal"] = JsonNode.Parse(trusted), ["Action"] = new JsonArray("sts:AssumeRole", "sts:AssumeRoleWithSAML") };
        boss["boundary"] = path.Id == "iam-023" ? "Everything" : null;
        var roles = new JsonObject { ["boss"] = boss };
        JsonNode account = JsonNode.Parse("""
            {"groups": {"ops": {"attached": ["Everything"]}, "staff": {} },
             "users": {"root-like": {"attached": ["Everything"]}, "mallory": {"inline": {}, "groups": ["staff"], "boundary": "Everything"} } }
            """)!;
        account["policies"] = everything.DeepClone();
        account["policies"]!["Own"] = allow;
        bool elsewhere = path.Id == "sts-002";
        account["roles"] = elsewhere ? new JsonObject() : roles.DeepClone();
        JsonNode mallory = account["users"]!["mallory"]!;
        mallory["attached"] = new JsonArray("Own");
        if (path.Requires is [var only] && OwnChanges.Is(only))
        {
            // Something is held behind each sort of limit, and each path loosens one.
            account["policies"]!["Fence"] = JsonNode.Parse("""{"Effect":"Deny","Action":"sns:*","Resource":"*"}""");
            account["policies"]!["Most"] = JsonNode.Parse("""{"Effect":"Allow","NotAction":"dynamodb:*","Resource":"*"}""");
            mallory["attached"] = new JsonArray("Own", "Fence");
            mallory["boundary"] = "Most";
            mallory["inline"] = JsonNode.Parse("""
                {"held": {"Effect":"Allow","Action":["sns:Publish","sqs:SendMessage","dynamodb:GetItem"],"Resource":"*"},
                 "fence": {"Effect":"Deny","Action":"sqs:*","Resource":"*"},
                 "tagged": {"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}} }
                """);
            if (only.Contains("Role", StringComparison.Ordinal))
            {
                account["users"]!.AsObject().Remove("mallory");
                mallory.AsObject().Remove("groups");
                account["roles"]!["mallory"] = mallory;
            }
        }

        AccountSnapshot[] accounts = [CaseAccount.Read(account), CaseAccount.Read(elsewhere ? new JsonObject { ["roles"] = roles, ["policies"] = everything } : null, "222222222222")];
        var calculator = new GrantCalculator(ActionCatalog.Default);
        var context = new RiskContext(new RiskScanRequest
        {
            Catalog = ActionCatalog.Default,
            Accounts = accounts,
            GrantsOf = principal => calculator.GrantsOf(principal, accounts.Single(one => one.AccountId == principal.AccountId), null),
        });
        IamPrincipal attacker = accounts[0].Actors.Single(actor => actor.Name == "mallory");
        return [.. EscalationSearch.All(context.SubjectOf(attacker)!)];
    }
}
