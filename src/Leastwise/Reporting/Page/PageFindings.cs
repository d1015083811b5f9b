using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Leastwise.Evaluation;
using Leastwise.Reporting.Scans;
using Leastwise.Risks;

namespace Leastwise.Reporting.Page;

/// <summary>Findings as the page holds them: statements and long sentences once, privileges by number with a letter for their use.</summary>
internal sealed class PageFindings(PageActions actions)
{
    private const int PrioritiesWritten = 12;
    private readonly Interned<string> texts = new();
    private readonly Interned<StatementSource> statements = new(new SamePlace());

    public void Write(Utf8JsonWriter json, Assessment assessment)
    {
        var policies = new PolicyIds(assessment.Policies);
        json.WriteStartArray("findings");
        foreach (AssessedFinding finding in assessment.Findings)
        {
            WriteFinding(json, finding, assessment.Window.DayCount);
        }

        json.WriteEndArray();
        json.WriteStrings("texts", [.. texts.Values]);
        json.WriteStartArray("statements");
        foreach (StatementSource source in statements.Values)
        {
            json.WriteStartObject();
            FindingJson.WriteStatement(json, source, policies);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WritePriorities(json, assessment.Findings);
    }

    private void WriteFinding(Utf8JsonWriter json, AssessedFinding assessed, int days)
    {
        Finding finding = assessed.Finding;
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("kind", finding.Kind);
        json.WriteString("severity", JsonText.Word(finding.Severity));
        json.WriteString("account", finding.AccountId);
        json.WriteString("principal", finding.Principal);
        json.WriteString("title", finding.Title);
        json.WriteNumber("explanation", texts.NumberOf(finding.Explanation));
        json.WriteNumber("recommendation", texts.NumberOf(finding.Recommendation));
        json.WriteStartArray("actions");
        foreach (string action in assessed.Usage.Listed)
        {
            json.WriteNumberValue(actions.NumberOf(action));
        }

        json.WriteEndArray();
        json.WriteString("use", Letters(assessed.Usage));
        json.WriteNumber("unlisted", assessed.Usage.Unlisted);
        json.WriteString("cost", JsonText.Word(assessed.Usage.Cost));
        json.WriteNumber("sentence", texts.NumberOf(assessed.Usage.Sentence(days)));
        json.WriteStartArray("statements");
        foreach (StatementSource source in finding.Statements.Take(FindingFacts.MostStatements))
        {
            json.WriteNumberValue(statements.NumberOf(source));
        }

        json.WriteEndArray();
        json.WriteStartArray("conditions");
        foreach (string condition in finding.Conditions)
        {
            json.WriteNumberValue(texts.NumberOf(condition));
        }

        json.WriteEndArray();
        json.WriteString("pathId", finding.PathId);
        json.WriteEndObject();
    }

    private static string Letters(FindingUsage usage) => usage is { Used.IsEmpty: true, Unused.IsEmpty: true, Unknown.IsEmpty: true }
        ? new string('-', usage.Listed.Length)
        : Letters(usage.Listed, [(usage.Used, 'u'), (usage.Unused, 'n'), (usage.Unknown, 'k')]);

    // At most fifty are listed, of lists that may hold 22,000: each list is gone through once.
    private static string Letters(ImmutableArray<string> listed, ReadOnlySpan<(ImmutableArray<string> Members, char Letter)> uses)
    {
        var letters = listed.Distinct(StringComparer.Ordinal).ToDictionary(action => action, _ => '-', StringComparer.Ordinal);
        foreach ((ImmutableArray<string> members, char letter) in uses)
        {
            foreach (string member in members)
            {
                if (letters.TryGetValue(member, out char before) && before == '-')
                {
                    letters[member] = letter;
                }
            }
        }

        return string.Concat(listed.Select(action => letters[action]));
    }

    private static void WritePriorities(Utf8JsonWriter json, ImmutableArray<AssessedFinding> findings)
    {
        var places = new Dictionary<AssessedFinding, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < findings.Length; i++)
        {
            places[findings[i]] = i;
        }

        json.WriteStartArray("priorities");
        foreach (Priority priority in Priorities.Of(findings).Take(PrioritiesWritten))
        {
            json.WriteStartArray();
            json.WriteNumberValue(places[priority.Lead]);
            json.WriteNumberValue(priority.Others);
            json.WriteNumberValue(priority.Principals);
            json.WriteNumberValue(priority.Kinds);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    // A statement of a policy is one object however many hold it; comparing policies by value would read them whole each time.
    private sealed class SamePlace : IEqualityComparer<StatementSource>
    {
        public bool Equals(StatementSource? x, StatementSource? y) =>
            ReferenceEquals(x?.Statement, y?.Statement) && ReferenceEquals(x?.Policy, y?.Policy) && x?.ViaGroup == y?.ViaGroup && x?.Layer == y?.Layer;

        public int GetHashCode(StatementSource obj) => HashCode.Combine(RuntimeHelpers.GetHashCode(obj.Statement), RuntimeHelpers.GetHashCode(obj.Policy));
    }
}
