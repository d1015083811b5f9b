using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>How something is held, in lines: on which resources, by which statements, under which conditions.</summary>
internal static class GrantWords
{
    /// <summary>The lines, without indent.</summary>
    public static IEnumerable<string> Lines(ImmutableArray<GrantedPattern> resources, ImmutableArray<StatementSource> gives, IEnumerable<StatementSource> limits)
    {
        foreach (StatementSource give in gives)
        {
            string conditions = give.Statement.Conditions.IsEmpty ? "" : $", {Conditions(give.Statement)}";
            yield return $"by {LayerWords.Statement(give)}{conditions}";
            foreach (GrantedPattern pattern in resources.Where(pattern => ReferenceEquals(pattern.From, give)))
            {
                yield return $"  on {Pattern(pattern)}";
            }
        }

        foreach (StatementSource limit in limits)
        {
            string verb = limit.Statement.Effect == Effect.Deny ? "denied" : "let through only";
            string where = limit.Statement.Resources is { } element && element is not { Not: false, Patterns: ["*"] } ? $" {Legible.Plain(ConditionWords.Of(element))}" : "";
            string conditions = limit.Statement.Conditions.IsEmpty ? "" : $" {Conditions(limit.Statement)}";
            yield return $"{verb}{where}{conditions}: {LayerWords.Statement(limit)}";
        }
    }

    private static string Pattern(GrantedPattern pattern)
    {
        string all = pattern.Pattern == "*" ? "everything" : Legible.Plain(pattern.Pattern);
        string except = pattern.Except.IsEmpty ? "" : $" except {Legible.Plain(string.Join(", ", pattern.Except))}";
        string within = string.Concat(pattern.Within.Select(layer => $", only within {Legible.Plain(string.Join(" or ", layer))}"));
        string open = pattern.IsInexact ? " (what is left of these patterns together, or for a policy variable, was not worked out)" : "";
        return all + except + within + open;
    }

    private static string Conditions(Statement statement) => Legible.Plain(ConditionWords.Of(statement.Conditions));
}
