using System.Text;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Puts what is known of a principal into the variables of its policies.</summary>
/// <remarks>
/// Source: "IAM policy elements: Variables and tags", AWS IAM User Guide, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html.
/// Documents of version 2008-10-17 know no variables.
/// </remarks>
internal static class PolicyVariables
{
    private const string PrincipalTag = "aws:principaltag/";

    /// <summary>
    /// The patterns as they read for <paramref name="principal"/>. A variable whose value is not known becomes a star, as it may have any value; such patterns
    /// are not among the sure ones. A pattern with a variable that this principal never has is left out, as AWS lets it match nothing.
    /// </summary>
    public static (string[] All, string[] Sure) Resolve(ResourceElement? resources, PolicyDocument document, IamPrincipal principal)
    {
        if (resources is null)
        {
            return ([], []);
        }

        if (document.Version != "2012-10-17" || !resources.Patterns.Any(HasVariable))
        {
            string[] written = [.. resources.Patterns];
            return (written, written);
        }

        (string? Text, bool IsKnown)[] filled = [.. resources.Patterns.Select(pattern => HasVariable(pattern) ? Fill(pattern, principal) : (pattern, true))];
        return ([.. filled.Select(one => one.Text).OfType<string>()], [.. filled.Where(one => one.IsKnown).Select(one => one.Text).OfType<string>()]);
    }

    /// <summary>Whether the text holds a variable that this principal never has a value for.</summary>
    public static bool IsVoid(string text, IamPrincipal principal) => HasVariable(text) && Fill(text, principal).Text is null;

    private static bool HasVariable(string text) => text.Contains("${", StringComparison.Ordinal);

    private static (string? Text, bool IsKnown) Fill(string pattern, IamPrincipal principal)
    {
        var text = new StringBuilder();
        bool isKnown = true;
        for (int at = 0; at < pattern.Length;)
        {
            int open = pattern.IndexOf("${", at, StringComparison.Ordinal);
            int close = open < 0 ? -1 : pattern.IndexOf('}', open);
            if (close < 0)
            {
                text.Append(pattern, at, pattern.Length - at);
                break;
            }

            text.Append(pattern, at, open - at);
            string variable = pattern[(open + 2)..close];
            int comma = variable.IndexOf(',', StringComparison.Ordinal);
            string key = (comma < 0 ? variable : variable[..comma]).Trim();
            string? fallback = comma >= 0 && variable[(comma + 1)..].Trim() is ['\'', .. var given, '\''] ? given : null;
            bool isTag = key.StartsWith(PrincipalTag, StringComparison.OrdinalIgnoreCase);
            switch (key.ToLowerInvariant())
            {
                case "aws:username":
                    if ((principal is IamUser ? principal.Name : fallback) is not { } name)
                    {
                        return (null, true);
                    }

                    text.Append(name);
                    break;
                case "aws:principalaccount":
                    text.Append(principal.AccountId);
                    break;
                case var _ when isTag && principal is IamUser { IsMadeUp: false }:
                    // A user's calls carry the user's own tags and no others; what the session of a role adds is not known.
                    if ((principal.Tags.FirstOrDefault(tag => tag.Key.Equals(key[PrincipalTag.Length..], StringComparison.OrdinalIgnoreCase)).Value ?? fallback) is not { } value)
                    {
                        return (null, true);
                    }

                    text.Append(value);
                    break;
                case var unknown when unknown.StartsWith("template:", StringComparison.Ordinal):
                    // What only deployment tells names some resource, never all: a character that no ARN has keeps a star from covering.
                    text.Append("*\uE000*");
                    break;
                default:
                    text.Append('*');
                    isKnown = false;
                    break;
            }

            at = close + 1;
        }

        return (text.ToString(), isKnown);
    }
}
