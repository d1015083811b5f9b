using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>Findings in the JSON of a scan. One writer may be used by several threads.</summary>
internal sealed class FindingLines
{
    // A statement is one object however many findings rest on it, and the same advice is given to thousands.
    private readonly KeptLines<StatementSource> statements = new(ReferenceEqualityComparer.Instance);
    private readonly KeptLines<Advice> advice = new(new SameTexts());

    /// <summary>Writes a finding.</summary>
    public void Write(LineJson json, ScannedFinding scanned)
    {
        Finding finding = scanned.Finding;
        json.Raw("{\n\"id\": "u8);
        json.Text(finding.Id);
        json.Raw(",\n\"kind\": "u8);
        json.Text(finding.Kind);
        json.Raw(",\n\"severity\": "u8);
        json.Text(JsonText.Word(finding.Severity));
        json.Raw(",\n\"scope\": "u8);
        json.Text(JsonText.Word(finding.Scope));
        json.Raw(",\n\"account\": "u8);
        json.Text(finding.AccountId);
        json.Raw(",\n\"title\": "u8);
        json.Text(finding.Title);
        json.Raw(",\n\"explanation\": "u8);
        json.Text(finding.Explanation);
        json.Raw(",\n\"principals\": "u8);
        json.Texts(scanned.Principals);
        json.Raw(",\n\"policy\": "u8);
        json.Text(scanned.Policy is { } policy ? policy.Arn ?? policy.Name : null);
        WriteStatements(json, finding.Statements);
        ImmutableArray<string> actions = FindingFacts.Actions(finding);
        json.Raw(",\n\"actions\": "u8);
        json.Texts(actions);
        json.Raw(",\n\"unlistedActions\": "u8);
        json.Number(finding.Actions.Length - actions.Length);
        json.Raw(",\n\"resources\": "u8);
        json.Texts(FindingFacts.Resources(finding));
        json.Raw(",\n\"conditions\": "u8);
        json.Texts(finding.Conditions);
        WriteUse(json, scanned.Use);
        advice.Write(json, new Advice(finding.Kind, finding.PathId, finding.Recommendation), WriteAdvice);
        WriteExclusion(json, scanned.Excluded);
        json.Raw(",\n\"inBaseline\": "u8);
        json.Truth(scanned.InBaseline);
        json.Raw("\n}"u8);
    }

    /// <summary>Writes a policy's members, the break before each of them, and a comma but before the first.</summary>
    public static void WritePolicyNames(LineJson json, NamedPolicy policy)
    {
        json.Raw("\n\"policy\": "u8);
        json.Text(policy.Name);
        json.Raw(",\n\"policyArn\": "u8);
        json.Text(policy.Arn);
        json.Raw(",\n\"policyKind\": "u8);
        json.Text(JsonText.Word(policy.Kind));
        json.Raw(",\n\"owner\": "u8);
        json.Text(policy.Owner);
    }

    private void WriteStatements(LineJson json, ImmutableArray<StatementSource> sources)
    {
        json.Raw(",\n\"statements\": ["u8);
        int listed = Math.Min(sources.Length, FindingFacts.MostStatements);
        for (int i = 0; i < listed; i++)
        {
            json.Raw(i == 0 ? "\n"u8 : ",\n"u8);
            statements.Write(json, sources[i], WriteStatement);
        }

        json.Raw(listed == 0 ? "]"u8 : "\n]"u8);
        if (sources.Length > listed)
        {
            json.Raw(",\n\"unlistedStatements\": "u8);
            json.Number(sources.Length - listed);
        }
    }

