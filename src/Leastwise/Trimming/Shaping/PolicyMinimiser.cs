using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Trimming.Shaping;

/// <summary>
/// Writes a policy short without changing what it means for the actions of the catalogue: statements that differ in one element are merged, actions are written with
/// wildcards that add none, patterns that another takes in are left out. The same policy gives the same result, and minimising twice changes nothing more.
/// </summary>
/// <param name="writer">Writes actions; one for a run keeps what it worked out.</param>
public sealed class PolicyMinimiser(ActionWriter writer)
{
    /// <summary>The policy, written short; never longer than the given one.</summary>
    /// <param name="document">A policy that was read without an error; any kind, trust and resource policies too.</param>
    /// <param name="style">How actions are written.</param>
    public PolicyDocument Minimise(PolicyDocument document, WildcardStyle style)
    {
        ImmutableArray<Statement> merged = StatementMerge.All([.. document.Statements.Select(Clean)], writer);
        PolicyDocument result = Documents.Of(merged.Select(statement => Write(statement, style)), document.Version, document.Id);
        PolicyDocument given = Documents.Of(document.Statements, document.Version, document.Id);
        return PolicySize.Of(result) <= PolicySize.Of(given) ? result : given;
    }

    /// <summary>The statement's actions, written short.</summary>
    internal Statement Write(Statement statement, WildcardStyle style) =>
        statement with { Actions = statement.Actions with { Patterns = writer.Rewrite(statement.Actions.Patterns, style) } };

    private static Statement Clean(Statement statement) => statement with
    {
        Resources = statement.Resources is { } resources ? resources with { Patterns = WithoutCovered(resources.Patterns) } : null,
        Conditions = Documents.Ordered(statement.Conditions),
    };

    /// <summary>The patterns without those that another one takes in. A pattern with a policy variable is only equal to itself.</summary>
    internal static ImmutableArray<string> WithoutCovered(ImmutableArray<string> patterns)
    {
        ImmutableArray<string> once = [.. patterns.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return [.. once.Where(one => !once.Any(wider => wider != one && Covers(wider, one) && !(Covers(one, wider) && string.CompareOrdinal(one, wider) < 0)))];
    }

    private static bool Covers(string wider, string narrower) =>
        WildcardPattern.HasWildcard(wider) && !wider.Contains("${", StringComparison.Ordinal) && !narrower.Contains("${", StringComparison.Ordinal)
        && WildcardPattern.Covers(wider, narrower, ignoreCase: false);
}
