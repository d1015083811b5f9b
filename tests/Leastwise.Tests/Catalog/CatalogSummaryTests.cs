using Leastwise.Catalog;

namespace Leastwise.Tests.Catalog;

public sealed class CatalogSummaryTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(180, false)]
    [InlineData(181, true)]
    [InlineData(-1, false)]
    public void A_catalogue_is_old_after_180_days(int days, bool old)
    {
        DateOnly date = DateOnly.ParseExact(ActionCatalog.Default.Version, "yyyy-MM-dd");
        CatalogSummary summary = CatalogSummary.Of(ActionCatalog.Default, new Clock(date.AddDays(days)));
        summary.AgeDays.ShouldBe(Math.Max(0, days));
        summary.IsOld.ShouldBe(old);
    }

    [Fact]
    public void Its_counts_are_those_of_the_catalogue()
    {
        CatalogSummary summary = CatalogSummary.Of(ActionCatalog.Default, TimeProvider.System);
        summary.Actions.ShouldBe(ActionCatalog.Default.Actions.Count);
        summary.Services.ShouldBe(ActionCatalog.Default.Services.Count);
        summary.ByLevel.Select(level => level.Level).ShouldBe(
            [AccessLevels.List, AccessLevels.Read, AccessLevels.Write, AccessLevels.Tagging, AccessLevels.PermissionsManagement]);
        summary.ByLevel.Sum(level => level.Count).ShouldBeGreaterThanOrEqualTo(summary.Actions);
        summary.PermissionOnly.ShouldBeInRange(1300, summary.Actions);
    }

    private sealed class Clock(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day, TimeOnly.MaxValue, TimeSpan.Zero);
    }
}
