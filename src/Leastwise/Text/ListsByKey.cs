namespace Leastwise.Text;

/// <summary>Lists that are filled by key. A lookup of LINQ's would do as well, but over our own types it would be compiled anew in every run.</summary>
internal static class ListsByKey
{
    /// <summary>The list of <paramref name="key"/>, a new one where there was none.</summary>
    public static List<T> Of<TKey, T>(Dictionary<TKey, List<T>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<T>? list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
