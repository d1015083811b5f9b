namespace Leastwise.Catalog;

/// <summary>The API version that some services append to event names: <c>CreateFunction20150331v2</c>, <c>CreateDistribution2020_05_31</c>.</summary>
/// <remarks>
/// A version is a whole date of the years 1900 to 2099, with or without underscores, perhaps followed by <c>v</c> and a number, at the end
/// of a name and after a letter. Cutting at "20" would maim names such as <c>Get20Things</c>.
/// </remarks>
internal static class EventVersion
{
    /// <summary>The length of the name without its version; the whole length where it has none.</summary>
    public static int BaseLength(ReadOnlySpan<char> name)
    {
        int end = name.TrimEnd("0123456789").Length;
        if (end < name.Length && end > 0 && name[end - 1] == 'v' && IsDate(name[..(end - 1)], out int start))
        {
            return start;
        }

        return IsDate(name, out start) ? start : name.Length;
    }

    /// <summary>Whether a name ends with a date, after a letter.</summary>
    private static bool IsDate(ReadOnlySpan<char> name, out int start)
    {
        // From the end: day, perhaps an underscore, month, perhaps an underscore, year.
        start = name.Length;
        if (!TakeDigits(name, ref start, 2))
        {
            return false;
        }

        SkipUnderscore(name, ref start);
        if (!TakeDigits(name, ref start, 2))
        {
            return false;
        }

        SkipUnderscore(name, ref start);
        return TakeDigits(name, ref start, 4)
            && name[start..] is ['1', '9', ..] or ['2', '0', ..]
            && start > 0
            && char.IsAsciiLetter(name[start - 1]);
    }

    private static bool TakeDigits(ReadOnlySpan<char> name, ref int end, int count)
    {
        if (end < count || name[(end - count)..end].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        end -= count;
        return true;
    }

    private static void SkipUnderscore(ReadOnlySpan<char> name, ref int end)
    {
        if (end > 0 && name[end - 1] == '_')
        {
            end--;
        }
    }
}
