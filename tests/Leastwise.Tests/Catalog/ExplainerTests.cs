using System.Text;
using System.Text.Json;
using Leastwise.Catalog;

namespace Leastwise.Tests.Catalog;

public sealed class ExplainerTests
{
    private static readonly Explainer Explainer = new(ActionCatalog.Default);

    public static TheoryData<string> Cases => CaseFile.Names("explanations.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_question_is_answered_as_its_case_says(string name)
    {
        JsonElement expected = CaseFile.Case("explanations.json", name);
        using JsonDocument answer = JsonDocument.Parse(Line(expected.Text("query") ?? ""));
        foreach (JsonProperty property in expected.GetProperty("answer").EnumerateObject())
        {
            JsonElement actual = answer.RootElement.GetProperty(property.Name);
            JsonElement.DeepEquals(actual, property.Value).ShouldBeTrue($"{property.Name} is {actual} and should be {property.Value}");
        }
    }

    [Fact]
    public void An_answer_is_one_line_with_the_fields_of_the_contract_in_their_order()
    {
        string line = Line("s3.amazonaws.com\tListObjects");
        line.ShouldEndWith("}\n");
        line.Count(c => c == '\n').ShouldBe(1);
        using JsonDocument answer = JsonDocument.Parse(line);
        answer.RootElement.EnumerateObject().Select(property => property.Name).Take(11).ShouldBe([
            "query", "kind", "resolved", "actions", "conditionalActions", "permissionless", "nonApi", "logging", "dataResourceTypes", "confidence", "rule"]);
        answer.RootElement.GetProperty("query").GetString().ShouldBe("s3.amazonaws.com\tListObjects");
    }

    [Theory]
    [InlineData("User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::b/k\" because no identity-based policy allows the s3:GetObject action", "s3:GetObject", "denied on arn:aws:s3:::b/k, because no identity-based policy allows it")]
    [InlineData("User: ana is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111111111111:user/x with an explicit deny in a service control policy", "iam:CreateUser", "by a statement that denies in a service control policy")]
    [InlineData("not authorized to perform: ec2:StopInstances", "ec2:StopInstances", "It was denied, so it was not used.")]
    public void The_message_of_a_denied_call_can_be_asked(string message, string action, string rule)
    {
        Explanation answer = Explainer.Explain(message);
        answer.Resolved.ShouldBeTrue();
        answer.Actions.ShouldHaveSingleItem().FullName.ShouldBe(action);
        answer.Rule.ShouldContain(rule);
    }

    [Fact]
    public void A_message_that_names_an_unknown_action_or_none_is_said_to()
    {
        Explainer.Explain("You are not authorized to perform this operation.").Rule.ShouldBe("The message names no action.");
        Explanation unknown = Explainer.Explain("User: x is not authorized to perform: s3:GetObjekt");
        unknown.Resolved.ShouldBeFalse();
        unknown.Nearest.ShouldContain("s3:GetObject");
    }

    [Theory]
    [InlineData("s3.amazonaws.com GetObject AwsApiCall AWS::S3Express::Object")]
    [InlineData("s3.amazonaws.com GetObject AWS::S3Express::Object")]
    public void The_type_of_a_resource_may_follow_an_event(string query) =>
        Explainer.Explain(query).Actions.ShouldHaveSingleItem().FullName.ShouldBe("s3express:CreateSession");

    [Fact]
    public void Every_question_gets_an_answer()
    {
        foreach (string odd in (string[])["", " ", "\t", ":", "::", ".", "..", "a.", ".a", "*", "?", "*:", ":*", "a b", "a b c", "a b c d e", "\ud800", "é:é", "s3:\u0000", new string('*', 5000), new string('x', 5000)])
        {
            Explanation explanation = Explainer.Explain(odd);
            explanation.Query.ShouldBe(odd);
            explanation.Rule.ShouldNotBeEmpty();
            JsonDocument.Parse(Line(odd)).Dispose();
        }
    }

    [Fact]
    public void Every_action_explains_itself()
    {
        foreach (CatalogAction action in ActionCatalog.Default.Actions.Where(action => action.Id % 7 == 0))
        {
            Explanation explanation = Explainer.Explain(action.FullName.ToLowerInvariant());
            explanation.Resolved.ShouldBeTrue();
            explanation.Actions.ShouldBe([action]);
        }
    }

    [Theory]
    [InlineData("explain-action", "s3:GetBucketAcl")]
    [InlineData("explain-renamed-event", "s3.amazonaws.com ListObjects")]
    [InlineData("explain-operation", "lambda.Invoke")]
    [InlineData("explain-sign-in", "signin.amazonaws.com ConsoleLogin")]
    [InlineData("explain-permissionless", "sts:GetCallerIdentity")]
    [InlineData("explain-pattern", "s3:Get*Acl")]
    [InlineData("explain-misspelt", "s3:GetObjekt")]
    public void The_text_for_people_is_as_agreed(string golden, string query)
    {
        var text = new StringWriter { NewLine = "\n" };
        new ExplanationText(ActionCatalog.Default).Write(text, Explainer.Explain(query), golden == "explain-action" ? ["ResourceExposure"] : []);
        GoldenFile.ShouldMatch($"catalog/{golden}.txt", text.ToString());
    }

    private static string Line(string query)
    {
        using var output = new MemoryStream();
        ExplanationJson.WriteLine(output, Explainer.Explain(query));
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
