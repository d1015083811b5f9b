using System.Runtime.CompilerServices;

namespace Leastwise.Reporting.Page;

/// <summary>
/// Numbers of objects that were asked for lately: most are asked for again and again, and to know one by its reference costs a fraction of reading it for a hash.
/// What falls on the same place is forgotten.
/// </summary>
internal sealed class Recent<T>
    where T : class
{
    private const int Places = 1 << 13;
    private readonly (T? Value, int Number)[] places = new (T?, int)[Places];

    /// <summary>The value's number, worked out where it is not remembered.</summary>
    public int NumberOf<TState>(T value, TState state, Func<TState, T, int> work)
    {
        int place = RuntimeHelpers.GetHashCode(value) & (Places - 1);
        (T? known, int number) = places[place];
        if (!ReferenceEquals(known, value))
        {
            number = work(state, value);
            places[place] = (value, number);
        }

        return number;
    }
}
