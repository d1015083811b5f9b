using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>How long a window is, as reports say it.</summary>
internal static class WindowLength
{
    extension(UsageWindow window)
    {
        /// <summary>Calendar days, both ends included; none for the empty window.</summary>
        public int DayCount => window.IsNone ? 0 : window.LastDay.DayNumber - window.FirstDay.DayNumber + 1;

        /// <summary>The days in words: <c>1 Jun to 29 Aug 2026 (90 days, as far as the logs reach)</c>.</summary>
        public string InWords => window.IsNone
            ? "no logs"
            : $"{Legible.Days(window.FirstDay, window.LastDay)} ({Legible.Count(window.DayCount, "day")}{(window.Asked ? ", as asked for" : ", as far as the logs reach")})";
    }
}