    // Without the statement's text, which stands in the file at the place named: of thousands of principals it would be said a thousand times.
    private static void WriteStatement(LineJson json, StatementSource source)
    {
        Statement statement = source.Statement;
        json.Raw("{\n\"layer\": "u8);
        json.Text(JsonText.Word(source.Layer));
        json.Raw(","u8);
        WritePolicyNames(json, source.Policy);
        json.Raw(",\n\"viaGroup\": "u8);
        json.Text(source.ViaGroup);
        json.Raw(",\n\"sid\": "u8);
        json.Text(statement.Sid);
        json.Raw(",\n\"index\": "u8);
        json.Number(statement.Index);
        json.Raw(",\n\"file\": "u8);
        json.Text(statement.Position.File);
        json.Raw(",\n\"line\": "u8);
        json.Number(statement.Position.Line);
        json.Raw(",\n\"column\": "u8);
        json.Number(statement.Position.Column);
        json.Raw("\n}"u8);
    }

    private static void WriteUse(LineJson json, FindingUse? use)
    {
        json.Raw(",\n\"usage\": "u8);
        if (use is null)
        {
            json.Raw("null"u8);
            return;
        }

        const int Most = FindingUsage.MostListed;
        json.Raw("{\n\"removalCost\": "u8);
        json.Text(JsonText.Word(use.Cost));
        json.Raw(",\n\"sentence\": "u8);
        json.Text(use.Sentence);
        json.Raw(",\n\"used\": ["u8);
        for (int i = 0; i < Math.Min(use.Used.Length, Most); i++)
        {
            json.Raw(i == 0 ? "\n{\n\"action\": "u8 : ",\n{\n\"action\": "u8);
            json.Text(use.Used[i].Action);
            json.Raw(",\n\"by\": "u8);
            json.Texts(use.Used[i].By);
            json.Raw("\n}"u8);
        }

        json.Raw(use.Used.IsEmpty ? "],\n\"canGo\": "u8 : "\n],\n\"canGo\": "u8);
        json.Texts(use.CanGo.Length <= Most ? use.CanGo : use.CanGo[..Most]);
        json.Raw(",\n\"unknown\": "u8);
        json.Texts(use.Unknown.Length <= Most ? use.Unknown : use.Unknown[..Most]);
        json.Raw(",\n\"unlisted\": "u8);
        json.Number(Math.Max(0, use.Used.Length - Most) + Math.Max(0, use.CanGo.Length - Most) + Math.Max(0, use.Unknown.Length - Most));
        json.Raw("\n}"u8);
    }

    private static void WriteAdvice(LineJson json, Advice given)
    {
        json.Raw(",\n\"pathId\": "u8);
        json.Text(given.PathId);
        json.Raw(",\n\"recommendation\": "u8);
        json.Text(given.Recommendation);
        json.Raw(",\n\"links\": "u8);
        json.Texts(FindingFacts.Links(given.Kind, given.PathId));
    }

    private static void WriteExclusion(LineJson json, Exclusion? excluded)
    {
        json.Raw(",\n\"excluded\": "u8);
        if (excluded is null)
        {
            json.Raw("null"u8);
            return;
        }

        json.Raw("{\n\"reason\": "u8);
        json.Text(excluded.Reason);
        json.Raw(",\n\"owner\": "u8);
        json.Text(excluded.Owner);
        json.Raw(",\n\"expires\": "u8);
        json.Text(excluded.Expires is { } day ? JsonText.Day(day) : null);
        json.Raw(",\n\"file\": "u8);
        json.Text(excluded.Position.File);
        json.Raw(",\n\"line\": "u8);
        json.Number(excluded.Position.Line);
        json.Raw("\n}"u8);
    }

    private readonly record struct Advice(string Kind, string? PathId, string Recommendation);

    // Texts that are the same objects; those that only read alike are written anew.
    private sealed class SameTexts : IEqualityComparer<Advice>
    {
        public bool Equals(Advice x, Advice y) => ReferenceEquals(x.Recommendation, y.Recommendation) && ReferenceEquals(x.PathId, y.PathId) && ReferenceEquals(x.Kind, y.Kind);

        public int GetHashCode(Advice obj) => HashCode.Combine(RuntimeHelpers.GetHashCode(obj.Recommendation), RuntimeHelpers.GetHashCode(obj.PathId), RuntimeHelpers.GetHashCode(obj.Kind));
    }
}
