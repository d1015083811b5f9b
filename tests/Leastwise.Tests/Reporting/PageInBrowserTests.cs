using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
            ("#/escalation", "Escalation"), ("#/escalation/" + Uri.EscapeDataString(SmallAssessment.Alice), "Escalation from alice"), ("#/sessions", "Sessions"), ("#/guidance", "Guidance"), ("#/toString", "Of 9 privileges granted"),
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
    public async Task The_slash_key_finds_anything_and_the_arrows_lead_there()
    {
        IPage page = await Open(SmallAssessment.Create());
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("work deploy");
        (await page.GetByRole(AriaRole.Option).AllInnerTextsAsync()).ShouldBe(["Policies work inline, of deploy"], ignoreOrder: false);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("alice");
        (await page.GetByRole(AriaRole.Option).CountAsync()).ShouldBe(5, "a principal, a policy, three findings");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        (await page.GetByRole(AriaRole.Combobox, new() { Name = "Search" }).GetAttributeAsync("aria-activedescendant")).ShouldBe("hit0");
        await page.Keyboard.PressAsync("Enter");
        (await Heading(page)).ShouldBe("alice");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.PressAsync("Escape");
        (await page.Locator("dialog[open]").CountAsync()).ShouldBe(0);
        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_table_is_saved_as_csv_that_no_spreadsheet_takes_for_formulas()
    {
        IPage page = await Open(HostileAssessment.Create() with { Evidence = HostileAssessment.Create().Evidence with { FilesNotRead = [new UnreadFile(HostileAssessment.Image, HostileAssessment.Script), new UnreadFile(HostileAssessment.Formula, " -1+1")] } }, "#/principals");
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV of Principals" }).ClickAsync());
        string[] lines = (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n");
        lines[0].ShouldBe("Principal,Share used,Granted,Used,Unused,Unknown,Ungranted,Findings,Last active");
        lines.Length.ShouldBe(5, "a heading, three principals, the end");
        await page.EvaluateAsync("hash => { location.hash = hash; }", "#/evidence");
        download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV of Files not read" }).ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync())).ShouldBe("File,Why\r\n\"<img src=x onerror=\"\"document.title='owned'\"\">\",</script><script>document.title='owned'</script>\r\n\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\",' -1+1\r\n");
        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Notes_of_a_triage_stay_in_the_file_that_is_saved()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/findings/PE-00000003");
        await page.GetByLabel("Status").SelectOptionAsync("accepted");
        await page.GetByLabel("Owner").FillAsync("platform </script><b>team</b>");
        await page.GetByLabel("Notes").FillAsync("line one\n    exclusions: \u202e");
        await page.GetByText("Exclude it from scans").ClickAsync();
        (await page.Locator("pre", new() { HasText = "exclusions:" }).InnerTextAsync()).ShouldBe("""
            exclusions:
              - id: "PE-00000003"
                reason: "line one\n    exclusions: \u202e"
                owner: "platform </script><b>team</b>"

            """.ReplaceLineEndings("\n"));
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Save the page" }).ClickAsync());
        string saved = folder.Write("report.html", await File.ReadAllTextAsync(await download.PathAsync()));
        await page.GotoAsync("about:blank");
        await page.GotoAsync(new Uri(saved).AbsoluteUri + "#/findings?status=accepted");
        await Heading(page);
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(1);
        (await page.Locator("tbody tr").InnerTextAsync()).ShouldContain("platform </script><b>team</b>");
        await page.Locator("tbody th a").ClickAsync();
        (await page.GetByLabel("Notes").InputValueAsync()).ShouldBe("line one\n    exclusions: \u202e");
        (await page.Locator("b").CountAsync()).ShouldBe(0);
        troubles.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_companys_own_pages_are_shown_and_can_do_nothing()
    {
        // The browser announces a request also where the content security policy then stops it, so what counts is who is called.
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        string image = $"<img src=\"http://{stranger.LocalEndpoint}/x\" onerror=\"top.document.title='owned'\">";
        var custom = new CustomPages($"<h2>House rules</h2><script>top.document.title='owned'</script>{image}", "<p>Our contacts</p>");
        IPage page = await Open(SmallAssessment.Create(), "#/guidance", custom);
        (await page.FrameLocator("iframe").Locator("h2").InnerTextAsync()).ShouldBe("House rules");
        (await page.Locator("iframe").GetAttributeAsync("sandbox")).ShouldBe("");
        (await page.TitleAsync()).ShouldNotBe("owned");
        await page.EvaluateAsync("hash => { location.hash = hash; }", "#/glossary");
        (await page.FrameLocator("iframe").Locator("p").InnerTextAsync()).ShouldBe("Our contacts");
        stranger.Pending().ShouldBeFalse("nobody is called from a company's own page");

        // The same picture in a page without that policy does call: the silence above is the policy's doing.
        await page.GotoAsync(new Uri(folder.Write("bare.html", image)).AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });
        using TcpClient caller = await stranger.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [SkippableFact]
    public async Task An_empty_page_of_ones_own_takes_the_guidance_away()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/guidance", new CustomPages("", null));
        (await Heading(page)).ShouldStartWith("Of 9 privileges granted");
        (await page.GetByRole(AriaRole.Link, new() { Name = "Guidance" }).CountAsync()).ShouldBe(0);
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
            (await page.Locator("script").CountAsync()).ShouldBe(3, hash);
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

    private async Task<IPage> Open(Assessment assessment, string hash = "", CustomPages? custom = null)
    {
        Skip.If(chromium.Browser is null, ChromiumBrowser.NotFound);
        string path = folder.Write("report.html", AssessmentHtmlTests.Html(assessment, custom));
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
