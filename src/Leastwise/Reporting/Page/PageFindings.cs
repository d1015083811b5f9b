using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Leastwise.Evaluation;
using Leastwise.Reporting.Scans;
using Leastwise.Risks;

namespace Leastwise.Reporting.Page;

/// <summary>Findings as the page holds them: columns of numbers, and each statement, sentence and list of privileges once.</summary>
internal sealed class PageFindings
{
    private readonly PagePeople people;
    private readonly PolicyIds policies;
    private readonly Dictionary<string, int> policyNumbers;
    private readonly ImmutableArray<AssessedFinding> findings;
    private readonly InternedObjects<string> words = new(StringComparer.Ordinal), texts = new(StringComparer.Ordinal);
    private readonly InternedTitles titles = new();
    private readonly InternedArrays usages = new(), lists = new();
    private readonly InternedObjects<StatementSource> statements = new(new SamePlace());
    private readonly Row[] rows;

    /// <summary>Goes through all findings once.</summary>
    public PageFindings(PageActions actions, PagePeople people, Assessment assessment)
    {
        this.people = people;
        findings = assessment.Findings;
        policies = new PolicyIds(assessment.Policies);
        policyNumbers = new Dictionary<string, int>(assessment.Policies.Length, StringComparer.Ordinal);
        for (int i = 0; i < assessment.Policies.Length; i++)
        {
            _ = policyNumbers.TryAdd(assessment.Policies[i].Id, i);
        }

        int days = assessment.Window.DayCount;
        var arns = new Recent<string>();
        var uses = new Recent<FindingUsage>();
        rows = new Row[findings.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Finding finding = findings[i].Finding;
            rows[i] = new Row(
                words.NumberOf(finding.Kind),
                words.NumberOf(finding.AccountId),
                arns.NumberOf(finding.Principal, people, static (all, arn) => all.NumberOf(arn)),
                titles.NumberOf(finding.Title, finding.Principal),
                finding.PathId is { } path ? words.NumberOf(path) : -1,
                uses.NumberOf(findings[i].Usage, (Findings: this, actions, days), static (all, usage) => all.Findings.UsageOf(usage, all.actions, all.days)),
                texts.NumberOf(finding.Explanation),
                texts.NumberOf(finding.Recommendation),
                StatementsOf(finding),
                ConditionsOf(finding));
        }
    }

    /// <summary>Writes what the table of findings shows, and where to find the rest.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("columns");
        json.WriteColumn("id", findings, one => one.Finding.Id);
        json.WriteColumn("severity", findings, one => Severity.Critical - one.Finding.Severity);
        json.WriteColumn("kind", rows, row => row.Kind);
        json.WriteColumn("account", rows, row => row.Account);
        json.WriteColumn("principal", rows, row => row.Principal);
        json.WriteColumn("title", rows, row => row.Title);
        json.WriteColumn("pathId", rows, row => row.Path);
        json.WriteColumn("usage", rows, row => row.Usage);
        json.WriteColumn("explanation", rows, row => row.Explanation);
        json.WriteColumn("recommendation", rows, row => row.Recommendation);
        json.WriteColumn("statements", rows, row => row.Statements);
        json.WriteColumn("conditions", rows, row => row.Conditions);
        json.WriteEndObject();
        people.WriteOthers(json);
        json.WriteColumn("words", words.Values, word => word);
        titles.Write(json, "titles");
        usages.Write(json, "usages");
        lists.Write(json, "lists");
        json.WriteColumn("policies", statements.Values, source => policies.Of(source.Policy) is { } id ? policyNumbers[id] : -1);
        json.WriteColumn("places", statements.Values, source => source.Statement.Index);
    }

    /// <summary>Writes sentences and statements.</summary>
    public void WriteTexts(Utf8JsonWriter json)
    {
        List<StatementSource> sources = statements.Values;
        var said = new InternedObjects<string>(StringComparer.Ordinal);
        int NumberOf(string? text) => text is null ? -1 : said.NumberOf(text);
        json.WriteColumn("texts", texts.Values, text => text);
        json.WriteStartObject("statements");
        json.WriteColumn("policy", sources, source => NumberOf(source.Policy.Name));
        json.WriteColumn("policyKind", sources, source => NumberOf(JsonText.Word(source.Policy.Kind)));
        json.WriteColumn("layer", sources, source => NumberOf(JsonText.Word(source.Layer)));
        json.WriteColumn("viaGroup", sources, source => NumberOf(source.ViaGroup));
        json.WriteColumn("sid", sources, source => NumberOf(source.Statement.Sid));
        json.WriteColumn("file", sources, source => NumberOf(source.Statement.Position.File));
        json.WriteColumn("line", sources, source => source.Statement.Position.Line);
        json.WriteColumn("json", sources, source => NumberOf(policies.Texts.Of(source.Policy.Document, source.Statement.Index)));
        json.WriteEndObject();
        json.WriteColumn("said", said.Values, text => text);
    }

    /// <summary>An array of cost, sentence, how many are not listed, a letter for the use of each that is listed, and these.</summary>
    private int UsageOf(FindingUsage usage, PageActions actions, int days)
    {
        usages.Add(JsonText.Word(usage.Cost));
        usages.Add(texts.NumberOf(usage.Sentence(days)));
        usages.Add(usage.Unlisted);
        usages.Add(Letters(usage));
        foreach (string action in usage.Listed)
        {
            usages.Add(actions.NumberOf(action));
        }

        return usages.Done();
    }

    private int StatementsOf(Finding finding)
    {
        foreach (StatementSource source in finding.Statements.AsSpan()[..Math.Min(finding.Statements.Length, FindingFacts.MostStatements)])
        {
            lists.Add(statements.NumberOf(source));
        }

        return lists.Done();
    }

    private int ConditionsOf(Finding finding)
    {
        foreach (string condition in finding.Conditions)
        {
            lists.Add(texts.NumberOf(condition));
        }

        return lists.Done();
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

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Row(int Kind, int Account, int Principal, int Title, int Path, int Usage, int Explanation, int Recommendation, int Statements, int Conditions);

    // A statement of a policy is one object however many hold it; comparing policies by value would read them whole each time.
    private sealed class SamePlace : IEqualityComparer<StatementSource>
    {
        public bool Equals(StatementSource? x, StatementSource? y) =>
            ReferenceEquals(x?.Statement, y?.Statement) && ReferenceEquals(x?.Policy, y?.Policy) && x?.ViaGroup == y?.ViaGroup && x?.Layer == y?.Layer;

        public int GetHashCode(StatementSource obj) => HashCode.Combine(RuntimeHelpers.GetHashCode(obj.Statement), RuntimeHelpers.GetHashCode(obj.Policy));
    }
}
