using System.Text;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Tests.Policies;

public sealed class PolicyParserTests
{
    [Fact]
    public void Every_value_has_its_place()
    {
        PolicyDocument document = PolicyParser.Parse(
            """
            { "Version": "2012-10-17", "Id": "x",
              "Statement": [ {
                "Sid": "S",
                "Effect": "Deny", "Principal": { "AWS": ["111111111111",
                  "222222222222"], "Service": "ec2.amazonaws.com" },
                "Action": ["s3:*",
                  "iam:*"], "NotResource": "a*",
                "Condition": { "StringLike": { "aws:PrincipalTag/ü": ["é",
                  "b"] }, "Bool": { "aws:SecureTransport": false } }
              } ] }
            """,
            "p.json");

        Statement only = document.Statements.Single();
        document.VersionPlace.ShouldBe(new TextPlace(1, 14));
        document.IdPlace.ShouldBe(new TextPlace(1, 34));
        only.SidPlace.ShouldBe(new TextPlace(3, 12));
        only.EffectPlace.ShouldBe(new TextPlace(4, 15));
        only.Principals!.Places.ShouldBe([new(4, 46), new(5, 7), new(5, 35)]);
        only.Actions.Places.ShouldBe([new(6, 16), new(7, 7)]);
        only.Resources!.Places.ShouldBe([new(7, 32)]);
        only.Conditions.Select(condition => condition.Position).ShouldBe([new("p.json", 8, 36), new("p.json", 9, 25)]);
        only.Conditions[0].Places.ShouldBe([new(8, 59), new(9, 7)]);
        only.Conditions[1].Places.ShouldBe([new(9, 48)]);
        only.PositionOf(only.Actions.Places, 1).ShouldBe(new SourcePosition("p.json", 7, 7));
        only.PositionOf(only.Actions.Places, 9).ShouldBe(only.Position);
    }

    [Fact]
    public void A_whole_policy_is_read()
    {
        PolicyDocument document = Parse("""
            {
              "Version": "2012-10-17",
              "Id": "an-id",
              "Statement": [
                {
                  "Sid": "Read",
                  "Effect": "Allow",
                  "Principal": { "AWS": ["111111111111", "arn:aws:iam::222222222222:root"], "Service": "ec2.amazonaws.com" },
                  "Action": ["s3:Get*", "s3:List*"],
                  "Resource": "arn:aws:s3:::example/*",
                  "Condition": { "Bool": { "aws:SecureTransport": true }, "NumericLessThan": { "s3:max-keys": 10 } }
                },
                { "Effect": "Deny", "NotPrincipal": "*", "NotAction": "iam:*", "NotResource": ["*"] }
              ]
            }
            """);

        document.Diagnostics.ShouldBeEmpty();
        document.Version.ShouldBe("2012-10-17");
        document.Id.ShouldBe("an-id");
        Statement first = document.Statements[0];
        first.Sid.ShouldBe("Read");
        first.Actions.Patterns.ShouldBe(["s3:Get*", "s3:List*"]);
        first.Principals!.Entries.ShouldBe(
        [
            new(PrincipalEntryType.Aws, "111111111111"),
            new(PrincipalEntryType.Aws, "arn:aws:iam::222222222222:root"),
            new(PrincipalEntryType.Service, "ec2.amazonaws.com"),
        ]);
        first.Conditions.Select(condition => (condition.Operator, condition.Key, condition.Values[0])).ShouldBe(
            [("Bool", "aws:SecureTransport", "true"), ("NumericLessThan", "s3:max-keys", "10")]);
        first.Position.ShouldBe(new SourcePosition("policy.json", 5, 5));
        first.Conditions[1].Position.ShouldBe(new SourcePosition("policy.json", 11, 84));
        Statement second = document.Statements[1];
        second.Effect.ShouldBe(Effect.Deny);
        second.Actions.Not.ShouldBeTrue();
        second.Resources!.Not.ShouldBeTrue();
        second.Principals!.ShouldSatisfyAllConditions(
            principals => principals.Not.ShouldBeTrue(), principals => principals.Entries[0].Type.ShouldBe(PrincipalEntryType.Anyone));
        second.Index.ShouldBe(1);
    }

