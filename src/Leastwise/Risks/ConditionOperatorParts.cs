using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>A condition operator taken apart: set prefix, plain name, negation, <c>IfExists</c>.</summary>
/// <param name="Set"><c>forallvalues</c>, <c>foranyvalue</c> or null.</param>
/// <param name="Name">The operator in small letters without prefix, suffix and negation, such as <c>stringlike</c>.</param>
/// <param name="Negated">Whether it is the <c>Not</c> form.</param>
/// <param name="IfExists">Whether it holds where the key is absent.</param>
/// <remarks>Source: "IAM JSON policy elements: Condition operators", AWS IAM User Guide.</remarks>
internal sealed record ConditionOperatorParts(string? Set, string Name, bool Negated, bool IfExists)
{
    /// <summary>Takes <paramref name="written"/> apart; an operator that IAM does not have keeps its name and compares nothing.</summary>
    public static ConditionOperatorParts Of(string written)
    {
        if (!ConditionOperator.TryParse(written, out ConditionOperator? op))
        {
            return new(null, written.ToLowerInvariant(), Negated: false, IfExists: false);
        }

        bool negated = op.Name.Contains("Not", StringComparison.Ordinal);
        string name = op.Name.Replace("Not", "", StringComparison.Ordinal).ToLowerInvariant();
        string? set = op.Qualifier == SetQualifier.None ? null : op.Qualifier.ToString().ToLowerInvariant();
        return new(set, name, negated, op.IfExists);
    }

    /// <summary>Whether <c>*</c> and <c>?</c> stand for other characters in its values.</summary>
    public bool HasWildcards => Name is "stringlike" or "arnlike" or "arnequals";

    /// <summary>Whether it compares text for likeness, so that its values list what is let in.</summary>
    public bool ComparesText => Compare is not null;

    /// <summary>How it compares a value as written with a text of the request; null for operators on numbers, dates, addresses and the like.</summary>
    public Func<string, string, bool>? Compare => Name switch
    {
        "stringequals" => static (value, text) => value == text,
        "stringequalsignorecase" => static (value, text) => string.Equals(value, text, StringComparison.OrdinalIgnoreCase),
        // AWS treats ArnEquals and ArnLike alike, wildcards included.
        "stringlike" or "arnlike" or "arnequals" => static (value, text) => WildcardPattern.IsMatch(value, text, ignoreCase: false),
        _ => null,
    };
}
