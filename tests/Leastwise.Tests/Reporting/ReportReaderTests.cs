using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Reporting;
using Leastwise.Reporting.Reading;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Tests.Reporting;

public sealed class ReportReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_written_is_read_back_to_the_byte()
    {
        foreach (Assessment assessment in new[] { SmallAssessment.Create(), HostileAssessment.Create(), SmallAssessment.Create() with { Paths = null, Window = UsageWindow.None } })
        {
            string json = AssessmentJsonTests.Report(assessment);
            Assessment read = Read(json).ShouldNotBeNull();
            AssessmentJsonTests.Report(read).ShouldBe(json);
        }
    }

    [Fact]
    public void A_report_of_before_policies_and_paths_is_read_too()
    {
        JsonObject report = JsonNode.Parse(AssessmentJsonTests.Report(SmallAssessment.Create()))!.AsObject();
        report.Remove("policies");
        report.Remove("paths");
        foreach (JsonNode? statement in report["findings"]!.AsArray().SelectMany(finding => finding!["statements"]!.AsArray()))
        {
            statement!.AsObject().Remove("policyId");
        }

        Assessment read = Read(report.ToJsonString()).ShouldNotBeNull();
        read.Policies.ShouldBeEmpty();
        read.Paths.ShouldBeNull();
        read.Findings[1].Finding.Statements[0].Statement.Actions.Patterns.ShouldContain("iam:PassRole");
    }

    [Fact]
    public void A_report_of_before_versions_and_trims_is_read_too()
    {
        JsonObject report = JsonNode.Parse(AssessmentJsonTests.Report(SmallAssessment.Create()))!.AsObject();
        report.Remove("trimRule");
        foreach (JsonNode? policy in report["policies"]!.AsArray())
        {
            policy!.AsObject().Remove("version");
            policy.AsObject().Remove("otherVersions");
        }

        foreach (JsonNode? actor in report["actors"]!.AsArray())
        {
            actor!.AsObject().Remove("trim");
        }

        Assessment read = Read(report.ToJsonString()).ShouldNotBeNull();
        read.Policies.ShouldAllBe(policy => policy.Version == null && policy.OtherVersions.IsEmpty);
        read.Principals.ShouldAllBe(principal => principal.Trim == null);
    }

    [Theory]
    [InlineData("", "it is no JSON")]
    [InlineData("[]", "$.schemaVersion is not a whole number")]
    [InlineData("{\"schemaVersion\":2}", "$.schemaVersion is not 1, which this version reads")]
    [InlineData("{\"schemaVersion\":1,\"version\":\"1\",\"catalogVersion\":7}", "$.policies")]
    public void What_is_no_report_is_named_with_the_place(string json, string expected)
    {
        string path = folder.Write("wrong.json", json);
        ReportReader.Read(path, ActionCatalog.Default, out Diagnostic? problem).ShouldBeNull();
        problem.ShouldNotBeNull().Message.ShouldContain(expected == "$.policies" ? "$.catalogVersion is not a text" : expected);
        problem.Position.File.ShouldBe(path);
    }

    [Theory]
    [InlineData("$.actors[0].privileges[0].reasonNumber", "99")]
    [InlineData("$.paths", "{\"routes\":[[7]]}")]
    [InlineData("$.paths", "{\"routes\":7}")]
    [InlineData("$.findings[0].severity", "\"dire\"")]
    [InlineData("$.evidence.coverage", "{}")]
    [InlineData("$.policies[0]", "{}")]
    [InlineData("$.window.start", "\"yesterday\"")]
    public void A_wrong_member_is_named(string place, string value)
    {
        JsonNode report = JsonNode.Parse(AssessmentJsonTests.Report(SmallAssessment.Create()))!;
        string[] steps = place[2..].Replace("[", ".").Replace("]", "").Split('.');
        JsonNode at = report;
        foreach (string step in steps[..^1])
        {
            at = int.TryParse(step, out int number) ? at[number]! : at[step]!;
        }

        if (int.TryParse(steps[^1], out int last))
        {
            at[last] = JsonNode.Parse(value);
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(value);
        }

        string path = folder.Write("wrong.json", report.ToJsonString());
        ReportReader.Read(path, ActionCatalog.Default, out Diagnostic? problem).ShouldBeNull();
        problem.ShouldNotBeNull().Message.ShouldContain(place);
    }

    private Assessment? Read(string json)
    {
        Assessment? read = ReportReader.Read(folder.Write("report.json", json), ActionCatalog.Default, out Diagnostic? problem);
        problem.ShouldBeNull();
        return read;
    }
}
