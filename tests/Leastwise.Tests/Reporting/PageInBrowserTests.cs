using System.Globalization;
using Leastwise.Reporting;
using Leastwise.Risks;
using Leastwise.Usage;
using Microsoft.Playwright;

namespace Leastwise.Tests.Reporting;

/// <summary>The page in a real browser, opened from disk; skipped where <see cref="ChromiumBrowser"/> finds none.</summary>
public sealed class PageInBrowserTests(ChromiumBrowser chromium) : IClassFixture<ChromiumBrowser>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> troubles = [];

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public async Task Every_view_opens_by_its_address_without_a_complaint_or_a_request()
    {
        IPage page = await Open(SmallAssessment.Create());
        foreach ((string hash, string heading) in new[]
        {
            ("#/", "Of 9 privileges granted"), ("#/principals", "Principals"), ("#/findings", "Findings"), ("#/evidence", "Evidence"), ("#/glossary", "Glossary"),
            ("#/policies", "Policies"), ("#/policies/" + Uri.EscapeDataString($"{SmallAssessment.Deploy}|inline|work"), "work"), ("#/policies/none", "Not in this report"),
            ("#/escalation", "Escalation"), ("#/escalation/" + Uri.EscapeDataString(SmallAssessment.Alice), "Escalation from alice"), ("#/sessions", "Sessions"), ("#/toString", "Of 9 privileges granted"),
            ("#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy), "deploy"), ("#/findings/PE-00000003", "deploy can write itself a new policy version"),
            ("#/principals/nobody", "Not in this report"), ("#/findings/%E0%A4%A", "Not in this report"),
        })
        {
            await page.EvaluateAsync("hash => { location.hash = hash; }", hash);
            (await Heading(page)).ShouldStartWith(heading, customMessage: hash);
        }

        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_deep_link_opens_in_a_fresh_window_and_the_way_back_works()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/findings?severity=high");
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(2);
        await page.GetByRole(AriaRole.Link, new() { Name = "deploy can write itself a new policy version" }).ClickAsync();
        (await Heading(page)).ShouldBe("deploy can write itself a new policy version");
        await page.Locator(".facts a").ClickAsync();
        (await Heading(page)).ShouldBe("deploy");
        await page.GoBackAsync();
        (await Heading(page)).ShouldBe("deploy can write itself a new policy version");
        await page.GoBackAsync();
        (await Heading(page)).ShouldBe("Findings");
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(2, "the filter is part of the address");
        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Principals_sort_and_filter_and_say_so_to_a_screen_reader()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/principals");
        await page.GetByRole(AriaRole.Button, new() { Name = "Granted", Exact = true }).ClickAsync();
        (await page.Locator("th[aria-sort]").TextContentAsync()).ShouldBe("Granted");
        (await page.Locator("th[aria-sort]").GetAttributeAsync("aria-sort")).ShouldBe("descending");
        (await page.Locator("tbody tr th a").AllTextContentsAsync()).ShouldBe(["deploy", "alice", "idle"]);
        await page.GetByPlaceholder("Name or ARN").FillAsync("ali");
        (await page.Locator("tbody tr th a").AllTextContentsAsync()).ShouldBe(["alice"]);
        page.Url.ShouldEndWith("#/principals?sort=-granted&q=ali");
        (await page.GetByRole(AriaRole.Status).TextContentAsync()).ShouldBe("1 of 3 principals");
        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_service_opens_to_its_privileges_with_evidence_and_reasons()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy));
        foreach (ILocator service in await page.Locator("details.service summary").AllAsync())
        {
            await service.ClickAsync();
        }

        string text = await page.Locator(".services").InnerTextAsync();
        foreach (string expected in new[] { "lambda:CreateFunction", "2 Sep 2026", "9 Sep 2026", "eu-central-1, us-east-1", "read from request parameters", "The bucket's policy may grant it.", "It is a data event that no trail was seen to select.", "To settle it: Logs of a trail" })
        {
            text.ShouldContain(expected);
        }

        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task The_escalation_page_draws_each_step_once_and_marks_the_cut()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/escalation");
        (await page.Locator("svg .box").CountAsync()).ShouldBe(3);
        (await page.Locator("svg .line").CountAsync()).ShouldBe(2);
        (await page.Locator("svg .line.cut").CountAsync()).ShouldBe(1);
        (await page.Locator(".routes > li").Nth(1).InnerTextAsync()).ShouldBe("user alice → role deploy ✂ administrator of 111111111111");
        float[] columns = await page.EvaluateAsync<float[]>("[...document.querySelectorAll('svg rect')].map(each => Number(each.getAttribute('x'))).sort((a, b) => a - b)");
        columns.ShouldBeUnique("each place stands in a column of its own");
        await page.Locator(".routes summary").First.ClickAsync();
        await page.Locator(".routes > li").First.GetByRole(AriaRole.Link, new() { Name = "work" }).ClickAsync();
        (await Heading(page)).ShouldBe("work");
        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_policy_marks_the_guilty_statement_and_no_other()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/policies/" + Uri.EscapeDataString($"{SmallAssessment.Alice}|inline|work"));
        (await page.Locator(".clause").CountAsync()).ShouldBe(2);
        (await page.Locator(".clause.guilty").CountAsync()).ShouldBe(1);
        (await page.Locator(".clause.guilty pre").InnerTextAsync()).ShouldContain("s3:PutBucketPolicy");
        await page.Locator(".charges a").First.ClickAsync();
        (await Heading(page)).ShouldBe("alice can make buckets public");
        await page.Locator("figcaption a").ClickAsync();
        (await Heading(page)).ShouldBe("work", "and back by the statement's policy");
        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Sessions_show_who_became_whom()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/sessions");
        (await page.Locator("svg .line").CountAsync()).ShouldBe(2);
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(2);
        string first = await page.Locator("tbody tr").First.InnerTextAsync();
        foreach (string expected in new[] { "alice", "deploy", "2", "1,200", "9 Sep 2026" })
        {
            first.ShouldContain(expected);
        }

        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Hostile_names_stay_text()
    {
        IPage page = await Open(HostileAssessment.Create());
        string finding = HostileAssessment.Script + "PE-00000003";
        string principal = $"arn:aws:iam::111111111111:user/{HostileAssessment.Image}";
        foreach (string hash in new[] { "#/", "#/principals", "#/findings", "#/evidence", "#/policies", "#/escalation", "#/sessions", "#/policies/" + Uri.EscapeDataString($"{HostileAssessment.Script}{SmallAssessment.Deploy}|inline|work"), "#/findings/" + Uri.EscapeDataString(finding), "#/principals/" + Uri.EscapeDataString(principal), "#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy) })
        {
            await page.EvaluateAsync("hash => { location.hash = hash; }", hash);
            await Heading(page);
            (await page.Locator("img").CountAsync()).ShouldBe(0, hash);
            (await page.Locator("script").CountAsync()).ShouldBe(2, hash);
            (await page.TitleAsync()).ShouldNotBe("owned", hash);
            string text = await page.Locator("body").InnerTextAsync();
            text.ShouldNotContain("\u202E", customMessage: hash);
            text.ShouldNotContain("\u2028", customMessage: hash);
        }

        await page.EvaluateAsync("hash => { location.hash = hash; }", "#/findings/" + Uri.EscapeDataString(finding));
        (await Heading(page)).ShouldBe(HostileAssessment.Image + "safe\\u202Egnp.exe\\u2028");
        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task It_fits_a_phone_and_turns_dark()
    {
        IPage page = await Open(SmallAssessment.Create());
        await page.SetViewportSizeAsync(390, 844);
        foreach (string hash in new[] { "#/", "#/principals", "#/findings", "#/evidence", "#/policies", "#/escalation", "#/sessions", "#/policies/" + Uri.EscapeDataString($"{SmallAssessment.Deploy}|inline|work"), "#/findings/PE-00000003" })
        {
            await page.EvaluateAsync("hash => { location.hash = hash; }", hash);
            await Heading(page);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390, hash);
        }

        string light = await Background(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        (await Background(page)).ShouldNotBe(light);
        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_window_of_thousands_of_years_does_not_drown_the_page_in_days()
    {
        Assessment small = SmallAssessment.Create();
        var window = UsageWindow.Days(new DateOnly(1970, 1, 1), DateOnly.MaxValue, asked: true);
        LogCoverage[] coverage = [.. small.Evidence.Coverage.Select(each => each with { Gaps = LogCoverage.GapsOf(each.Days, window) })];
        IPage page = await Open(small with { Window = window, Evidence = small.Evidence with { Coverage = [.. coverage] } });
        (await page.Locator(".heat").First.Locator("i").CountAsync()).ShouldBeInRange(500, 1100);
        (await page.Locator(".heat").First.Locator("i:not(.l0)").CountAsync()).ShouldBe(1, "ten days are one cell");
        (await page.Locator(".heat").First.Locator("i").Last.GetAttributeAsync("title")).ShouldEndWith("31 Dec 9999: no events");
        troubles.ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task Long_names_break_and_nothing_is_cut_off_on_a_narrow_screen(int width)
    {
        IPage page = await Open(LongNames());
        await page.SetViewportSizeAsync(width, 844);
        string principal = "#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy);
        List<string> cut = [];
        foreach (string hash in new[] { "#/", "#/principals", "#/findings", principal, "#/findings/PE-00000003" })
        {
            await page.EvaluateAsync("hash => { location.hash = hash; }", hash);
            await Heading(page);
            cut.AddRange(await page.EvaluateAsync<string[]>("""
                hash => [document.documentElement, ...document.querySelectorAll('.scroll, main table, main li, main p')]
                  .filter(each => each.scrollWidth > each.clientWidth && getComputedStyle(each).display !== 'inline')
                  .map(each => `${hash} ${each.tagName} ${each.className}: ${each.scrollWidth} in ${each.clientWidth}`)
                """, hash));
        }

        cut.ShouldBeEmpty();
        troubles.ShouldBeEmpty();
    }

    /// <summary>Names of the greatest length that IAM allows, without a place to break, and findings of every severity.</summary>
    private static Assessment LongNames()
    {
        Assessment small = SmallAssessment.Create();
        string name = string.Concat(Enumerable.Repeat("Deployment", 6)) + "Role";
        string actions = string.Join(", ", Enumerable.Repeat("cloudformation:SetTypeDefaultVersionAndOthers", 4));
        AssessedFinding one = small.Findings[2];
        return small with
        {
            Name = name,
            Principals = [small.Principals[0] with { Name = name }, .. small.Principals[1..]],
            Findings =
            [
                .. small.Findings.Select(finding => finding with { Finding = finding.Finding with { Title = $"Role {name} can change permissions with {actions} and 240 more" } }),
                .. Enum.GetValues<Severity>().SelectMany(severity => Enumerable.Range(0, 28).Select(number =>
                    one with { Finding = one.Finding with { Id = $"{severity}-{number}", Severity = severity, Kind = "InfrastructureModification", Recommendation = $"Take {name}{number} away." } })),
            ],
        };
    }

    private static Task<string> Background(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static async Task<string> Heading(IPage page)
    {
        await page.WaitForFunctionAsync("document.querySelector('main h1') !== null && document.title.includes(document.querySelector('main h1').textContent)");
        return await page.Locator("main h1").TextContentAsync() ?? "";
    }

    private async Task<IPage> Open(Assessment assessment, string hash = "")
    {
        Skip.If(chromium.Browser is null, ChromiumBrowser.NotFound);
        string path = folder.Write("report.html", AssessmentHtmlTests.Html(assessment));
        IPage page = await chromium.Browser.NewPageAsync();
        page.Console += (_, message) => troubles.Add(string.Create(CultureInfo.InvariantCulture, $"console: {message.Text}"));
        page.PageError += (_, error) => troubles.Add($"error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file://", StringComparison.Ordinal) || !request.Url.Contains("/report.html", StringComparison.Ordinal))
            {
                troubles.Add($"request: {request.Url}");
            }
        };
        await page.GotoAsync(new Uri(path).AbsoluteUri + hash);
        await Heading(page);
        return page;
    }
}
