using FsCheck;
using FsCheck.Fluent;
using Leastwise.Tests.Catalog;
using Leastwise.Text;

namespace Leastwise.Tests.Text;

public sealed class WildcardPatternTests
{
    private static readonly Gen<string> Patterns = Gen.Elements('a', 'b', 'A', '*', '?').ArrayOf().Select(letters => new string(letters));
    private static readonly string[] ShortTexts = AllTexts(5);
    private static readonly Gen<string> Texts = Gen.Elements('a', 'b', 'A').ArrayOf().Select(letters => new string(letters));

    [Fact]
    public void Matching_agrees_with_the_simple_matcher() =>
        Prop.ForAll(Gen.Zip(Patterns, Texts).ToArbitrary(), pair =>
            WildcardPattern.IsMatch(pair.Item1, pair.Item2, ignoreCase: true) == NaiveMatcher.IsMatch(pair.Item1, pair.Item2, ignoreCase: true)
            && WildcardPattern.IsMatch(pair.Item1, pair.Item2, ignoreCase: false) == NaiveMatcher.IsMatch(pair.Item1, pair.Item2, ignoreCase: false))
        .Check(Properties.Fixed(5000));

    [Fact]
    public void A_pattern_that_covers_another_matches_whatever_that_one_matches() =>
        Prop.ForAll(Gen.Zip(Patterns, Patterns).ToArbitrary(), pair =>
        {
            (string outer, string inner) = (pair.Item1, pair.Item2);
            return !WildcardPattern.Covers(outer, inner, ignoreCase: false)
                || ShortTexts.Where(text => NaiveMatcher.IsMatch(inner, text, ignoreCase: false)).All(text => NaiveMatcher.IsMatch(outer, text, ignoreCase: false));
        }).Check(Properties.Fixed(500));

    [Fact]
    public void Every_pattern_covers_itself_and_is_covered_by_a_star() =>
        Prop.ForAll(Patterns.ToArbitrary(), pattern =>
            WildcardPattern.Covers(pattern, pattern, ignoreCase: false) && WildcardPattern.Covers("*", pattern, ignoreCase: false))
        .Check(Properties.Fixed(1000));

    [Fact]
    public void Covering_a_text_without_wildcards_is_matching_it() =>
        Prop.ForAll(Gen.Zip(Patterns, Texts).ToArbitrary(), pair =>
            WildcardPattern.Covers(pair.Item1, pair.Item2, ignoreCase: true) == WildcardPattern.IsMatch(pair.Item1, pair.Item2, ignoreCase: true))
        .Check(Properties.Fixed(3000));

    [Fact]
    public void Patterns_overlap_exactly_where_a_text_matches_both() =>
        Prop.ForAll(Gen.Zip(ShortPatterns(2), ShortPatterns(3)).ToArbitrary(), pair =>
        {
            // A shortest common text is no longer than both patterns together.
            bool common = ShortTexts.Any(text =>
                NaiveMatcher.IsMatch(pair.Item1, text, ignoreCase: false) && NaiveMatcher.IsMatch(pair.Item2, text, ignoreCase: false));
            return WildcardPattern.Overlaps(pair.Item1, pair.Item2, ignoreCase: false) == common;
        }).Check(Properties.Fixed(400));

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a*b*c", "aXXbYYc", true)]
    [InlineData("a*b*c", "aXXbYY", false)]
    public void Small_patterns_match_as_expected(string pattern, string text, bool matches) =>
        WildcardPattern.IsMatch(pattern, text, ignoreCase: false).ShouldBe(matches);

    [Fact]
    public void A_thousand_stars_are_matched_in_a_moment()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 1000));
        string text = new string('a', 999) + new string('b', 2000);
        long start = TimeProvider.System.GetTimestamp();
        WildcardPattern.IsMatch(pattern, text, ignoreCase: true).ShouldBeFalse();
        WildcardPattern.Covers(pattern, text, ignoreCase: true).ShouldBeFalse();
        WildcardPattern.Overlaps(pattern, text, ignoreCase: true).ShouldBeFalse();
        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static Gen<string> ShortPatterns(int most) =>
        from length in Gen.Choose(0, most)
        from letters in Gen.Elements('a', 'b', 'A', '*', '?').ArrayOf(length)
        select new string(letters);

    /// <summary>Every text over the letters of the patterns, up to a length.</summary>
    private static string[] AllTexts(int most)
    {
        List<string> texts = [""];
        for (int from = 0, length = 0; length < most; length++)
        {
            int to = texts.Count;
            texts.AddRange(texts.GetRange(from, to - from).SelectMany(text => (string[])[text + "a", text + "b", text + "A"]));
            from = to;
        }

        return [.. texts];
    }
}
