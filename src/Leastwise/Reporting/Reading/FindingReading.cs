using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Reporting.Reading;

/// <summary>Reads findings. Their statements are taken from the policies of the same report.</summary>
internal sealed class FindingReading(ImmutableArray<AssessedPolicy> policies)
{
    private readonly Dictionary<string, AssessedPolicy> listed = policies.DistinctBy(policy => policy.Id).ToDictionary(policy => policy.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, NamedPolicy> parsed = new(StringComparer.Ordinal);

    // A statement is one object however many findings speak of it: the page writes it once.
    private readonly Dictionary<(NamedPolicy Policy, int Index, SourcePosition Position, string? Sid), Statement> statements = new(new SamePolicy());

    public AssessedFinding Read(ReportElement finding)
    {
        ImmutableArray<string> actions = finding["actions"].Texts;
        return new AssessedFinding(
            new Finding
            {
                Id = finding["id"].Text,
                Kind = finding["kind"].Text,
                Severity = finding["severity"].Word<Severity>(),
                Title = finding["title"].Text,
                Explanation = finding["explanation"].Text,
                Recommendation = finding["recommendation"].Text,
                Principal = finding["principals"].Texts is [string principal, ..] ? principal : throw finding["principals"].Wrong("a list of at least one"),
                AccountId = finding["account"].Text,
                Actions = actions,
                Statements = [.. finding["statements"].Items.Select(Statement)],
                Conditions = finding["conditions"].Texts,
                PathId = finding["pathId"].TextOrNull,
            },
            Usage(finding["usage"], actions));
    }

    private static FindingUsage Usage(ReportElement usage, ImmutableArray<string> actions) => new()
    {
        Used = usage["used"].Texts,
        Unused = usage["unused"].Texts,
        Unknown = usage["unknown"].Texts,
        NotMeasured = usage["notMeasured"].Texts,
        Cost = usage["removalCost"].Word<RemovalCost>(),
        OneIsEnough = usage["oneIsEnough"].Flag,
        Told = usage["sentence"].Text,
        IsTrust = false,
        IsEverything = false,
        Counts = new UseCounts(usage["counts"]["used"].Number, usage["counts"]["unused"].Number, usage["counts"]["unknown"].Number),
        Listed = actions,
        Unlisted = usage["unlisted"].Number,
    };

    private StatementSource Statement(ReportElement source)
    {
        int index = source["index"].Int;
        var position = new SourcePosition(source["file"].Text, source["line"].Int, source["column"].Int);
        NamedPolicy policy = source["policyId"].TextOrNull is { } id && listed.TryGetValue(id, out AssessedPolicy? known) ? Policy(known) : Alone(source, index);
        string? sid = source["sid"].TextOrNull;
        if (!statements.TryGetValue((policy, index, position, sid), out Statement? statement))
        {
            statement = (policy.Document.Statements.FirstOrDefault(each => each.Index == index) ?? Unreadable(index, position)) with { Sid = sid, Position = position };
            statements.Add((policy, index, position, sid), statement);
        }

        return new StatementSource(source["layer"].Word<PolicyLayer>(), policy, statement, source["viaGroup"].TextOrNull);
    }

    // The report knows of a statement that its policy's text does not have: the place is all that is left.
    private static Statement Unreadable(int index, SourcePosition position) =>
        new() { Index = index, Effect = Effect.Allow, Actions = new ActionElement(Not: false, []), Position = position };

    private NamedPolicy Policy(AssessedPolicy policy)
    {
        if (!parsed.TryGetValue(policy.Id, out NamedPolicy? named))
        {
            // The document as it was written, though the parser may see it otherwise, so that it is found again in the list.
            PolicyDocument document = PolicyParser.Parse(policy.Document, policy.File) with { Json = policy.Document };
            PolicyKind kind = Enum.GetValues<PolicyKind>().FirstOrDefault(each => JsonText.Word(each) == policy.Kind);
            parsed.Add(policy.Id, named = new NamedPolicy { Name = policy.Name, Arn = policy.Arn, Kind = kind, Owner = policy.Owner, Document = document });
        }

        return named;
    }

    // A report without its policies still has the text of the statement.
    private static NamedPolicy Alone(ReportElement source, int index)
    {
        string json = source["json"].TextOrNull ?? "{}";
        string padding = string.Concat(Enumerable.Repeat("{},", Math.Min(index, 10_000)));
        ImmutableArray<Statement> alone = PolicyParser.Parse($$"""{"Statement":[{{json}}]}""", source["file"].Text).Statements;
        return new NamedPolicy
        {
            Name = source["policy"].Text,
            Arn = source["policyArn"].TextOrNull,
            Kind = source["policyKind"].Word<PolicyKind>(),
            Owner = source["owner"].TextOrNull,
            Document = new PolicyDocument
            {
                Json = source["json"].IsNull ? "" : $$"""{"Statement":[{{padding}}{{json}}]}""",
                Statements = [.. alone.Select(statement => statement with { Index = index })],
            },
        };
    }

    private sealed class SamePolicy : IEqualityComparer<(NamedPolicy Policy, int Index, SourcePosition Position, string? Sid)>
    {
        public bool Equals((NamedPolicy Policy, int Index, SourcePosition Position, string? Sid) x, (NamedPolicy Policy, int Index, SourcePosition Position, string? Sid) y) =>
            ReferenceEquals(x.Policy, y.Policy) && x.Index == y.Index && x.Position == y.Position && x.Sid == y.Sid;

        public int GetHashCode((NamedPolicy Policy, int Index, SourcePosition Position, string? Sid) obj) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Policy), obj.Index, obj.Position);
    }
}
