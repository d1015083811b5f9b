using System.Runtime.CompilerServices;

namespace Leastwise.Trail;

/// <summary>Times in the form in which CloudTrail writes them.</summary>
internal static class RawTimes
{
    /// <summary>Unix seconds of <c>2026-01-31T12:00:00Z</c>, of years from 1970; false for any other form, which the simple reader judges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text.Length != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        {
            return false;
        }

        int year = (Two(text, 0) * 100) + Two(text, 2), month = Two(text, 5), day = Two(text, 8);
        int hour = Two(text, 11), minute = Two(text, 14), second = Two(text, 17);
        if (year < 1970 || (uint)(month - 1) > 11 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)) || (uint)hour > 23 || (uint)minute > 59 || (uint)second > 59)
        {
            return false;
        }

        seconds = Seconds(year, month, day, hour, minute, second);
        return true;
    }

    /// <summary>Days since 1970 of the Gregorian calendar, with years that begin in March, so that the leap day is the last.</summary>
    private static long Seconds(int year, int month, int day, int hour, int minute, int second)
    {
        int shifted = month > 2 ? year : year - 1;
        int dayOfYear = ((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5;
        long days = (365L * shifted) + (shifted / 4) - (shifted / 100) + (shifted / 400) + dayOfYear + day - 719_469;
        return (((((days * 24) + hour) * 60) + minute) * 60) + second;
    }

    /// <summary>The number of two digits; negative where they are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        int tens = text[at] - '0', ones = text[at + 1] - '0';
        return (uint)tens <= 9 && (uint)ones <= 9 ? (tens * 10) + ones : -10_000;
    }
}
