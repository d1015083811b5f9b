using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Tests.Evaluation;

public sealed class PolicyLintTests
{
    private static readonly PolicyLint Lint = new(ActionCatalog.Default);
    private static readonly string Version = ActionCatalog.Default.Version;

    [Theory]
    [InlineData("\"Action\":\"s3:GetObjct\",\"Resource\":\"*\"", "names s3:GetObjct, which is no action of the catalogue of VERSION; did you mean s3:GetObject?")]
    [InlineData("\"Action\":\"s33:GetObject\",\"Resource\":\"*\"", "names s33:GetObject, of a service that the catalogue of VERSION does not have; did you mean s3:GetObject?")]
    [InlineData("\"Action\":\"s3:Quux*\",\"Resource\":\"*\"", "names s3:Quux*, which means no action of the catalogue of VERSION.")]
    [InlineData("\"Action\":\"GetObject\",\"Resource\":\"*\"", "names \"GetObject\", which is no action: write it with its service, such as s3:GetObject.")]
    [InlineData("\"Action\":[\"s3:Get*\",\"s3:GetObject\"],\"Resource\":\"*\"", "names s3:GetObject beside s3:Get*, which means it already.")]
    [InlineData("\"NotAction\":\"*\",\"Resource\":\"*\"", "can never apply: its NotAction leaves no action.")]
    [InlineData("\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::a/*\"", "can never apply: none of its actions works on any of its resources.")]
    [InlineData("\"Action\":\"s3:ListAllMyBuckets\",\"Resource\":\"arn:aws:s3:::a\"", "can never apply: none of its actions works on any of its resources.")]
    [InlineData("\"Action\":\"iam:PassRole\",\"NotResource\":\"*\"", "can never apply: none of its actions works on any of its resources.")]
    [InlineData("\"Action\":\"iam:PassRole\",\"Resource\":[\"arn:aws:iam::111111111111:role/a\",\"arn:aws:s3:::b\"]", "names the resource arn:aws:s3:::b, which none of its actions works on.")]
    [InlineData("\"Action\":[\"iam:PassRole\",\"iam:ListRoles\"],\"Resource\":\"arn:aws:iam::111111111111:user/a\"", "can never apply: none of its actions works on any of its resources.")]
    [InlineData("\"Action\":[\"s3:GetObject\",\"s3:ListAllMyBuckets\"],\"Resource\":\"arn:aws:s3:::a/*\"", "names s3:ListAllMyBuckets, which works on no resource and needs \"*\" and so on none of its resources.")]
    public void What_names_nothing_or_never_applies_is_said(string elements, string said) =>
        Say($$"""{"Sid":"A","Effect":"Allow",{{elements}}}""").ShouldBe([$"Statement \"A\" {said.Replace("VERSION", Version, StringComparison.Ordinal)}"]);

    [Theory]
    [InlineData("\"s3:GetObject\"", "\"StringEquals\":{\"s3:prefix\":\"a\"}", "asks for the condition key s3:prefix, which none of its actions has; the statement allows nothing.")]
    [InlineData("\"s3:GetObject\"", "\"StringNotEquals\":{\"s3:prefix\":\"a\"}", "asks for the condition key s3:prefix, which none of its actions has; the condition limits nothing.")]
    [InlineData("[\"s3:ListBucket\",\"s3:GetObject\"]", "\"StringEquals\":{\"s3:prefix\":\"a\"}", "asks for the condition key s3:prefix, which s3:GetObject does not have; for it the statement allows nothing.")]
    [InlineData("\"s3:ListBucket\"", "\"StringEquals\":{\"s3:prefix\":\"a\"},\"StringLike\":{\"s3:prefix\":[\"b*\",\"c*\"]}", "can never apply: no value of s3:prefix satisfies both StringEquals and StringLike.")]
    [InlineData("\"s3:ListBucket\"", "\"StringEquals\":{\"s3:prefix\":\"a\"},\"StringNotEquals\":{\"s3:prefix\":[\"a\",\"b\"]}", "can never apply: no value of s3:prefix satisfies both StringEquals and StringNotEquals.")]
    [InlineData("\"s3:ListBucket\"", "\"StringNotLike\":{\"s3:prefix\":\"a*\"},\"StringLike\":{\"s3:prefix\":\"a/b*\"}", "can never apply: no value of s3:prefix satisfies both StringNotLike and StringLike.")]
    [InlineData("\"s3:ListBucket\"", "\"Null\":{\"s3:prefix\":\"true\"},\"StringLike\":{\"s3:prefix\":\"a\"}", "can never apply: no value of s3:prefix satisfies both Null and StringLike.")]
    [InlineData("\"s3:ListBucket\"", "\"NumericLessThan\":{\"s3:max-keys\":\"10\"},\"NumericGreaterThanEquals\":{\"s3:max-keys\":\"10\"}", "can never apply: no value of s3:max-keys satisfies both NumericLessThan and NumericGreaterThanEquals.")]
    [InlineData("\"s3:ListBucket\"", "\"DateGreaterThan\":{\"aws:CurrentTime\":\"2027-01-01T00:00:00Z\"},\"DateLessThan\":{\"aws:CurrentTime\":\"2026-01-01T00:00:00Z\"}", "can never apply: no value of aws:CurrentTime satisfies both DateGreaterThan and DateLessThan.")]
    public void Conditions_that_do_not_apply_are_said(string action, string condition, string said) =>
        Say($$$"""{"Sid":"A","Effect":"Allow","Action":{{{action}}},"Resource":"*","Condition":{ {{{condition}}} }}""").ShouldBe([$"Statement \"A\" {said}"]);

