using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>Findings as JSON.</summary>
internal static class FindingJson
{
    public static void Write(Utf8JsonWriter json, AssessedFinding assessed, int days, PolicyIds policies)
    {
        Finding finding = assessed.Finding;
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("kind", finding.Kind);
        json.WriteString("severity", JsonText.Word(finding.Severity));
        json.WriteString("account", finding.AccountId);
        json.WriteString("title", finding.Title);
        json.WriteString("explanation", finding.Explanation);
        json.WriteStrings("principals", [finding.Principal]);
        json.WriteString("policy", finding.Statements.Select(source => source.Policy.Arn ?? source.Policy.Name).FirstOrDefault());
        json.WriteStartArray("statements");
        foreach (StatementSource source in finding.Statements)
        {
            json.WriteStartObject();
            WriteStatement(json, source, policies);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStrings("actions", assessed.Usage.Listed);
        json.WriteStrings("resources", ResourcesOf(finding));
        json.WriteStrings("conditions", finding.Conditions);
        WriteUsage(json, assessed.Usage, days);
        json.WriteString("pathId", finding.PathId);
        json.WriteString("recommendation", finding.Recommendation);
        json.WriteEndObject();
    }

    /// <summary>Where a statement stands and what it says; members of an object that is open.</summary>
    public static void WriteStatement(Utf8JsonWriter json, StatementSource source, PolicyIds policies)
    {
        Statement statement = source.Statement;
        json.WriteString("layer", JsonText.Word(source.Layer));
        json.WriteString("policy", source.Policy.Name);
        json.WriteString("policyArn", source.Policy.Arn);
        json.WriteString("policyId", policies.Of(source.Policy));
        json.WriteString("policyKind", JsonText.Word(source.Policy.Kind));
        json.WriteString("owner", source.Policy.Owner);
        json.WriteString("viaGroup", source.ViaGroup);
        json.WriteString("sid", statement.Sid);
        json.WriteNumber("index", statement.Index);
        json.WriteString("file", statement.Position.File);
        json.WriteNumber("line", statement.Position.Line);
        json.WriteNumber("column", statement.Position.Column);
        json.WriteString("json", policies.Texts.Of(source.Policy.Document, statement.Index));
    }

    /// <summary>The resource patterns of the statements, <c>NotResource</c> marked with an exclamation mark before it.</summary>
    private static ImmutableArray<string> ResourcesOf(Finding finding) => [.. finding.Statements
        .Where(source => source.Statement.Effect == Effect.Allow)
        .SelectMany(source => source.Statement.Resources is { } resources ? resources.Patterns.Select(pattern => resources.Not ? "!" + pattern : pattern) : [])
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)];

    private static ImmutableArray<string> Listed(ImmutableArray<string> actions, FindingUsage usage) =>
        usage.Unlisted == 0 ? actions : [.. actions.Intersect(usage.Listed, StringComparer.Ordinal)];

    private static void WriteUsage(Utf8JsonWriter json, FindingUsage usage, int days)
    {
        json.WriteStartObject("usage");
        json.WriteString("removalCost", JsonText.Word(usage.Cost));
        json.WriteString("sentence", usage.Sentence(days));
        json.WriteStartObject("counts");
        json.WriteNumber("used", usage.Counts.Used);
        json.WriteNumber("unused", usage.Counts.Unused);
        json.WriteNumber("unknown", usage.Counts.Unknown);
        json.WriteEndObject();
        json.WriteStrings("used", Listed(usage.Used, usage));
        json.WriteStrings("unused", Listed(usage.Unused, usage));
        json.WriteStrings("unknown", Listed(usage.Unknown, usage));
        json.WriteStrings("notMeasured", Listed(usage.NotMeasured, usage));
        json.WriteNumber("unlisted", usage.Unlisted);
        json.WriteBoolean("oneIsEnough", usage.OneIsEnough);
        json.WriteEndObject();
    }
}
