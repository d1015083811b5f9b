using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Text;

namespace Leastwise.Tests.Evaluation;

public sealed class SimulationCasesTests
{
    [Fact]
    public void The_example_of_the_documentation_gives_the_answer_of_the_documentation()
    {
        string[] blocks = File.ReadAllText(Repository.PathOf("docs", "simulate.md")).Split("```json\n").Skip(1).Select(part => part.Split("\n```")[0]).ToArray();

        Answers(blocks[0]).ShouldBe([blocks[1]]);
    }

    [Theory]
    [InlineData("not json", """{"id":null,"errors":["Line 1: This line is not JSON: it breaks at column 2, or is nested deeper than 1000 levels."]}""")]
    [InlineData("7", """{"id":null,"errors":["Line 1: A case is a JSON object."]}""")]
    [InlineData("""{"id":7}""", """{"id":7,"errors":["Line 1: The case has no action."]}""")]
    [InlineData("""{"id":"a","action":"s3:GetObject"}""", """{"id":"a","errors":["Line 1: The case has no principal, or one that is neither a text nor {\"type\":\"Anonymous\"}."]}""")]
    [InlineData("""{"id":"a","action":"s3:GetObject","principal":[]}""", """{"id":"a","errors":["Line 1: The case has no principal, or one that is neither a text nor {\"type\":\"Anonymous\"}."]}""")]
    public void A_line_that_is_no_case_is_answered_with_what_is_wrong(string line, string answer) => Answers(line).ShouldBe([answer]);

    [Fact]
    public void What_could_not_be_read_of_a_policy_stands_beside_the_decision()
    {
        Answers("""{"id":1,"principal":"arn:aws:iam::111111111111:user/ann","action":"s3:GetObject","identityPolicies":[{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Resource":"*"}]}]}""").Single()
            .ShouldEndWith(""","errors":["Line 1: identityPolicies[0]: Statement #2 has no Action, so this Deny is missing here and more may seem granted than is."]}""");
    }

    [Fact]
    public void Empty_lines_are_passed_over_and_the_order_is_kept()
    {
        Answers("{\"id\":1}\n\n  \r\n{\"id\":2}\n[").Select(answer => answer[..8]).ShouldBe(["""{"id":1,""", """{"id":2,""", """{"id":nu"""]);
    }

    [Fact]
    public void Nesting_without_end_is_no_case()
    {
        Answers("{\"id\":" + new string('[', 100_000)).ShouldBe(["""{"id":null,"errors":["Line 1: This line is not JSON: it breaks at column 1006, or is nested deeper than 1000 levels."]}"""]);
    }

    [Fact]
    public void A_pattern_of_a_thousand_stars_takes_no_time()
    {
        string stars = string.Concat(Enumerable.Repeat("*a", 1000));
        string line = $$"""{"id":1,"principal":"arn:aws:iam::111111111111:user/ann","action":"s3:GetObject","resource":"arn:aws:s3:::{{new string('a', 20_000)}}","identityPolicies":[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:{{stars}}","Resource":"{{stars}}b"}]}]}""";

        Answers(line).Single().ShouldContain("implicitDeny");
    }

    [Fact]
    public void A_policy_of_a_hundred_thousand_open_statements_takes_no_time()
    {
        string statements = string.Join(',', Enumerable.Range(0, 100_000).Select(i => """{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/tN":"x"}}}""".Replace("tN", $"t{i % 9}", StringComparison.Ordinal)));
        string line = """{"id":1,"principal":"arn:aws:iam::111111111111:user/ann","action":"s3:GetObject","identityPolicies":[{"Statement":[""" + statements + "]}]}";
        string answer = SimulationCases.Answer(SimulationCases.Read(line, SourcePosition.WholeFile("cases.jsonl"), openContext: true)!, ActionCatalog.Default);

        answer.ShouldEndWith("\"missingContext\":[" + string.Join(',', Enumerable.Range(0, 9).Select(i => $"\"aws:PrincipalTag/t{i}\"")) + "]}");
    }

    private static string[] Answers(string lines) => [.. SimulationCases.Read(new StringReader(lines), "cases.jsonl").Select(simulated => SimulationCases.Answer(simulated, ActionCatalog.Default))];
}
