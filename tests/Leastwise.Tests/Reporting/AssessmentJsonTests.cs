using System.Text;
using System.Text.Json;
using Leastwise.Reporting;

namespace Leastwise.Tests.Reporting;

public sealed class AssessmentJsonTests
{
    [Fact]
    public void The_report_reads_as_the_golden_file_says() => GoldenFile.ShouldMatch("report.json", Report(SmallAssessment.Create()));

    [Fact]
    public void The_report_follows_its_schema() => Errors("report.schema.json", Report(SmallAssessment.Create())).ShouldBeEmpty();

    [Fact]
    public void The_schema_notices_what_is_wrong()
    {
        string report = Report(SmallAssessment.Create());
        Errors("report.schema.json", report.Replace("\"severity\": \"critical\"", "\"severity\": \"dire\"")).ShouldBe(["$.findings[0].severity is \"dire\""]);
        Errors("report.schema.json", report.Replace("\"catalogVersion\"", "\"catalogueVersion\"")).ShouldBe(["$ lacks catalogVersion", "$ has catalogueVersion, which the schema does not know"]);
        Errors("report.schema.json", report.Replace("\"filesRead\": 12", "\"filesRead\": \"12\"")).ShouldBe(["$.evidence.filesRead is string"]);
    }

    [Fact]
    public void The_version_of_the_schema_comes_first() => Report(SmallAssessment.Create()).ShouldStartWith("{\n  \"schemaVersion\": 1,");

    [Fact]
    public void Every_reason_number_finds_its_reason()
    {
        using var report = JsonDocument.Parse(Report(SmallAssessment.Create()));
        JsonElement reasons = report.RootElement.GetProperty("reasons");
        foreach (JsonElement privilege in report.RootElement.GetProperty("actors").EnumerateArray().SelectMany(actor => actor.GetProperty("privileges").EnumerateArray()))
        {
            if (privilege.TryGetProperty("reasonNumber", out JsonElement number))
            {
                reasons[number.GetInt32()].GetProperty("verdict").GetString().ShouldBe(privilege.GetProperty("verdict").GetString());
            }
            else
            {
                privilege.GetProperty("count").GetInt64().ShouldBePositive();
            }
        }
    }

    [Fact]
    public void The_same_assessment_gives_the_same_bytes() => Report(SmallAssessment.Create()).ShouldBe(Report(SmallAssessment.Create()));

    internal static string Report(Assessment assessment) => Text(stream => AssessmentJson.Write(assessment, stream));

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IReadOnlyList<string> Errors(string schema, string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return JsonSchema.Read(schema).ErrorsOf(parsed.RootElement);
    }
}
