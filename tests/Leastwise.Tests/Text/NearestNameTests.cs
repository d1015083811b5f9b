using Leastwise.Text;

namespace Leastwise.Tests.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["GetObject", "GetObjectAcl", "PutObject", "ListBucket", "DeleteObject"];

    [Fact]
    public void The_nearest_comes_first() => NearestName.Find("GetObjekt", Names).ShouldBe(["GetObject", "PutObject"]);

    [Fact]
    public void Case_does_not_count() => NearestName.Find("listbucket", Names).ShouldBe(["ListBucket"]);

    [Fact]
    public void What_is_far_from_everything_has_no_neighbour() => NearestName.Find("Zzzzzzzz", Names).ShouldBeEmpty();

    [Fact]
    public void Equally_near_names_come_in_ordinal_order_and_no_more_than_asked_for() =>
        NearestName.Find("aa", ["ac", "ab", "ad", "xyz"], most: 2).ShouldBe(["ab", "ac"]);

    [Fact]
    public void An_empty_text_is_near_to_short_names_only() => NearestName.Find("", ["a", "ab"]).ShouldBe(["a"]);
}
