using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>The names under which exclusions know principals, policies and actions.</summary>
internal static class ExclusionNames
{
    /// <summary>A principal's ARN, plain name, and path with name.</summary>
    public static IEnumerable<string> OfArn(string arn)
    {
        yield return arn;
        if (Arn.TryParse(arn, out Arn? parsed))
        {
            yield return parsed.Name;
            // role/path/name becomes /path/name, and its path /path/.
            int slash = parsed.Resource.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0)
            {
                yield return parsed.Resource[slash..];
                yield return parsed.Resource[slash..(parsed.Resource.LastIndexOf('/') + 1)];
            }
        }
    }

    /// <summary>Whether a pattern is one of the principal's names, <c>role/name</c> among them; without a slash <c>role*</c> means names that begin so.</summary>
    public static bool IsPrincipal(ImmutableArray<string> patterns, string arn)
    {
        bool Is(string pattern, string name) => WildcardPattern.IsMatch(pattern, name, ignoreCase: true);
        bool IsTyped(string pattern) => pattern.Contains('/', StringComparison.Ordinal) && Arn.TryParse(arn, out Arn? parsed)
            && (Is(pattern, parsed.Resource) || Is(pattern, $"{parsed.Resource[..Math.Max(parsed.Resource.IndexOf('/', StringComparison.Ordinal), 0)]}/{parsed.Name}"));
        return patterns.Any(pattern => OfArn(arn).Any(name => Is(pattern, name)) || IsTyped(pattern));
    }

    /// <summary>A policy's name and, of a managed one, its ARN and path.</summary>
    public static IEnumerable<string> Of(NamedPolicy policy) => policy.Arn is { } arn ? OfArn(arn).Prepend(policy.Name) : [policy.Name];

    /// <summary>Whether the patterns take all of the finding's actions away, or one that an escalation path needs.</summary>
    public static bool TakesActions(ImmutableArray<string> patterns, Finding finding)
    {
        bool Taken(string action) => patterns.Any(pattern => WildcardPattern.IsMatch(pattern, action, ignoreCase: true));
        return !finding.Actions.IsEmpty && (finding.PathId is null ? finding.Actions.All(Taken) : finding.Actions.Any(Taken));
    }
}
