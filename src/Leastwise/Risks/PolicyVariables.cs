using System.Text;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Puts what is known of a principal into the variables of its policies' resource patterns.</summary>
/// <remarks>Source: "IAM policy elements: Variables and tags", AWS IAM User Guide. Documents of version 2008-10-17 know no variables.</remarks>
internal static class PolicyVariables
{
    /// <summary>
    /// The patterns as they read for <paramref name="principal"/>. A variable whose value is not known becomes a star, as it may have any value;
    /// a pattern with a variable that this principal never has is left out, as AWS lets it match nothing.
    /// </summary>
    public static string[] Resolve(ResourceElement? resources, PolicyDocument document, IamPrincipal principal)
    {
        if (resources is null)
        {
            return [];
        }

        bool known = document.Version == "2012-10-17";
        var resolved = new List<string>(resources.Patterns.Length);
        foreach (string pattern in resources.Patterns)
        {
            if (!known || !pattern.Contains("${", StringComparison.Ordinal))
            {
                resolved.Add(pattern);
            }
            else if (Resolve(pattern, principal) is { } value)
            {
                resolved.Add(value);
            }
        }

        return [.. resolved];
    }

    private static string? Resolve(string pattern, IamPrincipal principal)
    {
        var text = new StringBuilder();
        for (int at = 0; at < pattern.Length;)
        {
            int open = pattern.IndexOf("${", at, StringComparison.Ordinal);
            int close = open < 0 ? -1 : pattern.IndexOf('}', open);
            if (close < 0)
            {
                return text.Append(pattern, at, pattern.Length - at).ToString();
            }

            text.Append(pattern, at, open - at);
            string variable = pattern[(open + 2)..close];
            string name = variable.Split(',')[0].Trim().ToLowerInvariant();
            switch (name)
            {
                case "aws:username" when principal is IamUser:
                    text.Append(principal.Name);
                    break;
                case "aws:username" when !variable.Contains(','):
                    return null;
                case "aws:principalaccount":
                    text.Append(principal.AccountId);
                    break;
                case var unknown when unknown.StartsWith("template:", StringComparison.Ordinal):
                    // What only deployment tells names some resource, never all: a character that no ARN has keeps a star from covering.
                    text.Append("*\uE000*");
                    break;
                default:
                    text.Append('*');
                    break;
            }

            at = close + 1;
        }

        return text.ToString();
    }
}
