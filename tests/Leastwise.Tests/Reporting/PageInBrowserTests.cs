using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Leastwise.Reporting;
using Leastwise.Risks;
using Leastwise.Usage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leastwise.Tests.Reporting;

/// <summary>The page in a real browser, opened from disk; skipped where <see cref="ChromiumBrowser"/> finds none.</summary>
public sealed class PageInBrowserTests(ChromiumBrowser chromium) : BrowserTest(chromium)
{
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
            await Go(page, hash);
            await HeadingBegins(page, heading);
        }

        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task A_deep_link_opens_in_a_fresh_window_and_the_way_back_works()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/findings?severity=high");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Link, new() { Name = "deploy can write itself a new policy version" }).ClickAsync();
        await HeadingIs(page, "deploy can write itself a new policy version");
        await page.Locator(".facts a").ClickAsync();
        await HeadingIs(page, "deploy");
        await page.GoBackAsync();
        await HeadingIs(page, "deploy can write itself a new policy version");
        await page.GoBackAsync();
        await HeadingIs(page, "Findings");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Principals_sort_and_filter_and_say_so_to_a_screen_reader()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/principals");
        await page.GetByRole(AriaRole.Button, new() { Name = "Granted", Exact = true }).ClickAsync();
        await Expect(page.Locator("th[aria-sort]")).ToHaveTextAsync("Granted");
        await Expect(page.Locator("th[aria-sort]")).ToHaveAttributeAsync("aria-sort", "descending");
        await Expect(page.Locator("tbody tr th a")).ToHaveTextAsync(["deploy", "alice", "idle"]);
        await page.GetByPlaceholder("Name or ARN").FillAsync("ali");
        await Expect(page.Locator("tbody tr th a")).ToHaveTextAsync(["alice"]);
        await Expect(page).ToHaveURLAsync(new Regex(@"#/principals\?sort=-granted&q=ali$"));
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 3 principals");
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task A_service_opens_to_its_privileges_with_evidence_and_reasons()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy));
        foreach (ILocator service in await page.Locator("details.service summary").AllAsync())
        {
            await service.ClickAsync();
        }

        foreach (string expected in new[] { "lambda:CreateFunction", "2 Sep 2026", "9 Sep 2026", "eu-central-1, us-east-1", "read from request parameters", "The bucket's policy may grant it.", "It is a data event that no trail was seen to select.", "To settle it: Logs of a trail" })
        {
            await Expect(page.Locator(".services")).ToContainTextAsync(expected);
        }

        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task The_escalation_page_draws_each_step_once_and_marks_the_cut()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/escalation");
        await Expect(page.Locator("svg .box")).ToHaveCountAsync(3);
        await Expect(page.Locator("svg .line")).ToHaveCountAsync(2);
        await Expect(page.Locator("svg .line.cut")).ToHaveCountAsync(1);
        await Expect(page.Locator(".routes > li summary").Nth(1)).ToHaveTextAsync("user alice → role deploy ✂ administrator of 111111111111");
        float[] columns = await page.EvaluateAsync<float[]>("[...document.querySelectorAll('svg rect')].map(each => Number(each.getAttribute('x'))).sort((a, b) => a - b)");
        columns.ShouldBeUnique("each place stands in a column of its own");
        await page.Locator(".routes summary").First.ClickAsync();
        await page.Locator(".routes > li").First.GetByRole(AriaRole.Link, new() { Name = "work" }).ClickAsync();
        await HeadingIs(page, "work");
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task A_policy_marks_the_guilty_statement_and_no_other()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/policies/" + Uri.EscapeDataString($"{SmallAssessment.Alice}|inline|work"));
        await Expect(page.Locator(".clause")).ToHaveCountAsync(2);
        await Expect(page.Locator(".clause.guilty")).ToHaveCountAsync(1);
        await Expect(page.Locator(".clause.guilty pre")).ToContainTextAsync("s3:PutBucketPolicy");
        await page.Locator(".charges a").First.ClickAsync();
        await HeadingIs(page, "alice can make buckets public");
        await page.Locator("figcaption a").ClickAsync();
        await HeadingIs(page, "work");
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Sessions_show_who_became_whom()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/sessions");
        await Expect(page.Locator("svg .line")).ToHaveCountAsync(2);
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        foreach (string expected in new[] { "alice", "deploy", "2", "1,200", "9 Sep 2026" })
        {
            await Expect(page.Locator("tbody tr").First).ToContainTextAsync(expected);
        }

        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task The_slash_key_finds_anything_and_the_arrows_lead_there()
    {
        IPage page = await Open(SmallAssessment.Create());
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("work deploy");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveTextAsync(["Policies work inline, of deploy"]);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("alice");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(5); // a principal, a policy, three findings
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search" })).ToHaveAttributeAsync("aria-activedescendant", "hit0");
        await page.Keyboard.PressAsync("Enter");
        await HeadingIs(page, "alice");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task A_table_is_saved_as_csv_that_no_spreadsheet_takes_for_formulas()
    {
        IPage page = await Open(HostileAssessment.Create() with { Evidence = HostileAssessment.Create().Evidence with { FilesNotRead = [new UnreadFile(HostileAssessment.Image, HostileAssessment.Script), new UnreadFile(HostileAssessment.Formula, " -1+1")] } }, "#/principals");
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV of Principals" }).ClickAsync());
        string[] lines = (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n");
        lines[0].ShouldBe("Principal,Share used,Granted,Used,Unused,Unknown,Ungranted,Findings,Last active");
        lines.Length.ShouldBe(5, "a heading, three principals, the end");
        await Go(page, "#/evidence");
        download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV of Files not read" }).ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync())).ShouldBe("File,Why\r\n\"<img src=x onerror=\"\"document.title='owned'\"\">\",</script><script>document.title='owned'</script>\r\n\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\",' -1+1\r\n");
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Notes_of_a_triage_stay_in_the_file_that_is_saved()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/findings/PE-00000003");
        await page.GetByLabel("Status").SelectOptionAsync("accepted");
        await page.GetByLabel("Owner").FillAsync("platform </script><b>team</b>");
        await page.GetByLabel("Notes").FillAsync("line one\n    exclusions: \u202e");
        await page.GetByText("Exclude it from scans").ClickAsync();
        await page.Locator("pre", new() { HasText = "exclusions:" }).WaitForAsync();
        (await page.Locator("pre", new() { HasText = "exclusions:" }).TextContentAsync()).ShouldBe("""
            exclusions:
              - id: "PE-00000003"
                reason: "line one\n    exclusions: \u202e"
                owner: "platform </script><b>team</b>"

            """.ReplaceLineEndings("\n"));
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Save the page" }).ClickAsync());
        string saved = Folder.Write("report.html", await File.ReadAllTextAsync(await download.PathAsync()));
        await page.GotoAsync("about:blank");
        await page.GotoAsync(new Uri(saved).AbsoluteUri + "#/findings?status=accepted");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("platform </script><b>team</b>");
        await page.Locator("tbody th a").ClickAsync();
        await Expect(page.GetByLabel("Notes")).ToHaveValueAsync("line one\n    exclusions: \u202e");
        await Expect(page.Locator("b")).ToHaveCountAsync(0);
        await NothingIsWrong(page);
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
        await Expect(page.FrameLocator("iframe").Locator("h2")).ToHaveTextAsync("House rules");
        await Expect(page.Locator("iframe")).ToHaveAttributeAsync("sandbox", "");
        (await page.TitleAsync()).ShouldNotBe("owned");
        await Go(page, "#/glossary");
        await Expect(page.FrameLocator("iframe").Locator("p")).ToHaveTextAsync("Our contacts");
        stranger.Pending().ShouldBeFalse("nobody is called from a company's own page");

        // The same picture in a page without that policy does call: the silence above is the policy's doing.
        await page.GotoAsync(new Uri(Folder.Write("bare.html", image)).AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });
        using TcpClient caller = await stranger.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromMilliseconds(ChromiumBrowser.Patience));
    }

    [SkippableFact]
    public async Task An_empty_page_of_ones_own_takes_the_guidance_away()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/guidance", new CustomPages("", null));
        await HeadingBegins(page, "Of 9 privileges granted");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Guidance" })).ToHaveCountAsync(0);
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task A_finding_says_what_still_limits_it()
    {
        IPage page = await Open(SmallAssessment.Create(), "#/findings/PE-00000002");
        await Expect(page.GetByText("Only from the office: aws:SourceIp is asked for.")).ToBeVisibleAsync();
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Hostile_names_stay_text()
    {
        IPage page = await Open(HostileAssessment.Create());
        string finding = HostileAssessment.Script + "PE-00000003";
        string principal = $"arn:aws:iam::111111111111:user/{HostileAssessment.Image}";
        foreach (string hash in new[] { "#/", "#/principals", "#/findings", "#/evidence", "#/policies", "#/escalation", "#/sessions", "#/policies/" + Uri.EscapeDataString($"{HostileAssessment.Script}{SmallAssessment.Deploy}|inline|work"), "#/findings/" + Uri.EscapeDataString(finding), "#/principals/" + Uri.EscapeDataString(principal), "#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy) })
        {
            await Go(page, hash);
            await Expect(page.Locator("img")).ToHaveCountAsync(0);
            await Expect(page.Locator("script:not([type^=application])")).ToHaveCountAsync(1);
            await Expect(page.Locator("script[type^=application]")).ToHaveCountAsync(7);
            (await page.TitleAsync()).ShouldNotBe("owned", hash);
            string text = await page.Locator("body").InnerTextAsync();
            text.ShouldNotContain("\u202E", customMessage: hash);
            text.ShouldNotContain("\u2028", customMessage: hash);
        }

        await Go(page, "#/findings/" + Uri.EscapeDataString(finding));
        await HeadingIs(page, HostileAssessment.Image + "safe\\u202Egnp.exe\\u2028");
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task It_fits_a_phone_and_turns_dark()
    {
        IPage page = await Open(SmallAssessment.Create());
        await Resize(page, 390);
        foreach (string hash in new[] { "#/", "#/principals", "#/findings", "#/evidence", "#/policies", "#/escalation", "#/sessions", "#/policies/" + Uri.EscapeDataString($"{SmallAssessment.Deploy}|inline|work"), "#/findings/PE-00000003" })
        {
            await Go(page, hash);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390, hash);
        }

        string light = await Background(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Until(page, "light => getComputedStyle(document.body).backgroundColor !== light", light);
        await NothingIsWrong(page);
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
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Without_logs_every_view_opens_too()
    {
        Assessment small = SmallAssessment.Create();
        LogCoverage[] none = [.. small.Evidence.Coverage.Select(each => each with { Days = [], Gaps = [] })];
        IPage page = await Open(small with { Window = UsageWindow.None, Evidence = small.Evidence with { Events = 0, Coverage = [.. none] } });
        foreach (string hash in new[] { "#/", "#/principals", "#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy), "#/findings", "#/sessions", "#/evidence" })
        {
            await Go(page, hash);
            await Expect(page.Locator("main h1")).Not.ToBeEmptyAsync();
        }

        await Expect(page.GetByText("There are no logs, so no day is covered.")).ToBeVisibleAsync();
        await NothingIsWrong(page);
    }

    [SkippableTheory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task Long_names_break_and_nothing_is_cut_off_on_a_narrow_screen(int width)
    {
        IPage page = await Open(LongNames());
        await Resize(page, width);
        string principal = "#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy);
        List<string> cut = [];
        foreach (string hash in new[] { "#/", "#/principals", "#/findings", principal, "#/findings/PE-00000003" })
        {
            await Go(page, hash);
            cut.AddRange(await page.EvaluateAsync<string[]>("""
                hash => [document.documentElement, ...document.querySelectorAll('.scroll, main table, main li, main p')]
                  .filter(each => each.scrollWidth > each.clientWidth && getComputedStyle(each).display !== 'inline')
                  .map(each => `${hash} ${each.tagName} ${each.className}: ${each.scrollWidth} in ${each.clientWidth}`)
                """, hash));
        }

        cut.ShouldBeEmpty();
        await NothingIsWrong(page);
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

    private static async Task Resize(IPage page, int width)
    {
        await page.SetViewportSizeAsync(width, 844);
        await Until(page, "width => innerWidth === width", width);
    }
}
