using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Leastwise.Policies;

/// <summary>How an operator goes about several values in the request.</summary>
public enum SetQualifier
{
    /// <summary>The key has one value.</summary>
    None,

    /// <summary>Every value in the request must match; true where there are none.</summary>
    ForAllValues,

    /// <summary>At least one value in the request must match; false where there are none.</summary>
    ForAnyValue,
}

/// <summary>A condition operator taken apart.</summary>
/// <param name="Qualifier">Its set qualifier.</param>
/// <param name="Name">The bare operator in AWS's case, such as <c>StringLike</c>.</param>
/// <param name="IfExists">Whether a missing key makes it true.</param>
/// <remarks>
/// Source: "IAM JSON policy elements: Condition operators", AWS IAM User Guide,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html.
/// </remarks>
public sealed record ConditionOperator(SetQualifier Qualifier, string Name, bool IfExists)
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = new[]
    {
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
        "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
        "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The bare operators, in AWS's case, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Set.Order(StringComparer.Ordinal)];

    /// <summary>
    /// Takes <paramref name="text"/> apart, in any case; false where it is no operator that IAM has. <c>Null</c> takes no <c>IfExists</c>.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ConditionOperator? parsed)
    {
        parsed = null;
        ReadOnlySpan<char> rest = text;
        SetQualifier qualifier = SetQualifier.None;
        int colon = rest.IndexOf(':');
        if (colon >= 0)
        {
            ReadOnlySpan<char> prefix = rest[..colon];
            if (prefix.Equals("ForAllValues", StringComparison.OrdinalIgnoreCase))
            {
                qualifier = SetQualifier.ForAllValues;
            }
            else if (prefix.Equals("ForAnyValue", StringComparison.OrdinalIgnoreCase))
            {
                qualifier = SetQualifier.ForAnyValue;
            }
            else
            {
                return false;
            }

            rest = rest[(colon + 1)..];
        }

        bool ifExists = rest.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase);
        if (ifExists)
        {
            rest = rest[..^"IfExists".Length];
        }

        if (!Known.TryGetValue(rest, out string? name) || (ifExists && name == "Null"))
        {
            return false;
        }

        parsed = new ConditionOperator(qualifier, name, ifExists);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => (Qualifier == SetQualifier.None ? "" : $"{Qualifier}:") + Name + (IfExists ? "IfExists" : "");
}
