namespace Leastwise.Reporting.Page;

/// <summary>As <see cref="Interned{T}"/>, of values that are mostly the same objects.</summary>
internal sealed class InternedObjects<T>(IEqualityComparer<T>? comparer = null)
    where T : class
{
    private readonly Interned<T> all = new(comparer);
    private readonly Recent<T> recent = new();

    public List<T> Values => all.Values;

    public int NumberOf(T value) => recent.NumberOf(value, all, static (all, one) => all.NumberOf(one));
}
