namespace Leastwise.Reporting.Page;

/// <summary>Values that occur often, each written once and then spoken of by number; numbers follow first use.</summary>
internal sealed class Interned<T>(IEqualityComparer<T>? comparer = null)
    where T : notnull
{
    private readonly Dictionary<T, int> numbers = new(comparer);

    public List<T> Values { get; } = [];

    public int NumberOf(T value)
    {
        if (!numbers.TryGetValue(value, out int number))
        {
            number = Values.Count;
            numbers.Add(value, number);
            Values.Add(value);
        }

        return number;
    }
}
