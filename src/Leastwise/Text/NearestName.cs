namespace Leastwise.Text;

/// <summary>Finds the names that a mistyped one may have meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The names nearest to <paramref name="typed"/> by edit distance without regard to case, nearest first, then in ordinal order;
    /// empty where none is within a third of its length.
    /// </summary>
    public static IReadOnlyList<string> Find(string typed, IEnumerable<string> names, int most = 3)
    {
        int limit = Math.Max(1, typed.Length / 3);
        return [.. names
            .Where(name => Math.Abs(name.Length - typed.Length) <= limit)
            .Select(name => (name, distance: Distance(typed, name, limit)))
            .Where(candidate => candidate.distance <= limit)
            .OrderBy(candidate => candidate.distance)
            .ThenBy(candidate => candidate.name, StringComparer.Ordinal)
            .Take(most)
            .Select(candidate => candidate.name)];
    }

    /// <summary>Levenshtein distance without regard to case; some number above <paramref name="limit"/> as soon as it is sure to be above.</summary>
    private static int Distance(string a, string b, int limit)
    {
        Span<int> row = b.Length < 128 ? stackalloc int[b.Length + 1] : new int[b.Length + 1];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            int least = row[0] = i;
            char c = char.ToLowerInvariant(a[i - 1]);
            for (int j = 1; j <= b.Length; j++)
            {
                int substitute = diagonal + (c == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
                least = Math.Min(least, row[j]);
            }

            if (least > limit)
            {
                return least;
            }
        }

        return row[b.Length];
    }
}
