using System.Text.Json.Nodes;
using Leastwise.Risks.Paths;

namespace Leastwise.Tests.Risks.Paths;

/// <summary>Paths over several hops, as cases that a security engineer can check. With <c>lenient</c>, further routes may be there.</summary>
public sealed class PathCaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names() => [.. All().Select(one => (string?)one["name"] ?? "")];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_case_holds(string name)
    {
        JsonNode one = All().Single(candidate => (string?)candidate["name"] == name);
        ((string?)one["source"]).ShouldStartWith("https://docs.aws.amazon.com/");
        ExistingResources existing = one["existing"] is { } given ? ExistingResourcesReader.Read(folder.Write("existing.json", given.ToJsonString())) : ExistingResources.None;
        existing.Diagnostics.ShouldBeEmpty();
        EscalationGraph graph = PathAccounts.Graph(
            [CaseAccount.Read(one["account"]), CaseAccount.Read(one["other"], PathAccounts.Other)], PathAccounts.Organization(one["serviceControl"]), existing);

        EscalationRoutes found = graph.Find(new RouteRequest { From = PathAccounts.Arn((string?)one["from"] ?? "") });
        string[] routes = [.. found.Routes.Select(Show)];
        string[] expected = [.. (one["routes"]?.AsArray() ?? []).Select(route => (string?)route ?? "")];
        if ((bool?)one["lenient"] == true)
        {
            expected.ShouldBeSubsetOf(routes);
            routes[0].ShouldBe(expected[0]);
        }
        else
        {
            routes.ShouldBe(expected);
        }

        if ((string?)one["confidence"] is { } confidence)
        {
            found.Routes[0].Confidence.ToString().ShouldBe(confidence);
        }

        foreach (string? condition in (one["conditions"]?.AsArray() ?? []).Select(value => (string?)value))
        {
            string.Join("\n", found.Routes[0].Steps.SelectMany(step => step.Conditions)).ShouldContain(condition ?? "");
        }
    }

    private static IEnumerable<JsonNode> All() =>
        (JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "risks", "paths", "hops.json")))?["cases"]?.AsArray() ?? []).OfType<JsonNode>();

    private static string Show(EscalationRoute route) => string.Join("; ", route.Steps.Select(step => $"{step.Path.Id} {Show(step.To)}{(step.Over is { } over ? $" over {Short(over)}" : "")}"));

    private static string Show(PathNode node) => node.Kind == PathNodeKind.Administrator ? "administrator" : Short(node.Id);

    private static string Short(string arn) => arn.Replace($"arn:aws:iam::{CaseAccount.Number}:", "", StringComparison.Ordinal).Replace($"arn:aws:iam::{PathAccounts.Other}:", "other ", StringComparison.Ordinal);
}
