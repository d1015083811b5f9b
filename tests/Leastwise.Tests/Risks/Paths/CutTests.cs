using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Risks.Paths;

namespace Leastwise.Tests.Risks.Paths;

/// <summary>What is cut, and that what is left has no path.</summary>
public sealed class CutTests
{
    private const string Admin = """{"Effect": "Allow", "Action": "*", "Resource": "*"}""";

    [Fact]
    public void One_policy_that_many_hold_is_cut_once()
    {
        EscalationCut cut = Cut($$$$$$"""
            {"policies": {"keys": {"Sid": "Keys", "Effect": "Allow", "Action": ["iam:CreateAccessKey", "iam:ListUsers"], "Resource": "*"}},
             "users": {"boss": {"inline": {"all": {{{{{{Admin}}}}}}}}, "ann": {"attached": ["keys"]}, "ben": {"attached": ["keys"]}, "cas": {"attached": ["keys"]}}}
            """);
        CutGrant grant = cut.Grants.ShouldHaveSingleItem();
        (grant.Unit.Kind, grant.Unit.What, grant.Unit.PolicyId, grant.Unit.Label).ShouldBe((GrantUnitKind.Action, "iam:CreateAccessKey", "arn:aws:iam::111111111111:policy/keys", "\"Keys\""));
        grant.Holders.Length.ShouldBe(3);
        (cut.Before, cut.After, cut.IsCheapest).ShouldBe((3, 0, true));
    }

    [Fact]
    public void Where_several_ways_meet_the_cut_is_where_they_meet()
    {
        EscalationCut cut = Cut($$$$$$"""
            {"users": {"ann": {"inline": {"go": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}}},
                       "ben": {"inline": {"go": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111111111111:role/*"}}}},
             "roles": {"hub": {"trust": {"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "sts:AssumeRole"},
                               "inline": {"own": {"Effect": "Allow", "Action": "iam:Put*", "Resource": "*"}}}}}
            """);
        // Without iam:PutRolePolicy, the hub still could write into a user and take no key of it: that is no path of its own.
        cut.Grants.Select(grant => grant.Unit.What).ShouldBe(["iam:PutRolePolicy"]);
        (cut.Before, cut.After).ShouldBe((3, 0));
    }

    [Fact]
    public void Of_two_privileges_that_a_path_needs_the_unused_one_goes()
    {
        EscalationCut cut = Cut(
            $$$$$$"""
            {"users": {"ann": {"inline": {"own": {"Effect": "Allow", "Action": ["iam:PassRole", "lambda:CreateFunction", "lambda:*Function"], "Resource": "*"}}}},
             "roles": {"worker": {"trust": {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}, "inline": {"all": {{{{{{Admin}}}}}}}}}}
            """,
            (_, action) => action == "iam:PassRole" ? GrantUse.Unused : GrantUse.Used);
        cut.Grants.ShouldHaveSingleItem().Unit.What.ShouldBe("iam:PassRole");
        cut.Grants[0].Use.ShouldBe(GrantUse.Unused);
        cut.After.ShouldBe(0);
    }

    [Fact]
    public void A_privilege_that_two_statements_give_is_taken_out_of_both_even_out_of_wildcards()
    {
        EscalationCut cut = Cut("""
            {"users": {"ann": {"inline": {"one": {"Effect": "Allow", "Action": "iam:Attach*", "Resource": "arn:aws:iam::111111111111:user/ann"},
                                          "two": {"Effect": "Allow", "NotAction": ["iam:Create*", "iam:Put*", "iam:Update*", "iam:Add*", "sts:*", "sso:*"], "Resource": "arn:aws:iam::111111111111:user/*"}}}}}
            """);
        cut.Grants.Select(grant => $"{grant.Unit.PolicyName} {grant.Unit.What}").ShouldBe(["one iam:AttachUserPolicy", "two iam:AttachUserPolicy"]);
        (cut.Before, cut.After, cut.IsCheapest).ShouldBe((1, 0, true));
    }

    [Fact]
    public void A_policy_of_aws_is_detached_as_it_cannot_be_changed()
    {
        AccountSnapshot account = CaseAccount.Read(JsonNode.Parse("""
            {"users": {"ann": {"attached": ["keys"]}, "boss": {"inline": {"all": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}},
             "policies": {"keys": {"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "*"}}}
            """));
        NamedPolicy Aws(NamedPolicy policy) => policy with { Arn = "arn:aws:iam::aws:policy/keys", Kind = PolicyKind.AwsManaged };
        account = account with { Policies = [.. account.Policies.Select(Aws)], Users = [.. account.Users.Select(user => user with { AttachedPolicies = [.. user.AttachedPolicies.Select(Aws)] })] };
        EscalationCut cut = CutSearch.Of(PathAccounts.Graph([account]), ActionCatalog.Default, [account], organization: null);
        GrantUnit unit = cut.Grants.ShouldHaveSingleItem().Unit;
        (unit.Kind, unit.Owner, cut.Cost, cut.After).ShouldBe((GrantUnitKind.Attachment, "arn:aws:iam::111111111111:user/ann", 4, 0));
    }

    [Fact]
    public void A_trust_that_alone_opens_the_role_is_what_must_go()
    {
        EscalationCut cut = Cut($$$$$$"""
            {"users": {"ann": {}}, "roles": {"boss": {"inline": {"all": {{{{{{Admin}}}}}}},
              "trust": {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111111111111:user/ann", "arn:aws:iam::111111111111:user/gone"]}, "Action": "sts:AssumeRole"}}}}
            """);
        GrantUnit unit = cut.Grants.ShouldHaveSingleItem().Unit;
        (unit.Kind, unit.What, cut.After, cut.AdministratorsAfter).ShouldBe((GrantUnitKind.Trust, "arn:aws:iam::111111111111:user/ann", 0, 1));
    }

    [Fact]
    public void Nobody_to_cut_off_is_said_so()
    {
        EscalationCut cut = Cut($$$$$$"""{"users": {"boss": {"inline": {"all": {{{{{{Admin}}}}}}}}, "ann": {}}}""");
        (cut.Before, cut.After, cut.Cost, cut.Grants.Length).ShouldBe((0, 0, 0, 0));
    }

    private static EscalationCut Cut(string account, Func<string, string, GrantUse>? useOf = null)
    {
        ImmutableArray<AccountSnapshot> accounts = [CaseAccount.Read(JsonNode.Parse(account))];
        return CutSearch.Of(PathAccounts.Graph(accounts), ActionCatalog.Default, accounts, organization: null, useOf: useOf);
    }
}