    [Theory]
    [InlineData("\"Action\":\"s3:ListBucket\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"s3:prefix\":\"b*\"},\"StringEquals\":{\"s3:prefix\":\"b1\"}}")]
    [InlineData("\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::a\",\"arn:aws:s3:::a/*\"],\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}")]
    [InlineData("\"Action\":\"s3:PutObject\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"s3:RequestObjectTag/team\":\"a\"}}")]
    [InlineData("\"Action\":\"ec2:DescribeInstances\",\"Resource\":\"*\"")]
    [InlineData("\"Action\":\"s3:ListAllMyBuckets\",\"Resource\":\"arn:aws:s3:::*\"")]
    [InlineData("\"Action\":\"s3:ListBucket\",\"Resource\":\"*\",\"Condition\":{\"NumericLessThanEquals\":{\"s3:max-keys\":\"10\"},\"NumericGreaterThanEquals\":{\"s3:max-keys\":\"10\"}}")]
    [InlineData("\"Action\":\"s3:ListBucket\",\"Resource\":\"*\",\"Condition\":{\"Null\":{\"s3:prefix\":\"true\"},\"StringNotEquals\":{\"s3:prefix\":\"a\"}}")]
    [InlineData("\"Action\":\"s3:ListBucket\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"s3:prefix\":\"a*\"},\"StringNotLike\":{\"s3:prefix\":\"a/secret*\"}}")]
    [InlineData("\"NotAction\":\"iam:*\",\"Resource\":\"*\"")]
    public void An_ordinary_statement_is_not_complained_of(string elements) => Say($$"""{"Effect":"Allow",{{elements}}}""").ShouldBeEmpty();

    [Fact]
    public void Too_many_statements_to_compare_are_said_to_be_not_compared()
    {
        string[] Same(int count) => [.. Enumerable.Repeat("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}""", count)];
        Say(Same(1_000)).Length.ShouldBe(999);
        Say(Same(1_001)).ShouldBe(["The policy has 1,001 statements; with more than 1,000 they are not compared with one another, so those that change nothing are not named."]);
    }

    [Fact]
    public void Statements_that_change_nothing_are_said_with_those_that_make_them_so()
    {
        Say("""{"Sid":"Wide","Effect":"Allow","Action":"s3:*","Resource":"*"}""", """{"Sid":"Narrow","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""")
            .ShouldBe(["Statement \"Narrow\" changes nothing: statement \"Wide\" allows all of it already."]);
        Say("""{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}""", """{"Sid":"B","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}""")
            .ShouldBe(["Statement \"B\" changes nothing: statement \"A\" allows all of it already."]);
        Say("""{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}""", """{"Sid":"No","Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::*"}""")
            .ShouldBe(["Statement \"A\" grants nothing: statement \"No\" denies all of it."]);
        Say("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""", """{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}""")
            .ShouldBe(["Statement #1 changes nothing: statement #2 allows all of it already."]);
        Say("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}""", """{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}""").ShouldBeEmpty();
    }

    [Fact]
    public void Each_is_told_with_its_place()
    {
        PolicyDocument document = PolicyParser.Parse("{\"Version\":\"2012-10-17\",\n \"Statement\":[\n  {\"Effect\":\"Allow\",\"Action\":\"s3:GetObjct\",\"Resource\":\"*\"}]}", "p.json");
        Diagnostic only = Lint.Check(document).Single();
        only.Position.ShouldBe(new SourcePosition("p.json", 3, 30));
        only.Severity.ShouldBe(DiagnosticSeverity.Warning);
    }

    private static string[] Say(params string[] statements) =>
        [.. Lint.Check(PolicyParser.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""", "p.json")).Select(diagnostic => diagnostic.Message)];
}
