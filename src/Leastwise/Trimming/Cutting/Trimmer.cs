using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;
using Leastwise.Trimming.Replaying;
using Leastwise.Trimming.Shaping;
using Leastwise.Usage;

namespace Leastwise.Trimming.Cutting;

/// <summary>
/// Makes the policy that takes away what is not needed, and replays history under it. What was used stays, what certainly was not goes, what nobody can know stays unless
/// asked otherwise. One trimmer for a run: it keeps what principals with the same policies share.
/// </summary>
public sealed class Trimmer
{
    private readonly ActionCatalog catalog;
    private readonly UsageAnalysis analysis;
    private readonly PolicyLookup lookup;
    private readonly TrimOptions options;
    private readonly StatementCompiler compiler;
    private readonly TrimmedDocuments documents;
    private readonly ActionSet alwaysWorking;
    private readonly Replay replay;

    /// <summary>Prepares trims from one analysis.</summary>
    /// <param name="writer">The actions, and how they are written.</param>
    /// <param name="analysis">What is held and what was done, with details.</param>
    /// <param name="lookup">Today's policies.</param>
    /// <param name="options">What may be taken away.</param>
    public Trimmer(ActionWriter writer, UsageAnalysis analysis, PolicyLookup lookup, TrimOptions options)
    {
        catalog = writer.Catalog;
        this.analysis = analysis;
        this.lookup = lookup;
        this.options = options;
        replay = new Replay(catalog, analysis, lookup);
        string partition = analysis.Actors.Select(actor => Arn.PartitionOf(actor.Arn)).FirstOrDefault("aws");
        compiler = new StatementCompiler(catalog, partition);
        documents = new TrimmedDocuments(writer);
        alwaysWorking = PermissionlessActions.Of(catalog);
    }

    /// <summary>The replacement for what the subject holds.</summary>
    public TrimResult Trim(TrimSubject subject)
    {
        var result = new TrimResult { Subject = subject, Window = analysis.Window };
        if (Untouchable.Because(subject, analysis, options) is { } reason)
        {
            return result with { Untouched = reason, Policies = subject.Sources };
        }

        ImmutableArray<ActorUsage> usage = [.. subject.Members.Select(analysis.Of)];
        Observation[] calls = [.. subject.Members.SelectMany(analysis.CallsOf)];
        var fates = new FateRule(catalog, options, alwaysWorking, usage, subject.Members.Select(analysis.SilenceOf));
        var seen = new SeenResources(replay.Types);
        foreach (Observation one in calls)
        {
            seen.Add(one, replay.Finder);
        }

        var book = new PatternBook();
        var cut = new StatementCut(catalog, fates, seen, new Narrowing(replay.Types, book, options.ByTag is { } key ? new TagRule(catalog, lookup, key) : null), options, Guesses(usage));
        var pieces = new Dictionary<Statement, ImmutableArray<Piece>>(ReferenceEqualityComparer.Instance);
        foreach (NamedPolicy policy in subject.Sources)
        {
            foreach (CompiledStatement allow in compiler.Compile(policy.Document).Where(compiled => compiled.Statement.Effect == Effect.Allow))
            {
                pieces[allow.Statement] = cut.Cut(allow, policy.Document.Version);
            }
        }

        ImmutableArray<TrimmedPrivilege> privileges = [.. fates.All.Concat(cut.Unrecognised).OrderBy(one => one.Fate).ThenBy(one => one.Action, StringComparer.OrdinalIgnoreCase)];
        if (!cut.TakesAway)
        {
            return result with { Untouched = Untouchable.BecauseAllStays(privileges), Policies = subject.Sources, Privileges = privileges };
        }

        ImmutableArray<(Statement, string)> denies =
            [.. subject.Sources.SelectMany(policy => policy.Document.Statements.Where(statement => statement.Effect == Effect.Deny).Select(deny => (deny, policy.Document.Version)))];
        ImmutableArray<Piece> ordered = [.. subject.Sources.SelectMany(policy => policy.Document.Statements).Where(pieces.ContainsKey).SelectMany(statement => pieces[statement])];
        ImmutableArray<PolicyLimit> limits = TrimPlaces.Of(subject, options.Place);
        (SplitPolicy split, WildcardStyle style, PolicyLimit limit) = Fit(ordered, denies, limits);
        ImmutableArray<NamedPolicy> policies = TrimPlaces.Name(subject, split.Documents, inline: limit.CountTogether);
        return result with
        {
            Policies = policies,
            Patched = new(() => [.. subject.Sources.Select(policy => documents.Patch(policy.Document, statement => pieces[statement]))]),
            Style = style,
            Privileges = privileges,
            Patterns = book.ToEvidence(),
            Suggestions = Suggestions.Of(calls),
            Replay = replay.Run(subject.Members, ProposalOf(subject, policies)),
            Problem = split.Problem,
            Remarks = [.. TrimRemarks.Of(subject, fates, options, analysis), .. limit != limits[0] ? new[] { string.Create(CultureInfo.InvariantCulture, $"It does not fit into inline policies of a {limits[0].Name}, which may have {limits[0].Characters:N0} characters in all; so it is managed.") } : []],
        };
    }

    /// <summary>The documents as the first limit takes them that they fit, else as the last.</summary>
    private (SplitPolicy Split, WildcardStyle Style, PolicyLimit Limit) Fit(ImmutableArray<Piece> pieces, ImmutableArray<(Statement, string)> denies, ImmutableArray<PolicyLimit> limits)
    {
        (SplitPolicy Split, WildcardStyle Style, PolicyLimit Limit) found = default;
        foreach (PolicyLimit limit in limits)
        {
            (SplitPolicy split, WildcardStyle style) = documents.Write(pieces, denies, options.Style, limit);
            found = (split, style, limit);
            if (split.Problem is null)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>The proposal that the trimmed policies are.</summary>
    public static Proposal ProposalOf(TrimSubject subject, ImmutableArray<NamedPolicy> policies) => new()
    {
        Replaced = subject.Sources
            .Select((policy, index) => (Id: Proposal.IdOf(policy), By: index == 0 ? policies : []))
            .DistinctBy(one => one.Id, StringComparer.Ordinal)
            .ToImmutableDictionary(one => one.Id, one => one.By, StringComparer.Ordinal),
    };

    /// <summary>Actions that events may stand for which the catalogue does not know: a service's own name stands before its events in most cases.</summary>
    private ImmutableArray<string> Guesses(ImmutableArray<ActorUsage> members) =>
    [
        .. members.SelectMany(member => member.Unresolved)
            .Select(one => $"{one.Source.Split('.')[0]}:{one.Name}")
            .Where(guess => catalog.Find(guess) is null && guess.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '-'))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase),
    ];
}
