using System.Text;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Leastwise.Reporting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leastwise.Tests.Reporting;

/// <summary>The page that says what changed between two reports.</summary>
public sealed class DifferenceInBrowserTests(ChromiumBrowser chromium) : BrowserTest(chromium)
{
    [SkippableFact]
    public async Task It_says_what_changed_and_the_filters_are_part_of_the_address()
    {
        IPage page = await OpenFile(Folder.Write("diff.html", Html(SmallAssessment.Create(), ReportComparisonTests.Changed())));
        ReportDifference difference = ReportComparison.Compare(SmallAssessment.Create(), ReportComparisonTests.Changed());
        string[] words = [.. Enum.GetValues<ChangeKind>().Select(kind => $"{difference.Changes.Count(change => change.Kind == kind)} {kind.ToString().ToLowerInvariant()}")];
        await HeadingIs(page, string.Join(", ", words));
        await Expect(page.Locator(".data tbody tr")).ToHaveCountAsync(difference.Changes.Length);
        await page.GetByRole(AriaRole.Link, new() { Name = words[(int)ChangeKind.Gone] }).ClickAsync();
        await Expect(page.Locator(".data tbody tr")).ToHaveCountAsync(difference.Changes.Count(change => change.Kind == ChangeKind.Gone));
        await Expect(page.Locator("select").First).ToHaveValueAsync("gone");
        await page.GoBackAsync();
        await Expect(page.Locator(".data tbody tr")).ToHaveCountAsync(difference.Changes.Length);
        await page.GetByPlaceholder("Title, ARN or id").FillAsync("PE-00000009");
        await Expect(page.Locator(".data tbody tr")).ToHaveCountAsync(1);
        await Expect(page).ToHaveURLAsync(new Regex(@"#/\?q=PE-00000009$"));
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Two_reports_that_are_alike_have_no_table()
    {
        IPage page = await OpenFile(Folder.Write("diff.html", Html(SmallAssessment.Create(), SmallAssessment.Create())));
        await HeadingIs(page, "Nothing changed in findings, principals and ways to administrator.");
        await Expect(page.Locator(".data")).ToHaveCountAsync(0);
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Hostile_names_stay_text_and_the_page_fits_a_phone()
    {
        string html = Html(SmallAssessment.Create(), HostileAssessment.Create() with { CatalogVersion = HostileAssessment.Script });
        html.ShouldNotContain("<img");
        html.ShouldNotContain("<script>document");
        IPage page = await OpenFile(Folder.Write("diff.html", html), options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 } });
        await Expect(page.Locator("img")).ToHaveCountAsync(0);
        await Expect(page.Locator("script")).ToHaveCountAsync(3);
        await Expect(page.Locator("body")).ToContainTextAsync(HostileAssessment.Image);
        (await page.TitleAsync()).ShouldNotBe("owned");
        (await page.Locator("body").InnerTextAsync()).ShouldNotContain("\u202E");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
        await NothingIsWrong(page);
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_has_nothing_to_say(ColorScheme scheme)
    {
        IPage page = await OpenFile(Folder.Write("diff.html", Html(SmallAssessment.Create(), ReportComparisonTests.Changed() with { CatalogVersion = "2027-01-01" })), options: new BrowserNewContextOptions { BypassCSP = true, ColorScheme = scheme });
        AccessibilityTests.Said("diff", await page.RunAxe()).ShouldBeEmpty();
    }

    internal static string Html(Assessment old, Assessment now)
    {
        using var stream = new MemoryStream();
        DifferenceHtml.Write(ReportComparison.Compare(old, now), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
