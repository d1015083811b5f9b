using System.Collections.Immutable;
using Leastwise.Risks.Paths;

namespace Leastwise.Tests.Risks.Paths;

/// <summary>The cheapest choice against one that tries every choice.</summary>
public sealed class HittingSetTests
{
    private const int Units = 9;

    [Fact]
    public void It_is_as_cheap_as_the_cheapest_of_all_choices()
    {
        var random = new Random(20260926);
        for (int round = 0; round < 400; round++)
        {
            int[] costs = [.. Enumerable.Range(0, Units).Select(_ => 1 + random.Next(4))];
            List<PathToBreak> paths = [.. Enumerable.Range(0, 1 + random.Next(9)).Select(_ => Path(random))];
            HittingSetResult found = new HittingSet().Solve(paths, costs);
            string shown = $"round {round}: {string.Join(" ", paths.Select(HittingSetParts.Key))} at {string.Join(",", costs)}";
            IsHit(paths, unit => found.Units.Contains(unit)).ShouldBeTrue(shown);
            found.Cost.ShouldBe(Cheapest(paths, costs), shown);
            found.LowerBound.ShouldBe(found.Cost, shown);
        }
    }

    [Fact]
    public void Stopped_early_it_still_breaks_all_paths_and_says_honestly_what_it_could_cost_at_least()
    {
        var random = new Random(20260926);
        for (int round = 0; round < 200; round++)
        {
            int[] costs = [.. Enumerable.Range(0, Units).Select(_ => 1 + random.Next(4))];
            List<PathToBreak> paths = [.. Enumerable.Range(0, 8).Select(_ => Path(random))];
            HittingSetResult found = new HittingSet().Solve(paths, costs, steps: 1);
            int cheapest = Cheapest(paths, costs);
            IsHit(paths, unit => found.Units.Contains(unit)).ShouldBeTrue();
            found.LowerBound.ShouldBeLessThanOrEqualTo(cheapest);
            found.Cost.ShouldBeGreaterThanOrEqualTo(cheapest);
        }
    }

    private static PathToBreak Path(Random random) => new(
    [
        .. Enumerable.Range(0, 1 + random.Next(3)).Select(_ =>
            Enumerable.Range(0, 1 + random.Next(2)).Select(_ => random.Next(Units)).Distinct().Order().ToImmutableArray()),
    ]);

    private static int Cheapest(List<PathToBreak> paths, int[] costs) => Enumerable.Range(0, 1 << Units)
        .Where(choice => IsHit(paths, unit => (choice >> unit & 1) == 1))
        .Min(choice => Enumerable.Range(0, Units).Where(unit => (choice >> unit & 1) == 1).Sum(unit => costs[unit]));

    private static bool IsHit(List<PathToBreak> paths, Func<int, bool> chosen) => paths.TrueForAll(path => path.Options.Any(option => option.All(chosen)));
}
