using FsCheck;
using FsCheck.Fluent;
using Leastwise.Catalog;

namespace Leastwise.Tests.Catalog;

public sealed class ExpansionTests
{
    private static readonly ActionCatalog Catalog = ActionCatalog.Default;

    [Theory]
    [InlineData("*")]
    [InlineData("**")]
    [InlineData("*:*")]
    [InlineData("*:**")]
    public void Everything_is_everything(string pattern) => Catalog.Expand(pattern).ShouldBe(Catalog.All);

    [Theory]
    [InlineData("")]
    [InlineData("s3")]
    [InlineData("s3*")]
    [InlineData("s3:")]
    [InlineData(":")]
    [InlineData(":GetObject")]
    [InlineData("s3:Get*:*")]
    [InlineData("nosuch:*")]
    [InlineData("s3:GetObjekt")]
    [InlineData("s3:GetObjecţ")]
    [InlineData("ſ3:GetObject")]
    [InlineData("\u212Ams:Decrypt")]
    [InlineData(" s3:GetObject")]
    public void What_is_no_pattern_of_an_action_matches_nothing(string pattern) => Catalog.Expand(pattern).IsEmpty.ShouldBeTrue();

    [Theory]
    [InlineData("s3:GetObject", "s3:GetObject")]
    [InlineData("S3:getobject", "s3:GetObject")]
    [InlineData("s3:Get?bject", "s3:GetObject")]
    [InlineData("s?:ListAllMyBucket*", "s3:ListAllMyBuckets")]
    [InlineData("*:ListAllMyBuckets", "s3:ListAllMyBuckets")]
    [InlineData("iam:*AssumeRole*", "iam:UpdateAssumeRolePolicy")]
    public void A_pattern_means_the_actions_that_match_it(string pattern, string action) => Names(pattern).ShouldContain(action);

    [Fact]
    public void A_prefix_that_begins_another_does_not_match_it() =>
        Names("s3:*").ShouldAllBe(name => name.StartsWith("s3:", StringComparison.Ordinal));

    [Fact]
    public void A_service_means_all_of_its_actions()
    {
        foreach (CatalogService service in Catalog.Services)
        {
            Catalog.Expand($"{service.Prefix}:*").ShouldBe(service.Actions);
        }
    }

    [Fact]
    public void Expansion_agrees_with_a_simple_matcher_over_all_actions()
    {
        string[] names = [.. Catalog.Actions.Select(action => action.FullName)];
        Gen<string> pattern =
            from name in Gen.Elements(names)
            from edits in Gen.Zip(Gen.Choose(0, 40), Gen.Elements("*", "?", "**", "a", "")).ListOf()
            select edits.Take(3).Aggregate(name, Edit);
        Prop.ForAll(pattern.ToArbitrary(), text =>
        {
            int[] expected = [.. Catalog.Actions.Where(action => NaiveMatcher.MatchesAction(text, action.Prefix, action.Name)).Select(action => action.Id)];
            return Catalog.Expand(text).SequenceEqual(expected);
        }).Check(Properties.Fixed(25));
    }

    [Fact]
    public void A_thousand_stars_are_no_burden()
    {
        string stars = string.Concat(Enumerable.Repeat("*a", 1000));
        long start = TimeProvider.System.GetTimestamp();
        Catalog.Expand($"*:{stars}").IsEmpty.ShouldBeTrue();
        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void More_patterns_than_are_remembered_are_still_answered()
    {
        for (int i = 0; i < 9000; i++)
        {
            Catalog.Expand($"s3:Invented{i}").IsEmpty.ShouldBeTrue();
        }

        Names("sqs:SendMessag?").ShouldBe(["sqs:SendMessage"]);
    }

    private static string Edit(string name, (int At, string Insert) edit)
    {
        int at = Math.Min(edit.At, name.Length);
        int drop = Math.Min(edit.Insert.Length == 0 ? 0 : 1, name.Length - at);
        return name[..at] + edit.Insert + name[(at + drop)..];
    }

    private static string[] Names(string pattern) => [.. Catalog.Expand(pattern).Select(id => Catalog.Actions[id].FullName)];
}
