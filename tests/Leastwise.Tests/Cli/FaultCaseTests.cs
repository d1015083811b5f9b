using System.Text.Json;
using System.Text.Json.Nodes;
using Leastwise.Tests.Reporting;

namespace Leastwise.Tests.Cli;

/// <summary>Whole runs with what they must say and write: the faults of others that only a run shows, and input of other kinds.</summary>
public sealed class FaultCaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Names() => [.. All().Select(one => (string)one["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_run_says_and_writes_what_it_must(string name)
    {
        JsonNode one = All().Single(candidate => (string?)candidate["name"] == name);
        foreach ((string file, JsonNode? content) in one["files"]!.AsObject())
        {
            string path = Path.Combine(folder.Root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content!.ToJsonString());
        }

        ProgramResult result = LeastwiseProgram.Run([.. one["arguments"]!.AsArray().Select(argument => ((string)argument!).Replace("{folder}", folder.Root, StringComparison.Ordinal))]);
        result.ExitCode.ShouldBe((int)one["exit"]!, result.Error);
        Texts(one, "out").ShouldAllBe(text => result.Out.Contains(text));
        Texts(one, "notOut").ShouldAllBe(text => !result.Out.Contains(text));
        foreach (string text in Texts(one, "error"))
        {
            result.Error.ShouldContain(text);
        }

        if (one["json"] is not null)
        {
            JsonDocument.Parse(result.Out).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
        }

        if ((string?)one["page"] is { } page)
        {
            CheckPage(one, File.ReadAllText(Path.Combine(folder.Root, page)));
        }
    }

    [Fact]
    public void Each_of_the_faults_that_only_a_run_shows_has_a_case() =>
        Enumerable.Range(10, 4).ShouldAllBe(fault => All().Any(one => ((string)one["name"]!).StartsWith($"Fault {fault}:", StringComparison.Ordinal)));

    private static void CheckPage(JsonNode one, string page)
    {
        Texts(one, "pageLacks").ShouldAllBe(text => !page.Contains(text));
        page.Length.ShouldBeLessThan((int?)one["pageAtMost"] ?? int.MaxValue);
        string data = PageParts.All(page);
        Texts(one, "dataHas").ShouldAllBe(text => data.Contains(text));
        Texts(one, "dataLacks").ShouldAllBe(text => !data.Contains(text));
    }

    private static string[] Texts(JsonNode one, string name) => [.. (one[name]?.AsArray() ?? []).Select(text => (string)text!)];

    private static IEnumerable<JsonNode> All() => JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "faults", "runs.json")))!.AsArray().OfType<JsonNode>();
}
