using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Leastwise.Reporting;

namespace Leastwise.Tests.Reporting;

public sealed partial class AssessmentHtmlTests
{
    private static readonly string Page = Html(SmallAssessment.Create());

    [Fact]
    public void The_policy_allows_exactly_the_pages_own_style_and_script()
    {
        string policy = Policy().Match(Page).Groups[1].Value;
        policy.ShouldBe($"default-src 'none'; style-src 'sha256-{Hash(Between("<style>", "</style>"))}'; "
            + $"script-src 'sha256-{Hash(Between("<script type=\"module\">", "</script>"))}'; base-uri 'none'; form-action 'none'");
    }

    [Fact]
    public void It_names_no_address_to_ask_anything_of()
    {
        Remote().Matches(Page).Select(match => match.Value).ShouldBeEmpty();
        InlineHandler().Matches(Between("<body>", "<script type=\"application")).ShouldBeEmpty();
    }

    [Fact]
    public void No_text_of_a_policy_or_log_stands_in_the_markup()
    {
        string hostile = Html(HostileAssessment.Create());
        hostile.ShouldNotContain("<script>document");
        hostile.ShouldNotContain("<img");
        hostile.ShouldNotContain("evil.example");
        hostile.ShouldNotContain("\u202E");
        hostile.ShouldContain("<title>{{data}}&lt;/script&gt;&lt;script&gt;document.title=&#39;", customMessage: "the name is text, and a place's name in it is not filled in");
    }

    [Fact]
    public void The_page_of_a_small_assessment_is_small() => Page.Length.ShouldBeLessThan(170_000);

    [Fact]
    public void The_same_assessment_gives_the_same_bytes() => Html(SmallAssessment.Create()).ShouldBe(Page);

    [Fact]
    public void Two_hundred_administrators_stay_below_a_megabyte_and_a_half()
    {
        Assessment small = SmallAssessment.Create();
        var privileges = Enumerable.Range(0, 22_000).Select(i => i % 7 == 3 ? SmallAssessment.Unknown($"service{i / 50:D3}:Action{i:D5}") : SmallAssessment.Unused($"service{i / 50:D3}:Action{i:D5}")).ToArray();
        var administrators = Enumerable.Range(0, 200).Select(i => small.Principals[1] with
        {
            Arn = $"arn:aws:iam::111111111111:user/admin{i}",
            Name = $"admin{i}",
            Privileges = [.. privileges.Select((privilege, at) => at % 997 == i ? SmallAssessment.Used(privilege.Action.FullName, i + 1) : privilege)],
        });
        Html(small with { Principals = [.. administrators], Findings = [] }).Length.ShouldBeLessThan(1_500_000);
    }

    internal static string Html(Assessment assessment, CustomPages? custom = null)
    {
        using var stream = new MemoryStream();
        AssessmentHtml.Write(assessment, stream, custom);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Between(string open, string close)
    {
        int start = Page.IndexOf(open, StringComparison.Ordinal) + open.Length;
        return Page[start..Page.IndexOf(close, start, StringComparison.Ordinal)];
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex(@"https?://|//[a-z]+\.[a-z]+/|@import|url\(|fetch\(|XMLHttpRequest|innerHTML|eval\(")]
    private static partial Regex Remote();

    [GeneratedRegex(@"\son[a-z]+=|javascript:")]
    private static partial Regex InlineHandler();
}
