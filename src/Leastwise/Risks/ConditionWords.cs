using System.Collections.Immutable;
using Leastwise.Policies;

namespace Leastwise.Risks;

/// <summary>Says conditions and resource limits in words. The words begin small, to stand within a sentence.</summary>
internal static class ConditionWords
{
    private const int MostNamed = 4;

    /// <summary>Such as <c>with MFA</c> or <c>when aws:SourceIp is in 203.0.113.0/24</c>.</summary>
    public static string Of(Condition condition)
    {
        var op = ConditionOperatorParts.Of(condition.Operator);
        string values = List(condition.Values);
        string absent = op.IfExists ? ", or where the call does not carry that key" : "";
        if (condition.Key.Equals("aws:MultiFactorAuthPresent", StringComparison.OrdinalIgnoreCase) && op.Name == "bool" && condition.Values is [var mfa])
        {
            bool with = mfa.Equals("true", StringComparison.OrdinalIgnoreCase);
            // Calls with a user's long-term access key carry no MFA key at all, so IfExists lets them through.
            return (with ? "with MFA" : "without MFA") + (op.IfExists ? ", or with an access key, whose calls do not carry that key" : "");
        }

        string verb = (op.Name, op.Negated) switch
        {
            ("stringequals" or "stringequalsignorecase" or "arnequals", false) => "is",
            ("stringequals" or "stringequalsignorecase" or "arnequals", true) => "is not",
            ("stringlike" or "arnlike", false) => "is like",
            ("stringlike" or "arnlike", true) => "is not like",
            ("ipaddress", false) => "is in",
            ("ipaddress", true) => "is not in",
            ("bool", _) => "is",
            ("null", _) => condition.Values is [var absentWanted] && absentWanted.Equals("true", StringComparison.OrdinalIgnoreCase) ? "is absent" : "is present",
            _ => $"satisfies {condition.Operator}",
        };
        string any = op.Set switch { "forallvalues" => "every value of ", "foranyvalue" => "some value of ", _ => "" };
        return op.Name == "null" ? $"when {condition.Key} {verb}" : $"when {any}{condition.Key} {verb} {values}{absent}";
    }

    /// <summary>Several conditions joined by <c>and</c>.</summary>
    public static string Of(IEnumerable<Condition> conditions) => string.Join(" and ", conditions.Select(Of));

    /// <summary>Such as <c>on arn:aws:s3:::team-*</c> or <c>on everything except …</c>.</summary>
    public static string Of(ResourceElement resources) =>
        resources.Not ? $"on everything except {List(resources.Patterns)}" : $"on {List(resources.Patterns)}";

    /// <summary>The first few of <paramref name="values"/>, and how many more.</summary>
    public static string List(IReadOnlyList<string> values) => values.Count <= MostNamed
        ? string.Join(", ", values)
        : $"{string.Join(", ", values.Take(MostNamed))} and {values.Count - MostNamed} more";

    /// <summary>The first few of <paramref name="values"/>, and how many more.</summary>
    public static string List(ImmutableArray<string> values) => List((IReadOnlyList<string>)values);
}
