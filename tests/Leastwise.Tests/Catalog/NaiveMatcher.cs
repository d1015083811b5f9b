namespace Leastwise.Tests.Catalog;

/// <summary>Wildcards in the simplest way that is plainly right, as the oracle for the fast ones.</summary>
internal static class NaiveMatcher
{
    /// <summary>Whether the whole text matches: <c>*</c> any run, <c>?</c> one character.</summary>
    public static bool IsMatch(string pattern, string text, bool ignoreCase)
    {
        var reachable = new bool[pattern.Length + 1, text.Length + 1];
        reachable[0, 0] = true;
        for (int p = 1; p <= pattern.Length; p++)
        {
            for (int t = 0; t <= text.Length; t++)
            {
                reachable[p, t] = pattern[p - 1] == '*'
                    ? reachable[p - 1, t] || (t > 0 && reachable[p, t - 1])
                    : t > 0 && reachable[p - 1, t - 1] && (pattern[p - 1] == '?' || Same(pattern[p - 1], text[t - 1], ignoreCase));
            }
        }

        return reachable[pattern.Length, text.Length];
    }

    /// <summary>Whether a pattern of an Action element means the action.</summary>
    public static bool MatchesAction(string pattern, string prefix, string name)
    {
        if (pattern.Length > 0 && pattern.All(c => c == '*'))
        {
            return true;
        }

        string[] parts = pattern.Split(':', 2);
        return parts.Length == 2 && IsMatch(parts[0], prefix, ignoreCase: true) && IsMatch(parts[1], name, ignoreCase: true);
    }

    private static bool Same(char a, char b, bool ignoreCase) =>
        a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
