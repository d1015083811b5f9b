using System.Globalization;
using Leastwise.Reporting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leastwise.Tests.Reporting;

/// <summary>Tables of more rows than a document should hold: on the screen, under the keys, for a screen reader, on paper.</summary>
public sealed class LongTableInBrowserTests(ChromiumBrowser chromium) : BrowserTest(chromium)
{
    private const int Many = 5000;
    private const string CountRows = "document.querySelectorAll('tbody:not(.room) tr').length";
    private const string IndexOnScreen = "Number(document.elementFromPoint(400, innerHeight / 2)?.closest('tr')?.getAttribute('aria-rowindex') ?? 0)";

    [SkippableFact]
    public async Task Rows_leave_the_document_as_others_come_into_view()
    {
        IPage page = await Open(ManyFindings(), "#/findings");
        ILocator table = page.Locator("table.data");
        await Expect(table).ToHaveAttributeAsync("aria-rowcount", "5001");
        await Expect(page.Locator("tbody tr").First).ToHaveAttributeAsync("aria-rowindex", "2");
        int height = await page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        height.ShouldBeGreaterThan(Many * 25, "there is room for the rows that are not drawn");
        foreach (int percent in new[] { 20, 50, 100, 70, 0 })
        {
            await ScrollTo(page, percent);
            (await page.EvaluateAsync<int>(CountRows)).ShouldBeInRange(20, 240);
        }

        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task The_row_that_has_the_focus_stays_and_the_next_key_goes_on_from_there()
    {
        IPage page = await Open(ManyFindings(), "#/findings");
        await page.Locator("tbody tr th a").Nth(3).FocusAsync();
        await ScrollTo(page, 100);
        await Expect(page.Locator("tbody tr").Last).ToHaveAttributeAsync("aria-rowindex", "5001");
        (await page.EvaluateAsync<string>("document.activeElement.closest('tr').getAttribute('aria-rowindex')")).ShouldBe("5");
        for (int i = 0; i < 10; i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        (await page.EvaluateAsync<string>("document.activeElement.closest('tr').getAttribute('aria-rowindex')")).ShouldBe("10", "two links in each row");
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task A_filter_narrows_the_table_and_the_csv_with_it()
    {
        IPage page = await Open(ManyFindings(), "#/findings");
        await page.GetByPlaceholder("Title, principal or id").FillAsync("number 123");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("11 of 5,000 findings");
        await Expect(page.Locator("tbody:not(.room) tr")).ToHaveCountAsync(11);
        await Expect(page.Locator(".room")).ToHaveCountAsync(0);
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV of Findings" }).ClickAsync());
        (await File.ReadAllLinesAsync(await download.PathAsync())).Length.ShouldBe(12);
        await page.GetByPlaceholder("Title, principal or id").FillAsync("no such thing");
        await Expect(page.GetByText("Nothing matches these filters.")).ToBeVisibleAsync();
        await Expect(page.Locator("table.data")).ToBeHiddenAsync();
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task The_way_back_leads_to_the_place_in_the_table()
    {
        IPage page = await Open(ManyFindings(), "#/findings");
        await ScrollTo(page, 50);
        string title = await page.EvaluateAsync<string>("document.elementFromPoint(400, innerHeight / 2).closest('tr').querySelector('th a').textContent");
        await page.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).ClickAsync();
        await HeadingIs(page, title);
        await page.GoBackAsync();
        await HeadingIs(page, "Findings");
        await Until(page, $"() => {IndexOnScreen} > 2000");
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Paper_has_the_first_rows_and_says_so()
    {
        IPage page = await Open(ManyFindings(), "#/findings");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2000);
        await Expect(page.Locator(".printed")).ToHaveTextAsync("The first 2,000 of 5,000 rows are printed; the CSV has all.");
        await Expect(page.Locator(".printed")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Navigation)).ToBeHiddenAsync();
        await page.EvaluateAsync("dispatchEvent(new Event('afterprint'))");
        await Until(page, $"() => {CountRows} < 240");
        (await page.PdfAsync()).Length.ShouldBeGreaterThan(100_000, "what is printed holds more rows than the screen");
        await NothingIsWrong(page);
    }

    private static Task ScrollTo(IPage page, int percent) => Until(
        page, $"percent => {{ scrollTo(0, document.documentElement.scrollHeight * percent / 100 - 300); return Math.abs({IndexOnScreen} - percent * 50) < 500; }}", percent);

    private static Assessment ManyFindings()
    {
        Assessment small = SmallAssessment.Create();
        AssessedFinding one = small.Findings[2];
        return small with
        {
            Findings = [.. Enumerable.Range(0, Many).Select(number => one with
            {
                Finding = one.Finding with { Id = string.Create(CultureInfo.InvariantCulture, $"PE-{number:D8}"), Title = string.Create(CultureInfo.InvariantCulture, $"deploy can do number {number}") },
            })],
        };
    }
}
