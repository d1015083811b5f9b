using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>
/// One rule of our own: findings that match everything which it names are excluded, with a reason, somebody who answers for it, and a last day.
/// Names are patterns with <c>*</c> and <c>?</c>, without regard to case.
/// </summary>
public sealed record ExclusionRule
{
    /// <summary>Names or ARNs of principals; none for all.</summary>
    public ImmutableArray<string> Principals { get; init; } = [];

    /// <summary>Names or ARNs of policies: every statement of the finding must stand in one; none for all.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    /// <summary>Actions: every action of the finding must match; of an escalation path one is enough. None for all.</summary>
    public ImmutableArray<string> Actions { get; init; } = [];

    /// <summary>Kinds of finding; none for all.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];

    /// <summary>Statement ids: every statement of the finding must have one of them; none for all.</summary>
    public ImmutableArray<string> Sids { get; init; } = [];

    /// <summary>Ids of findings or of escalation paths; none for all.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>Accounts; none for all.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Why it is right to leave these out.</summary>
    public string? Reason { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>The last day on which it holds; null for always.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary>Where it stands.</summary>
    public required SourcePosition Position { get; init; }

    /// <summary>Whether the rule names anything; one that names nothing would exclude everything and is refused.</summary>
    public bool NamesSomething => !(Principals.IsEmpty && Policies.IsEmpty && Actions.IsEmpty && Kinds.IsEmpty && Sids.IsEmpty && Ids.IsEmpty && Accounts.IsEmpty);

    /// <summary>Whether the finding is excluded.</summary>
    public bool Matches(Finding finding) =>
        Any(Ids, finding.Id, finding.PathId)
        && Any(Kinds, finding.Kind)
        && Any(Accounts, finding.AccountId)
        && (Principals.IsEmpty || (finding.Scope != FindingScope.Policy && ExclusionNames.IsPrincipal(Principals, finding.Principal)))
        && (Actions.IsEmpty || ExclusionNames.TakesActions(Actions, finding))
        && (Policies.IsEmpty || AllStatements(finding, source => Any(Policies, [.. ExclusionNames.Of(source.Policy)])))
        && (Sids.IsEmpty || AllStatements(finding, source => Any(Sids, source.Statement.Sid)));

    private static bool AllStatements(Finding finding, Func<StatementSource, bool> holds) => !finding.Statements.IsEmpty && finding.Statements.All(holds);

    private static bool Any(ImmutableArray<string> patterns, params IEnumerable<string?> names) =>
        patterns.IsEmpty || names.OfType<string>().Any(name => patterns.Any(pattern => WildcardPattern.IsMatch(pattern, name, ignoreCase: true)));
}
