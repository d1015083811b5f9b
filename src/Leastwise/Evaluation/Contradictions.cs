using System.Globalization;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>
/// Finds two conditions of a statement on one key of which no value satisfies both, so that the statement never applies. A pair that it does not
/// understand is passed over.
/// </summary>
/// <remarks>Source: "If your policy has multiple condition operators or multiple keys […] the conditions are evaluated using a logical AND", AWS IAM User Guide.</remarks>
internal static class Contradictions
{
    public static IEnumerable<Diagnostic> In(Statement statement)
    {
        for (int i = 0; i < statement.Conditions.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (Condition a, Condition b) = (statement.Conditions[j], statement.Conditions[i]);
                if (a.Key.Equals(b.Key, StringComparison.OrdinalIgnoreCase)
                    && Plain(a) is { } first && Plain(b) is { } second && (Exclude(first, a, second, b) || Exclude(second, b, first, a)))
                {
                    yield return new Diagnostic(
                        DiagnosticSeverity.Warning, $"Statement {statement.Label} can never apply: no value of {b.Key} satisfies both {a.Operator} and {b.Operator}.", b.Position);
                }
            }
        }
    }

    /// <summary>The bare operator of a condition that wants one value; null for all others, and where a policy variable may stand for anything.</summary>
    private static string? Plain(Condition condition) =>
        ConditionOperator.TryParse(condition.Operator, out ConditionOperator? parsed) && parsed is { Qualifier: SetQualifier.None, IfExists: false }
        && !condition.Values.IsEmpty && !condition.Values.Any(value => value.Contains("${", StringComparison.Ordinal))
            ? parsed.Name
            : null;

    private static bool Exclude(string first, Condition a, string second, Condition b) => (first, second) switch
    {
        // A star is a wildcard for StringLike only; for the others it is read as one here, which finds fewer contradictions and none by mistake.
        ("StringEquals" or "StringEqualsIgnoreCase" or "StringLike", "StringEquals" or "StringEqualsIgnoreCase" or "StringLike") =>
            !a.Values.Any(one => b.Values.Any(other => WildcardPattern.Overlaps(one, other, ignoreCase: true))),
        // What is wanted is refused: each value lies within a pattern that must not match.
        ("StringEquals", "StringNotEquals") => a.Values.All(b.Values.Contains),
        ("StringEquals" or "StringLike", "StringNotLike") => a.Values.All(one => b.Values.Any(other => WildcardPattern.Covers(other, one, ignoreCase: false))),
        // The key is to be missing and to have a value.
        ("Null", _) when IsOnly(a, "true") => second != "Null" ? !second.Contains("Not", StringComparison.Ordinal) : IsOnly(b, "false"),
        ("Bool", "Bool") => (IsOnly(a, "true") && IsOnly(b, "false")) || (IsOnly(a, "false") && IsOnly(b, "true")),
        (['N', 'u', 'm', ..] or ['D', 'a', 't', ..], _) when first[..4] == second[..4] => IsBelow(first, a, second, b),
        _ => false,
    };

    private static bool IsOnly(Condition condition, string value) => condition.Values.All(one => one.Equals(value, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether all that the first lets through lies below all that the second does.</summary>
    private static bool IsBelow(string first, Condition a, string second, Condition b)
    {
        bool isUpper = first.Contains("LessThan", StringComparison.Ordinal), isLower = second.Contains("GreaterThan", StringComparison.Ordinal);
        if (!isUpper || !isLower)
        {
            return false;
        }

        bool isDate = first[0] == 'D';
        decimal?[] highs = [.. a.Values.Select(value => Number(value, isDate))], lows = [.. b.Values.Select(value => Number(value, isDate))];
        if (highs.Contains(null) || lows.Contains(null))
        {
            return false;
        }

        bool meet = first.EndsWith("Equals", StringComparison.Ordinal) && second.EndsWith("Equals", StringComparison.Ordinal);
        return meet ? highs.Max() < lows.Min() : highs.Max() <= lows.Min();
    }

    private static decimal? Number(string text, bool isDate) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number
        : isDate && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date.ToUnixTimeMilliseconds() / 1000m
        : null;
}
