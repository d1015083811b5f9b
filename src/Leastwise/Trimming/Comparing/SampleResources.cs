using System.Collections.Immutable;
using System.Text;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Trimming.Comparing;

/// <summary>Resources that a request for an action can name, made from patterns and from the catalogue's ARN templates.</summary>
internal static class SampleResources
{
    /// <summary>The account, Region and partition of all samples.</summary>
    public const string Account = "111111111111";

    private const string Region = "us-east-1";

    // Two words, so that one is left where a policy takes the other away; and nothing at all.
    private static readonly string[] Words = ["example", "other", ""];

    /// <summary>Resources of the action that <paramref name="patterns"/> and the action's own types suggest, <c>*</c> among them where it takes none.</summary>
    public static ImmutableArray<string> Of(CatalogAction action, ActionTargets targets, IEnumerable<string> patterns)
    {
        IEnumerable<string> arns = action.Resources.SelectMany(resource => Words.Take(2).Select(word => FromTemplate(resource.Type.ArnTemplate, word)));
        IEnumerable<string> fromPatterns = patterns.SelectMany(pattern => Words.Select(word => FromPattern(pattern, word)));
        return
        [
            .. fromPatterns.Concat(arns)
                .Where(resource => !WildcardPattern.HasWildcard(resource) && targets.Types.Any(type => type.Overlaps(resource)))
                .Concat(targets.Star ? ["*"] : [])
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>A text that matches the pattern: its variables and wildcards filled in.</summary>
    public static string FromPattern(string pattern, string word)
    {
        string[] parts = SampleContext.Filled(pattern).Split(':', 6);
        if (parts.Length == 6 && parts[0] == "arn")
        {
            parts[1] = parts[1] == "*" ? "aws" : parts[1];
            parts[3] = parts[3] == "*" ? Region : parts[3];
            parts[4] = parts[4] == "*" ? Account : parts[4];
        }

        return string.Join(':', parts).Replace("*", word, StringComparison.Ordinal).Replace('?', 'x');
    }

    private static string FromTemplate(string template, string word)
    {
        var text = new StringBuilder(template)
            .Replace("${Partition}", "aws").Replace("${Region}", Region).Replace("${Account}", Account)
            .Replace("*", word)
            .ToString();
        for (int start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", StringComparison.Ordinal))
        {
            int end = text.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            text = string.Concat(text.AsSpan(0, start), word, text.AsSpan(end + 1));
        }

        return text;
    }
}
