using Leastwise.Reporting;
using Leastwise.Usage;

namespace Leastwise.Tests.Reporting;

public sealed class LogCoverageTests
{
    [Theory]
    [InlineData("2026-09-01", "2026-09-10", "", "2026-09-01..2026-09-10")]
    [InlineData("2026-09-01", "2026-09-10", "2026-09-01 2026-09-10", "2026-09-02..2026-09-09")]
    [InlineData("2026-09-01", "2026-09-10", "2026-09-05 2026-09-04 2026-09-05", "2026-09-01..2026-09-03 2026-09-06..2026-09-10")]
    [InlineData("2026-09-01", "2026-09-02", "2026-09-01 2026-09-02", "")]
    [InlineData("2026-09-03", "2026-09-04", "2026-09-01 2026-09-09", "2026-09-03..2026-09-04")]
    [InlineData("9999-12-30", "9999-12-31", "9999-12-30", "9999-12-31..9999-12-31")]
    [InlineData("0001-01-01", "9999-12-31", "9999-12-31", "0001-01-01..9999-12-30")]
    [InlineData("0001-01-01", "9999-12-31", "2026-09-01", "0001-01-01..2026-08-31 2026-09-02..9999-12-31")]
    public void Gaps_are_the_runs_of_days_between_those_with_events(string first, string last, string logged, string gaps)
    {
        var days = logged.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => new RegionDay("eu-central-1", Day(day), 1));
        LogCoverage.GapsOf(days, UsageWindow.Days(Day(first), Day(last), asked: true))
            .Select(gap => $"{gap.From:yyyy-MM-dd}..{gap.To:yyyy-MM-dd}")
            .ShouldBe(gaps.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
