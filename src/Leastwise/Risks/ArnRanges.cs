using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Finds principals by patterns in a list that is in ordinal order of ARN.</summary>
internal static class ArnRanges
{
    /// <summary>Those whose ARN begins as one of the patterns does before its first wildcard, each once, in order.</summary>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> sorted, IEnumerable<string> patterns)
        where T : IamPrincipal
    {
        int next = 0;
        foreach (string prefix in patterns.Select(Literal).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            for (int at = Math.Max(next, First(sorted, prefix)); at < sorted.Count && sorted[at].Arn.StartsWith(prefix, StringComparison.Ordinal); at++)
            {
                yield return sorted[at];
                next = at + 1;
            }
        }
    }

    private static string Literal(string pattern)
    {
        int wildcard = pattern.AsSpan().IndexOfAny('*', '?');
        return wildcard < 0 ? pattern : pattern[..wildcard];
    }

    private static int First<T>(IReadOnlyList<T> sorted, string prefix)
        where T : IamPrincipal
    {
        int low = 0, high = sorted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (string.CompareOrdinal(sorted[middle].Arn, prefix) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