    [Fact]
    public void Positions_of_an_embedded_document_are_those_of_the_file()
    {
        PolicyDocument document = PolicyParser.Parse("{\"Statement\":\n  {\"Effect\":\"Maybe\"}}", "account.json", firstLine: 40, firstColumn: 9);

        document.Diagnostics.Single().ShouldBe(new Diagnostic(
            DiagnosticSeverity.Error,
            "Statement #1 has an Effect that is neither Allow nor Deny, so it was passed over, and if it was meant to deny, that Deny is missing here.",
            new SourcePosition("account.json", 41, 3)));
        PolicyParser.Parse("""{"Statement":[7]}""", "a.json", 3, 5).Diagnostics[0].Position.ShouldBe(new SourcePosition("a.json", 3, 19));
    }

    [Fact]
    public void Columns_count_characters_not_bytes()
    {
        Parse("""{"Id":"äöü€","Statement":[7]}""").Diagnostics[0].Position.Column.ShouldBe(27);
    }

    [Theory]
    [InlineData("%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGet%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D")]
    [InlineData("%7b%0A%22Statement%22:{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}}")]
    [InlineData("\uFEFF{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}}")]
    public void Encodings_in_which_a_document_comes_are_read(string text)
    {
        PolicyDocument document = Parse(text);

        document.Diagnostics.ShouldBeEmpty();
        document.Statements.Single().Actions.Patterns.ShouldBe(["s3:Get*"]);
    }

    [Fact]
    public void Escapes_do_not_disguise_anything()
    {
        PolicyDocument document = Parse("""{"Statement":{"Eff\u0065ct":"\u0041llow","A\u0063tion":"\u002a","Resour\u0063e":"\u002A"}}""");

        document.Diagnostics.ShouldBeEmpty();
        document.Statements.Single().Actions.Patterns.ShouldBe(["*"]);
    }

