using System.Runtime.InteropServices;

namespace Leastwise.Reporting.Page;

/// <summary>Values that occur often, each written once and then spoken of by number; numbers follow first use.</summary>
internal sealed class Interned<T>(IEqualityComparer<T>? comparer = null)
    where T : notnull
{
    private readonly Dictionary<T, int> numbers = new(comparer);

    public List<T> Values { get; } = [];

    public int NumberOf(T value)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, value, out bool known);
        if (!known)
        {
            number = Values.Count;
            Values.Add(value);
        }

        return number;
    }

    /// <summary>The number of a value that has one; else null.</summary>
    public int? Find(T value) => numbers.TryGetValue(value, out int number) ? number : null;
}
