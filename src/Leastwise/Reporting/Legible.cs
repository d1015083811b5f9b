using System.Globalization;
using System.Text;

namespace Leastwise.Reporting;

/// <summary>Makes text of policies and logs safe to print on a terminal, and numbers and days pleasant to read.</summary>
public static class Legible
{
    /// <summary>
    /// The text with every control character, line separator and invisible direction mark written out as <c>\u202E</c>. A role name cannot then move
    /// the cursor, colour the rest or turn the line around.
    /// </summary>
    public static string Plain(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            _ = IsUnsafe(c) ? plain.Append("\\u").Append(((int)c).ToString("X4")) : plain.Append(c);
        }

        return plain.ToString();
    }

    /// <summary>A number with commas between thousands.</summary>
    public static string Number(long number) => number.ToString("N0");

    /// <summary>A day such as <c>3 Sep 2026</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy");

    /// <summary>The UTC day of an instant.</summary>
    public static string Day(DateTimeOffset time) => Day(DateOnly.FromDateTime(time.UtcDateTime));

    /// <summary>A run of days, the year once.</summary>
    public static string Days(DateOnly from, DateOnly to) =>
        from == to ? Day(from) : $"{(from.Year == to.Year ? from.ToString("d MMM") : Day(from))} to {Day(to)}";

    /// <summary>A count with its noun: <c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(long count, string one, string? many = null) => $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    private static bool IsUnsafe(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
