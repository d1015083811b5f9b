using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;

namespace Leastwise.Tests.Evaluation;

/// <summary>Runs tests/cases/evaluation/decisions through the reader and writer of <c>simulate --cases</c>.</summary>
public sealed class DecisionCaseTests
{
    private static readonly Dictionary<string, JsonElement> Cases = Directory
        .EnumerateFiles(Repository.PathOf("tests", "cases", "evaluation", "decisions"), "*.json")
        .Order(StringComparer.Ordinal)
        .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("cases").EnumerateArray())
        .ToDictionary(item => item.GetProperty("name").GetString()!, StringComparer.Ordinal);

    public static TheoryData<string> Names() => new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_decisions_holds(string name)
    {
        JsonElement item = Cases[name];
        string line = JsonSerializer.Serialize(item.GetProperty("case"));
        bool open = item.TryGetProperty("unknownContext", out JsonElement unknown) && unknown.GetBoolean();

        SimulationCase simulated = SimulationCases.Read(new StringReader(line), "cases.jsonl", open).Single();
        JsonElement answer = JsonDocument.Parse(SimulationCases.Answer(simulated, ActionCatalog.Default)).RootElement;

        foreach (JsonProperty expected in item.GetProperty("expect").EnumerateObject())
        {
            JsonSerializer.Serialize(answer.GetProperty(expected.Name)).ShouldBe(JsonSerializer.Serialize(expected.Value), $"{expected.Name} in {answer}");
        }
    }

    [Fact]
    public void Every_case_names_the_page_that_says_so()
    {
        foreach ((string name, JsonElement item) in Cases)
        {
            item.GetProperty("source").GetString()!.ShouldStartWith("https://docs.aws.amazon.com/", customMessage: name);
            item.GetProperty("expect").GetProperty("decision").GetString().ShouldBeOneOf("allowed", "explicitDeny", "implicitDeny", "undetermined");
        }
    }

    [Fact]
    public void There_are_several_hundred_cases() => Cases.Count.ShouldBeGreaterThan(700);
}