    [Theory]
    [InlineData("""{"Statement":{"Effect":"Deny","Action":7,"Resource":"*"}}""", "Statement #1: Action is a number, not a string or an array of strings; that part of the Deny is missing here.")]
    [InlineData("""{"Statement":{"Effect":"Deny","Resource":"*"}}""", "Statement #1 has no Action, so this Deny is missing here and more may seem granted than is.")]
    [InlineData("""{"Statement":{"Effect":"Deny","Action":[],"Resource":"*"}}""", "Statement #1 names no action in its Action, so this Deny is missing here and more may seem granted than is.")]
    [InlineData("""{"Statement":{"Effect":"Deny","Action":"a:b","NotAction":"c:d","Resource":"*"}}""", "Statement #1 has both Action and NotAction, so this Deny is missing here and more may seem granted than is.")]
    [InlineData("""{"Statement":[["Deny"]]}""", "Statement #1 is an array, not an object; it was passed over, and if it was meant to deny, that Deny is missing.")]
    [InlineData("""{"Statement":{"Sid":"D","Effect":["Deny"],"Action":"*","Resource":"*"}}""", "Statement \"D\" has an Effect that is neither Allow nor Deny, so it was passed over, and if it was meant to deny, that Deny is missing here.")]
    [InlineData("""{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}""", "The JSON is broken here; what follows was not read.")]
    [InlineData("""{"Statement":[{"Effect":"Deny","Action":"*" """, "Statement #1 is cut off, so this Deny is missing here and more may seem granted than is.")]
    public void A_Deny_that_cannot_be_understood_is_an_error_that_says_so(string json, string message)
    {
        Parse(json).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Message).ShouldContain(message);
    }

    [Fact]
    public void A_condition_that_cannot_be_read_still_binds()
    {
        PolicyDocument document = Parse("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":"x"}]}""");

        document.Statements.Single().Conditions.Length.ShouldBe(1);
        document.Diagnostics.Single().Message.ShouldBe("Statement #1: Condition is a string, not an object, and cannot be decided; that part grants nothing.");
    }

    [Fact]
    public void An_unknown_operator_is_named_with_the_nearest_one()
    {
        PolicyDocument document = Parse("""{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringLikes":{"aws:username":"x"}}}]}""");

        document.Statements.Single().Conditions.Single().Operator.ShouldBe("ForAnyValue:StringLikes");
        Diagnostic diagnostic = document.Diagnostics.Single();
        diagnostic.Severity.ShouldBe(DiagnosticSeverity.Error);
        diagnostic.Message.ShouldStartWith("\"ForAnyValue:StringLikes\" is no condition operator; did you mean StringLike.");
        diagnostic.Position.ShouldBe(new SourcePosition("policy.json", 1, 73));
    }

    [Fact]
    public void Duplicate_and_unknown_keys_are_named_and_the_rest_is_used()
    {
        PolicyDocument document = Parse("""{"Statement":[{"Effect":"Allow","Actions":"x:y","Action":"a:b","Action":"c:d","resource":"*"}],"Extra":[[1]]}""");

        document.Statements.Single().Actions.Patterns.ShouldBe(["c:d"]);
        document.Statements.Single().Resources!.Patterns.ShouldBe(["*"]);
        document.Diagnostics.Select(diagnostic => diagnostic.Message).ShouldBe(
        [
            "Statement #1 has an unknown key \"Actions\", which was passed over; did you mean Action?",
            "Statement #1 has Action more than once, which AWS refuses; the last one counts here.",
            "Statement #1 has \"resource\", read as Resource; AWS accepts only that spelling.",
            "The policy has an unknown key \"Extra\", which was passed over; it takes Version, Id, Statement.",
        ]);
    }

    [Theory]
    [InlineData("", "The policy document is empty.")]
    [InlineData("   ", "The policy document is empty.")]
    [InlineData("[]", "A policy document is an object, but this is an array; it was not read.")]
    [InlineData("null", "A policy document is an object, but this is null; it was not read.")]
    [InlineData("{}", "The policy has no Statement; it grants and denies nothing.")]
    [InlineData("""{"Statement":[]} {"Statement":[]}""", "Something follows the end of the policy document; it was not read.")]
    public void What_is_no_policy_is_said_to_be_none(string json, string message)
    {
        Parse(json).Diagnostics.Select(diagnostic => diagnostic.Message).ShouldContain(message);
    }

    [Fact]
    public void Deep_nesting_and_half_surrogates_do_no_harm()
    {
        Parse(new string('[', 2_000_000)).Statements.ShouldBeEmpty();
        Parse("{\"Statement\":" + new string('[', 500_000)).Statements.ShouldBeEmpty();
        Parse("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"X\":" + new string('[', 9999) + new string(']', 9999) + "}]}")
            .Statements.Length.ShouldBe(1);
        Parse("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"\\ud800\",\"Resource\":\"*\"}]}").Statements.Length.ShouldBe(1);
        Parse("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"\ud800\",\"Resource\":\"*\"}]}").Statements.Length.ShouldBe(1);
    }

    [Fact]
    public void A_large_document_is_read_in_time_proportional_to_its_size()
    {
        var json = new StringBuilder("{\"Statement\":[");
        for (int i = 0; i < 40_000; i++)
        {
            json.Append("{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::bucket/").Append(i).Append("\"},");
        }

        PolicyDocument document = Parse(json.Append("7]}").ToString());

        // One line of four megabytes: counting columns afresh for each statement would take minutes.
        document.Statements.Length.ShouldBe(40_000);
        document.Diagnostics.Single().Position.Column.ShouldBe(json.Length - 2);
    }

    [Fact]
    public void A_fault_every_two_bytes_fills_neither_memory_nor_screen()
    {
        PolicyDocument document = Parse("{\"Statement\":[" + string.Join(',', Enumerable.Repeat("7", 500_000)) + "]}");

        document.Diagnostics.Length.ShouldBe(101);
        document.Diagnostics[^1].ShouldBe(new Diagnostic(
            DiagnosticSeverity.Error, "From here on there are 499900 more faults, which are not listed.", new SourcePosition("policy.json", 1, 215)));
    }

    private static PolicyDocument Parse(string json) => PolicyParser.Parse(json, "policy.json");
}
