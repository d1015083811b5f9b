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
            .Select(name => (name, distance: Distance(typed, name)))
            .Where(candidate => candidate.distance <= limit)
            .OrderBy(candidate => candidate.distance)
            .ThenBy(candidate => candidate.name, StringComparer.Ordinal)
            .Take(most)
            .Select(candidate => candidate.name)];
    }

    /// <summary>Levenshtein distance without regard to case.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitute = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
