using FsCheck;
using FsCheck.Fluent;
using Leastwise.Catalog;

namespace Leastwise.Tests.Catalog;

/// <summary>The set keeps only the words that matter; a plain set of numbers is its oracle.</summary>
public sealed class ActionSetTests
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20260926, 7919);

    [Fact]
    public void Its_algebra_agrees_with_that_of_plain_sets()
    {
        Arbitrary<int[]> ids = Gen.OneOf(
            Gen.Choose(0, 40).ArrayOf(5), Gen.Choose(0, 300).ArrayOf(), Gen.Choose(5_000, 5_200).ArrayOf(), Gen.Choose(0, 22_000).ArrayOf()).ToArbitrary();
        Prop.ForAll(ids, ids, (a, b) =>
        {
            ActionSet x = ActionSet.Of(a), y = ActionSet.Of(b);
            x.Count.ShouldBe(a.Distinct().Count());
            x.IsEmpty.ShouldBe(a.Length == 0);
            x.ShouldBe(a.Distinct().Order());
            Check(x.Union(y), a.Union(b));
            Check(x.Intersect(y), a.Intersect(b));
            Check(x.Except(y), a.Except(b));
            Check(ActionSet.UnionOf([y, ActionSet.Empty, x]), a.Union(b));
            x.Overlaps(y).ShouldBe(a.Intersect(b).Any());
            x.IsSubsetOf(y).ShouldBe(!a.Except(b).Any());
            x.Intersect(y).IsSubsetOf(x).ShouldBeTrue();
            x.Equals(y).ShouldBe(a.ToHashSet().SetEquals(b));
            a.ShouldAllBe(id => x.Contains(id));
            b.ShouldAllBe(id => x.Contains(id) == a.Contains(id));
        }).Check(Fixed);
    }

    [Fact]
    public void All_of_a_count_are_the_numbers_below_it()
    {
        foreach (int count in new[] { 0, 1, 63, 64, 65, 22_091 })
        {
            ActionSet.AllOf(count).Count.ShouldBe(count);
            ActionSet.AllOf(count).ShouldBe(ActionSet.Of(Enumerable.Range(0, count)));
        }
    }

    private static void Check(ActionSet set, IEnumerable<int> expected)
    {
        set.ShouldBe(ActionSet.Of(expected));
        set.GetHashCode().ShouldBe(ActionSet.Of(expected).GetHashCode());
        set.ToArray().ShouldBe(expected.Order());
    }
}
