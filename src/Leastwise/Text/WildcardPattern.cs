namespace Leastwise.Text;

/// <summary>
/// A pattern as IAM means it: <c>*</c> stands for any run of characters, also none, <c>?</c> for exactly one; everything else for itself.
/// There is no escape and no regular expression. Matching takes time proportional to pattern length times text length at the very worst.
/// </summary>
/// <remarks>
/// Source: "IAM JSON policy elements: Resource", AWS IAM User Guide. Action names match without regard to case, resources with regard to it.
/// </remarks>
public static class WildcardPattern
{
    /// <summary>Whether <paramref name="text"/> holds a wildcard at all.</summary>
    public static bool HasWildcard(ReadOnlySpan<char> text) => text.ContainsAny('*', '?');

    /// <summary>Whether <paramref name="pattern"/> consists of stars only and so matches every text.</summary>
    public static bool MatchesEverything(ReadOnlySpan<char> pattern) => pattern.Length > 0 && pattern.TrimStart('*').IsEmpty;

    /// <summary>Whether <paramref name="text"/> matches <paramref name="pattern"/>.</summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase) =>
        Match(pattern, text, ignoreCase, textIsPattern: false);

    /// <summary>Whether every text that matches <paramref name="inner"/> also matches <paramref name="outer"/>.</summary>
    /// <remarks>
    /// Never true by mistake. It reads a star of <paramref name="inner"/> as one character that only a star of <paramref name="outer"/>
    /// accepts, so a few true containments, such as <c>?*</c> within <c>*?</c>, are answered <see langword="false"/>.
    /// </remarks>
    public static bool Covers(ReadOnlySpan<char> outer, ReadOnlySpan<char> inner, bool ignoreCase) =>
        Match(outer, inner, ignoreCase, textIsPattern: true);

    private static bool Match(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase, bool textIsPattern)
    {
        // The last star seen is the only one that ever needs another try: a shorter match of an earlier star
        // leaves at least as much text for the rest.
        int p = 0, t = 0, star = -1, retryFrom = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retryFrom = t;
            }
            else if (p < pattern.Length && !(textIsPattern && text[t] == '*') && (pattern[p] == '?' || Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++retryFrom;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    /// <summary>Whether at least one text matches both patterns. Exact.</summary>
    public static bool Overlaps(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool ignoreCase)
    {
        // Most pairs differ before the first wildcard of either, by the service in an ARN for one; or after the last one.
        int start = Math.Min(LiteralLength(a), LiteralLength(b));
        if (!SameText(a[..start], b[..start], ignoreCase))
        {
            return false;
        }

        a = a[start..];
        b = b[start..];
        int end = Math.Min(LiteralTail(a), LiteralTail(b));
        if (!SameText(a[^end..], b[^end..], ignoreCase))
        {
            return false;
        }

        a = a[..^end];
        b = b[..^end];
        if (!HasWildcard(b))
        {
            return IsMatch(a, b, ignoreCase);
        }

        return HasWildcard(a) ? Meet(a, b, ignoreCase) : IsMatch(b, a, ignoreCase);
    }

    private static bool Meet(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool ignoreCase)
    {
        // reachable[j]: some text matches the part of a read so far and the first j characters of b.
        Span<bool> reachable = b.Length < 512 ? stackalloc bool[b.Length + 1] : new bool[b.Length + 1];
        reachable[0] = true;
        for (int j = 0; j < b.Length && b[j] == '*'; j++)
        {
            reachable[j + 1] = true;
        }

        foreach (char c in a)
        {
            bool diagonal = reachable[0];
            reachable[0] &= c == '*';
            for (int j = 1; j <= b.Length; j++)
            {
                char d = b[j - 1];
                bool above = reachable[j];
                reachable[j] = (c, d) switch
                {
                    ('*', '*') => diagonal || above || reachable[j - 1],
                    ('*', _) => above || reachable[j - 1],
                    (_, '*') => above || reachable[j - 1],
                    _ => diagonal && (c == '?' || d == '?' || Same(c, d, ignoreCase)),
                };
                diagonal = above;
            }
        }

        return reachable[b.Length];
    }

    private static int LiteralLength(ReadOnlySpan<char> pattern) => pattern.IndexOfAny('*', '?') is >= 0 and var wildcard ? wildcard : pattern.Length;

    private static int LiteralTail(ReadOnlySpan<char> pattern) => pattern.Length - 1 - pattern.LastIndexOfAny('*', '?');

    private static bool SameText(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool ignoreCase)
    {
        if (!ignoreCase)
        {
            return a.SequenceEqual(b);
        }

        for (int i = 0; i < a.Length; i++)
        {
            if (!Same(a[i], b[i], ignoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(char a, char b, bool ignoreCase) =>
        a == b || (ignoreCase && char.ToLowerInvariant(a) == char.ToLowerInvariant(b));
}
