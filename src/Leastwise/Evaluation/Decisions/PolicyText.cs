using System.Collections.Immutable;
using System.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>A value of a policy with its policy variables put in.</summary>
/// <remarks>
/// Source: "IAM policy elements: Variables and tags", AWS IAM User Guide,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html. What a variable stands for is text: a star in it is no
/// wildcard. To tell both apart, stars and question marks that are text become characters that no ARN holds, in pattern and text alike.
/// </remarks>
internal static class PolicyText
{
    private const char LiteralStar = '\u0001';
    private const char LiteralQuestion = '\u0002';

    /// <summary>The pattern with variables put in; false where a variable has neither a value nor a default.</summary>
    /// <param name="pattern">As written.</param>
    /// <param name="request">The request.</param>
    /// <param name="expanded">The result, its literal wildcards marked.</param>
    /// <param name="missing">The variable's key where it has no value.</param>
    public static bool TryExpand(string pattern, AccessRequest request, out string expanded, out string missing)
    {
        missing = "";
        expanded = pattern;
        if (!pattern.Contains("${", StringComparison.Ordinal))
        {
            return true;
        }

        var text = new StringBuilder(pattern.Length);
        for (int i = 0; i < pattern.Length; i++)
        {
            int end = pattern.AsSpan(i).StartsWith("${", StringComparison.Ordinal) ? pattern.IndexOf('}', i) : -1;
            if (end < 0)
            {
                text.Append(pattern[i]);
                continue;
            }

            if (Value(pattern[(i + 2)..end], request, out missing) is not { } value)
            {
                return false;
            }

            text.Append(Literal(value));
            i = end;
        }

        expanded = text.ToString();
        return true;
    }

    /// <summary>The text with its stars and question marks marked as text.</summary>
    public static string Literal(string text) => text.Replace('*', LiteralStar).Replace('?', LiteralQuestion);

    private static string? Value(string variable, AccessRequest request, out string missing)
    {
        missing = "";
        // ${*}, ${?} and ${$} are those characters themselves.
        if (variable is "*" or "?" or "$")
        {
            return variable;
        }

        int comma = variable.IndexOf(',', StringComparison.Ordinal);
        string key = (comma < 0 ? variable : variable[..comma]).Trim();
        if (request.TryGetContext(key, out ImmutableArray<string> values))
        {
            // A key with several values cannot be a variable.
            return values is [var only] ? only : null;
        }

        string? fallback = comma < 0 ? null : variable[(comma + 1)..].Trim();
        missing = key;
        // Where the key may have a value that nobody gave, the default need not stand.
        return !request.MayHave(key) && fallback is ['\'', .. var text, '\''] ? text : null;
    }
}
