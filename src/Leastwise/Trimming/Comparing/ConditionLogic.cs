using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Trimming.Comparing;

/// <summary>What follows from conditions by their text alone. Both answers are never true by mistake; false means "not seen".</summary>
internal static class ConditionLogic
{
    private const int MostWays = 64;

    /// <summary>Whether every request that meets all of <paramref name="given"/> meets all of <paramref name="wanted"/>.</summary>
    /// <param name="given">Conditions that all hold.</param>
    /// <param name="wanted">Conditions that are to follow.</param>
    /// <param name="variablesMeanTheSame">Whether both stand in documents that treat policy variables alike.</param>
    public static bool Imply(ImmutableArray<Condition> given, ImmutableArray<Condition> wanted, bool variablesMeanTheSame) =>
        wanted.All(needed => given.Any(known => (variablesMeanTheSame || !known.Values.Concat(needed.Values).Any(IsOpen)) && Implies(known, needed)));

    /// <summary>Whether no request meets both.</summary>
    public static bool Exclude(ImmutableArray<Condition> some, ImmutableArray<Condition> others) =>
        some.Any(one => others.Any(other => Excludes(one, other) || Excludes(other, one)));

    /// <summary>
    /// The conditions once for each way to meet them with single values: "is one of two" is "is the first" or "is the second". Operators of which more values accept less
    /// stay whole, and so do all where there would be too many ways.
    /// </summary>
    public static ImmutableArray<ImmutableArray<Condition>> Ways(ImmutableArray<Condition> conditions)
    {
        ImmutableArray<ImmutableArray<Condition>> ways = [[]];
        foreach (Condition condition in conditions)
        {
            bool splits = condition.Values.Length > 1 && Parse(condition, out ConditionOperator? parsed) && parsed.Qualifier != SetQualifier.ForAllValues && !IsNegated(parsed.Name)
                && ways.Length * condition.Values.Length <= MostWays;
            ImmutableArray<Condition> each = splits ? [.. condition.Values.Distinct(StringComparer.Ordinal).Select(value => condition with { Values = [value] })] : [condition];
            ways = [.. ways.SelectMany(way => each.Select(one => way.Add(one)))];
        }

        return ways;
    }

    /// <summary>Whether the text hangs on a policy variable.</summary>
    public static bool IsOpen(string text) => text.Contains("${", StringComparison.Ordinal);

    private static bool Implies(Condition known, Condition needed)
    {
        if (!SameKey(known, needed) || !Parse(known, out ConditionOperator? given) || !Parse(needed, out ConditionOperator? wanted)
            || given.Qualifier != wanted.Qualifier || (given.IfExists && !wanted.IfExists))
        {
            return false;
        }

        // Of a negated operator more values exclude more; of any other more values accept more.
        return IsNegated(given.Name)
            ? given.Name == wanted.Name && needed.Values.All(value => known.Values.Contains(value, Comparer(wanted)))
            : Within(given.Name, wanted.Name) && known.Values.All(value => needed.Values.Any(other => Accepts(given.Name, wanted.Name, other, value)));
    }

    /// <summary>A plain "is one of" against a "is none of" with all of its values, or against another "is one of" without a common value.</summary>
    private static bool Excludes(Condition one, Condition other)
    {
        if (!SameKey(one, other) || !Parse(one, out ConditionOperator? first) || !Parse(other, out ConditionOperator? second)
            || first.Qualifier != SetQualifier.None || second.Qualifier != SetQualifier.None || first.IfExists
            || first.Name is not ("StringEquals" or "Bool") || one.Values.Concat(other.Values).Any(IsOpen))
        {
            return false;
        }

        return second.Name switch
        {
            "StringEquals" or "Bool" when second.Name == first.Name => !one.Values.Any(value => other.Values.Contains(value, Comparer(first))),
            "StringNotEquals" when first.Name == "StringEquals" => one.Values.All(value => other.Values.Contains(value, StringComparer.Ordinal)),
            "Null" => other.Values.All(value => value.Equals("true", StringComparison.OrdinalIgnoreCase)),
            _ => false,
        };
    }

    private static bool SameKey(Condition a, Condition b) => a.Key.Equals(b.Key, StringComparison.OrdinalIgnoreCase);

    private static bool Parse(Condition condition, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ConditionOperator? parsed) =>
        ConditionOperator.TryParse(condition.Operator, out parsed);

    private static bool IsNegated(string name) => name.Contains("Not", StringComparison.Ordinal);

    private static bool Within(string given, string wanted) =>
        given == wanted || (given, wanted) is ("StringEquals", "StringLike" or "StringEqualsIgnoreCase") or ("ArnEquals", "ArnLike") or ("ArnLike", "ArnEquals");

    private static bool Accepts(string given, string wanted, string pattern, string value) =>
        string.Equals(pattern, value, given == wanted && given is not ("Bool" or "StringEqualsIgnoreCase") ? StringComparison.Ordinal : Comparison(wanted))
        || (wanted == "StringLike" && given is "StringEquals" or "StringLike" && !IsOpen(pattern) && !IsOpen(value)
            && (given == "StringLike" || !WildcardPattern.HasWildcard(value)) && WildcardPattern.Covers(pattern, value, ignoreCase: false));

    private static StringComparison Comparison(string name) =>
        name is "Bool" or "StringEqualsIgnoreCase" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static StringComparer Comparer(ConditionOperator parsed) =>
        Comparison(parsed.Name) == StringComparison.Ordinal ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
}
