using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>How long a window is, as reports say it.</summary>
internal static class WindowLength
{
    extension(UsageWindow window)
    {
        /// <summary>Calendar days, both ends included.</summary>
        public int DayCount => window.LastDay.DayNumber - window.FirstDay.DayNumber + 1;
    }
}
