using System.Collections.Immutable;
using System.Text;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>The resources that a statement names, made ready for comparing.</summary>
/// <remarks>
/// A policy variable may stand for anything: for "could these meet" it is a wildcard, for "does this take in all of that" its pattern counts
/// for nothing. Both keep a grant rather than hide it.
/// </remarks>
internal sealed class ResourceReach
{
    private readonly bool not;
    private readonly ImmutableArray<Pattern> patterns;

    public ResourceReach(ResourceElement element)
    {
        not = element.Not;
        patterns = [.. element.Patterns.Select(text => new Pattern(WithoutVariables(text), text.Contains("${", StringComparison.Ordinal)))];
        Literals = !not && !patterns.Any(pattern => WildcardPattern.HasWildcard(pattern.Text)) ? [.. patterns.Select(pattern => pattern.Text)] : null;
        IsEverything = !not && patterns.Any(pattern => !pattern.HasVariable && WildcardPattern.MatchesEverything(pattern.Text));
        IncludesStar = not
            ? !patterns.Any(pattern => !pattern.HasVariable && WildcardPattern.IsMatch(pattern.Text, "*", ignoreCase: false))
            : patterns.Any(pattern => WildcardPattern.IsMatch(pattern.Text, "*", ignoreCase: false));
        CoversStar = not
            ? !patterns.Any(pattern => WildcardPattern.IsMatch(pattern.Text, "*", ignoreCase: false))
            : patterns.Any(pattern => !pattern.HasVariable && WildcardPattern.IsMatch(pattern.Text, "*", ignoreCase: false));
    }

    /// <summary>Whether every resource is named, as with <c>"Resource": "*"</c>.</summary>
    public bool IsEverything { get; }

    /// <summary>The ARNs, where all are written out; null where a wildcard, a variable or <c>NotResource</c> leaves any open.</summary>
    public ImmutableArray<string>? Literals { get; }

    /// <summary>The services that its patterns name; null where one of them leaves that open, or where all but them is meant.</summary>
    public IEnumerable<string>? Services => not || patterns.Any(pattern => pattern.Service is null) ? null : patterns.Select(pattern => pattern.Service).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Whether some text could be named here and in <paramref name="other"/>, of whatever type. Never false by mistake.</summary>
    public bool CouldMeet(ResourceReach other)
    {
        if (not || other.not)
        {
            return true;
        }

        foreach (Pattern pattern in patterns)
        {
            foreach (Pattern second in other.patterns)
            {
                if (WildcardPattern.Overlaps(pattern.Text, second.Text, ignoreCase: false))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether it can apply to a request without a resource, which AWS authorizes on <c>*</c>.</summary>
    public bool IncludesStar { get; }

    /// <summary>Whether it always applies to such a request.</summary>
    public bool CoversStar { get; }

    /// <summary>Whether it names resources of that account only, by the account in their ARNs.</summary>
    public bool StaysIn(string account) => !not && patterns.All(pattern => StaysIn(pattern.Text, account));

    /// <summary>Whether the pattern, an ARN, can match resources of that account only. No star before the account runs into it.</summary>
    public static bool StaysIn(string pattern, string account)
    {
        string[] parts = pattern.Split(':', 6);
        return parts is ["arn", var partition, var service, var region, var owner, _]
            && owner == account && !WildcardPattern.HasWildcard(partition) && !WildcardPattern.HasWildcard(service) && !WildcardPattern.HasWildcard(region);
    }

    /// <summary>Whether some resource of the type is named.</summary>
    public bool Overlaps(ArnTemplate type) => not
        ? !patterns.Any(pattern => CertainlyCovers(pattern, type.Wildcards))
        : patterns.Any(pattern => type.Overlaps(pattern.Text, pattern.Service));

    /// <summary>Whether all resources of the type are named. Never true by mistake.</summary>
    public bool Covers(ArnTemplate type) => not
        ? !patterns.Any(pattern => type.Overlaps(pattern.Text, pattern.Service))
        : patterns.Any(pattern => CertainlyCovers(pattern, type.Wildcards));

    /// <summary>Whether some resource of the type is named here and in <paramref name="other"/>. Never false by mistake.</summary>
    public bool OverlapsWithin(ArnTemplate type, ResourceReach other) => (not, other.not) switch
    {
        (false, false) => patterns.Any(pattern => type.Overlaps(pattern.Text)
            && other.patterns.Any(second => type.Overlaps(second.Text) && WildcardPattern.Overlaps(pattern.Text, second.Text, ignoreCase: false))),
        (false, true) => other.OverlapsWithin(type, this),
        (true, false) => other.patterns.Any(pattern => type.Overlaps(pattern.Text)
            && !patterns.Any(exception => CertainlyCovers(exception, pattern.Text) || CertainlyCovers(exception, type.Wildcards))),
        _ => Overlaps(type) && other.Overlaps(type),
    };

    /// <summary>Whether all resources of the type that <paramref name="inner"/> names are named here. Never true by mistake.</summary>
    public bool CoversWithin(ArnTemplate type, ResourceReach inner)
    {
        if (Covers(type))
        {
            return true;
        }

        if (inner.not)
        {
            // All but N lies within all but M where each of M lies within one of N.
            return not && patterns.All(exception => !type.Overlaps(exception.Text) || inner.patterns.Any(outer => CertainlyCovers(outer, exception.Text)));
        }

        return inner.patterns.All(piece => !type.Overlaps(piece.Text) || (not
            ? !patterns.Any(exception => type.Overlaps(exception.Text) && WildcardPattern.Overlaps(exception.Text, piece.Text, ignoreCase: false))
            : patterns.Any(pattern => CertainlyCovers(pattern, piece.Text))));
    }

    private static bool CertainlyCovers(Pattern outer, string inner) =>
        !outer.HasVariable && WildcardPattern.Covers(outer.Text, inner, ignoreCase: false);

    /// <summary>With a wildcard for each <c>${…}</c>; one that does not end is text.</summary>
    private static string WithoutVariables(string text)
    {
        int begin = text.IndexOf("${", StringComparison.Ordinal);
        if (begin < 0)
        {
            return text;
        }

        var pattern = new StringBuilder();
        int from = 0;
        while (begin >= 0 && text.IndexOf('}', begin) is >= 0 and int end)
        {
            pattern.Append(text, from, begin - from).Append('*');
            from = end + 1;
            begin = text.IndexOf("${", from, StringComparison.Ordinal);
        }

        return pattern.Append(text, from, text.Length - from).ToString();
    }

    private sealed record Pattern(string Text, bool HasVariable)
    {
        /// <summary>The service, where the pattern names one: asked for every type of the catalogue.</summary>
        public string? Service { get; } = ArnTemplate.ServiceOf(Text);
    }
}
