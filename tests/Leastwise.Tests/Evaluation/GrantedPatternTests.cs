using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Tests.Evaluation;

/// <summary>What is left of a grant's resources, by pattern.</summary>
public sealed class GrantedPatternTests
{
    private static readonly GrantCalculator Calculator = new(ActionCatalog.Default);

    private static readonly string[] Elements =
    [
        "\"Resource\":\"*\"", "\"Resource\":\"arn:aws:s3:::a/*\"", "\"Resource\":[\"arn:aws:s3:::a/b*\",\"arn:aws:s3:::c/*\"]", "\"Resource\":\"arn:aws:s3:::*/x\"",
        "\"Resource\":\"arn:aws:s3:::a/b/x\"", "\"NotResource\":\"arn:aws:s3:::a/*\"", "\"NotResource\":[\"arn:aws:s3:::*/x\",\"arn:aws:s3:::c/*\"]",
    ];

    private static readonly string[] Objects =
        ["arn:aws:s3:::a/b/x", "arn:aws:s3:::a/b/y", "arn:aws:s3:::a/x", "arn:aws:s3:::c/x", "arn:aws:s3:::c/b", "arn:aws:s3:::d/x", "arn:aws:s3:::d/e"];

    [Theory]
    [InlineData("\"Resource\":\"arn:aws:s3:::a/*\"", "\"Resource\":\"arn:aws:s3:::a/secret/*\"", "arn:aws:s3:::a/* except arn:aws:s3:::a/secret/*")]
    [InlineData("\"Resource\":[\"arn:aws:s3:::a/*\",\"arn:aws:s3:::b/*\"]", "\"Resource\":\"arn:aws:s3:::b*\"", "arn:aws:s3:::a/*")]
    [InlineData("\"Resource\":\"arn:aws:s3:::a/*\"", "\"Resource\":\"arn:aws:s3:::b/*\"", "arn:aws:s3:::a/*")]
    [InlineData("\"Resource\":\"*\"", "\"NotResource\":\"arn:aws:s3:::a/*\"", "* within arn:aws:s3:::a/*")]
    [InlineData("\"NotResource\":\"arn:aws:s3:::a/*\"", "\"Resource\":\"arn:aws:s3:::b/*\"", "* except arn:aws:s3:::a/*, arn:aws:s3:::b/* inexact")]
    [InlineData("\"Resource\":\"arn:aws:s3:::a/*\"", "\"Resource\":\"arn:aws:s3:::a/${aws:username}/*\"", "arn:aws:s3:::a/* except arn:aws:s3:::a/${aws:username}/* inexact")]
    [InlineData("\"Resource\":[\"arn:aws:s3:::a\",\"arn:aws:s3:::a/*\"]", "\"Resource\":\"arn:aws:s3:::a\"", "arn:aws:s3:::a/*")]
    public void A_Deny_takes_away_what_it_covers_and_is_an_exception_where_it_overlaps(string allow, string deny, string left)
    {
        PrincipalGrants grants = Grants([Statement("Allow", allow), Statement("Deny", deny)], null);
        Told(grants).ShouldBe(left);
    }

    [Theory]
    [InlineData("\"Resource\":\"arn:aws:s3:::a/*\"", "\"Resource\":\"arn:aws:s3:::*\"", "arn:aws:s3:::a/*")]
    [InlineData("\"Resource\":\"arn:aws:s3:::*\"", "\"Resource\":[\"arn:aws:s3:::a/*\",\"arn:aws:s3:::b/*\"]", "arn:aws:s3:::* within arn:aws:s3:::a/* | arn:aws:s3:::b/*")]
    [InlineData("\"Resource\":\"arn:aws:s3:::*\"", "\"NotResource\":\"arn:aws:s3:::a/*\"", "arn:aws:s3:::* except arn:aws:s3:::a/*")]
    public void A_boundary_narrows_to_what_it_allows(string allow, string boundary, string left)
    {
        PrincipalGrants grants = Grants([Statement("Allow", allow)], Document(Statement("Allow", boundary)));
        Told(grants).ShouldBe(left);
    }

    [Fact]
    public void Without_conditions_and_variables_what_the_patterns_match_is_exactly_what_is_allowed()
    {
        Gen<string> statements =
            from effect in Gen.Frequency((3, Gen.Constant("Allow")), (2, Gen.Constant("Deny")))
            from element in Gen.Elements(Elements)
            select Statement(effect, element);
        Gen<string?> boundaries = Gen.Frequency(
            (1, Gen.Constant<string?>(null)),
            (2, from element in Gen.Elements(Elements) select (string?)Document(Statement("Allow", element))));
        Prop.ForAll(statements.NonEmptyListOf().ToArbitrary(), boundaries.ToArbitrary(), (identity, boundary) =>
        {
            string[] some = [.. identity.Take(4)];
            IamRole role = Made.Role([Document(some)], boundary);
            PrincipalGrants grants = Calculator.GrantsOf(role, Made.AccountOf(role), null);
            Grant? grant = grants[Action];
            ImmutableArray<GrantedPattern> patterns = grant is null ? [] : grants.PatternsOf(grant);
            var policies = new PolicySet { Identity = role.AttachedPolicies, Boundaries = role.Boundary?.Policy is { } policy ? [policy] : [] };
            foreach (string resource in Objects)
            {
                var request = new AccessRequest { Requester = Requester.Parse(role.Arn), Action = Action.FullName, Resource = resource };
                bool allowed = RequestEvaluator.Evaluate(request, policies).Kind == DecisionKind.Allowed;
                patterns.Any(pattern => Matches(pattern, resource)).ShouldBe(allowed, $"{resource}: {string.Join(" + ", some)} within {boundary}");
            }
        }).Check(Properties.Fixed(300));
    }

    private static CatalogAction Action => ActionCatalog.Default.Find("s3:GetObject")!;

    private static bool Matches(GrantedPattern pattern, string resource) =>
        WildcardPattern.IsMatch(pattern.Pattern, resource, ignoreCase: false)
        && !pattern.Except.Any(except => WildcardPattern.IsMatch(except, resource, ignoreCase: false))
        && pattern.Within.All(layer => layer.Any(part => WildcardPattern.IsMatch(part, resource, ignoreCase: false)));

    private static PrincipalGrants Grants(string[] statements, string? boundary)
    {
        IamRole role = Made.Role([Document(statements)], boundary);
        return Calculator.GrantsOf(role, Made.AccountOf(role), null);
    }

    private static string Told(PrincipalGrants grants) => string.Join("; ", grants.PatternsOf(grants[Action].ShouldNotBeNull()).Select(pattern =>
        pattern.Pattern
        + (pattern.Except.IsEmpty ? "" : $" except {string.Join(", ", pattern.Except)}")
        + string.Concat(pattern.Within.Select(layer => $" within {string.Join(" | ", layer)}"))
        + (pattern.IsInexact ? " inexact" : "")));

    private static string Statement(string effect, string element) => $$"""{"Effect":"{{effect}}","Action":"s3:*",{{element}}}""";

    private static string Document(params string[] statements) => $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";
}
