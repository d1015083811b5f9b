using FsCheck;
using FsCheck.Fluent;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Tests.Evaluation;

/// <summary>What holds for every set of policies.</summary>
public sealed class GrantPropertyTests
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20260926, 7919);
    private static readonly GrantCalculator Calculator = new(ActionCatalog.Default);

    private static readonly string[] Actions =
        ["\"Action\":\"*\"", "\"Action\":\"s3:*\"", "\"Action\":[\"s3:GetObject\",\"iam:PassRole\"]", "\"NotAction\":\"iam:*\"", "\"NotAction\":[\"s3:Get*\",\"sts:*\"]", "\"Action\":\"dynamodb:*Item\"", "\"Action\":\"ec2:Describe*\""];

    private static readonly string[] Resources =
        ["\"Resource\":\"*\"", "\"Resource\":\"arn:aws:s3:::a/*\"", "\"Resource\":[\"arn:aws:s3:::a\",\"arn:aws:s3:::a/b/*\"]", "\"NotResource\":\"arn:aws:s3:::a/*\"", "\"Resource\":\"arn:aws:iam::111111111111:role/x*\"", "\"NotResource\":[\"arn:aws:iam::*:role/*\",\"arn:aws:s3:::a/${aws:username}\"]", "\"Resource\":\"arn:aws:dynamodb:*:*:table/*\""];

    private static readonly string[] Conditions = ["", "", ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}"];

    [Fact]
    public void Adding_a_Deny_never_grants()
    {
        Prop.ForAll(Statements("Allow").ToArbitrary(), Statements("Deny").ToArbitrary(), Statements("Deny").ToArbitrary(), (allows, denies, more) =>
        {
            PrincipalGrants before = Of([Policy(allows), Policy(denies)]);
            PrincipalGrants after = Of([Policy(allows), Policy(denies), Policy(more)]);
            after.Actions.IsSubsetOf(before.Actions).ShouldBeTrue();
            after.Unrestricted.IsSubsetOf(before.Unrestricted).ShouldBeTrue();
        }).Check(Fixed);
    }

    [Fact]
    public void Adding_an_Allow_never_removes()
    {
        Prop.ForAll(Statements("Allow").ToArbitrary(), Statements("Deny").ToArbitrary(), Statements("Allow").ToArbitrary(), (allows, denies, more) =>
        {
            PrincipalGrants before = Of([Policy(allows), Policy(denies)]);
            PrincipalGrants after = Of([Policy(allows), Policy(denies), Policy(more)]);
            before.Actions.IsSubsetOf(after.Actions).ShouldBeTrue();
            before.Unrestricted.IsSubsetOf(after.Unrestricted).ShouldBeTrue();
        }).Check(Fixed);
    }

    [Fact]
    public void A_boundary_never_grants_and_one_that_allows_all_never_limits()
    {
        Prop.ForAll(Statements("Allow").ToArbitrary(), Statements("Allow").ToArbitrary(), (allows, boundary) =>
        {
            PrincipalGrants without = Of([Policy(allows)]);
            Of([Policy(allows)], Policy(boundary)).Actions.IsSubsetOf(without.Actions).ShouldBeTrue();
            PrincipalGrants full = Of([Policy(allows)], Policy(["{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"]));
            full.Actions.ShouldBe(without.Actions);
            full.Unrestricted.ShouldBe(without.Unrestricted);
        }).Check(Fixed);
    }

    [Fact]
    public void Sets_and_single_grants_agree()
    {
        Prop.ForAll(Statements("Allow").ToArbitrary(), Statements("Deny").ToArbitrary(), Statements("Allow").ToArbitrary(), (allows, denies, boundary) =>
        {
            PrincipalGrants grants = Of([Policy(allows), Policy(denies)], Policy(boundary));
            grants.Unrestricted.IsSubsetOf(grants.Actions).ShouldBeTrue();
            foreach (string name in new[] { "s3:GetObject", "s3:ListBucket", "iam:PassRole", "dynamodb:GetItem", "ec2:DescribeInstances", "sts:AssumeRole" })
            {
                CatalogAction action = ActionCatalog.Default.Find(name)!;
                Grant? grant = grants[action];
                (grant is not null).ShouldBe(grants.Actions.Contains(action.Id));
                if (grant is { IsUnrestricted: true })
                {
                    grant.Denies.ShouldBeEmpty();
                    grant.Limits.ShouldBeEmpty();
                }
            }
        }).Check(Fixed);
    }

    private static PrincipalGrants Of(string[] identity, string? boundary = null)
    {
        IamPrincipal principal = Made.Role(identity, boundary);
        return Calculator.GrantsOf(principal, Made.AccountOf(principal), organization: null);
    }

    private static string Policy(IEnumerable<string> statements) => $"{{\"Version\":\"2012-10-17\",\"Statement\":[{string.Join(',', statements)}]}}";

    private static Gen<string[]> Statements(string effect) =>
        (from action in Gen.Elements(Actions)
         from resource in Gen.Elements(Resources)
         from condition in Gen.Elements(Conditions)
         select $"{{\"Effect\":\"{effect}\",{action},{resource}{condition}}}").NonEmptyListOf().Select(list => list.Take(3).ToArray());
}
