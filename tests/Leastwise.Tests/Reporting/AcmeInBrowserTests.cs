using System.Text.Json;
using Deque.AxeCore.Playwright;
using Leastwise.Tests.Cli;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leastwise.Tests.Reporting;

/// <summary>The report of samples/acme as <c>assess</c> writes it, gone through in a browser as its reader would.</summary>
public sealed class AcmeInBrowserTests(ChromiumBrowser chromium) : BrowserTest(chromium)
{
    private const string Role = "arn:aws:iam::111111111111:role/order-processor";
    private const string Policy = "arn:aws:iam::111111111111:policy/DeveloperAccess";
    private static readonly string[] Views = ["#/", "#/principals", "#/policies", "#/findings", "#/escalation", "#/sessions", "#/evidence", "#/guidance", "#/glossary"];

    private string Page => Path.Combine(AcmeAssessed.Once.Report, "report.html");

    [SkippableFact]
    public async Task Every_page_of_the_report_opens()
    {
        IPage page = await OpenFile(Page);
        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AcmeAssessed.Once.Report, "report.json")));
        string[] pages =
        [
            .. Views,
            .. report.RootElement.GetProperty("actors").EnumerateArray().SelectMany(actor => new[] { $"#/principals/{Escaped(actor, "arn")}", $"#/escalation/{Escaped(actor, "arn")}" }),
            .. report.RootElement.GetProperty("policies").EnumerateArray().Select(policy => $"#/policies/{Escaped(policy, "id")}"),
            .. report.RootElement.GetProperty("findings").EnumerateArray().Select(finding => $"#/findings/{Escaped(finding, "id")}"),
        ];
        pages.Length.ShouldBeGreaterThan(200);
        foreach (string hash in pages)
        {
            await Go(page, hash);
            string heading = await page.Locator("main h1").TextContentAsync() ?? "";
            heading.ShouldNotBeEmpty(hash);
            heading.ShouldNotBe("Not in this report", hash);
        }

        await NothingIsWrong(page);
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_has_nothing_to_say(ColorScheme scheme)
    {
        IPage page = await OpenFile(Page, options: new BrowserNewContextOptions { BypassCSP = true, ColorScheme = scheme });
        List<string> violations = [];
        foreach (string hash in Views.Append($"#/principals/{Uri.EscapeDataString(Role)}").Append($"#/policies/{Uri.EscapeDataString(Policy)}"))
        {
            await Go(page, hash);
            violations.AddRange(AccessibilityTests.Said(hash, await page.RunAxe()));
        }

        violations.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task What_is_copied_is_what_is_shown()
    {
        IPage page = await OpenFile(Page, $"#/principals/{Uri.EscapeDataString(Role)}", new BrowserNewContextOptions { Permissions = ["clipboard-read", "clipboard-write"] });
        (await Copied(page, Button(page, "Copy ARN"))).ShouldBe(Role);
        (await Copied(page, Button(page, "Copy command"))).ShouldStartWith("leastwise ");
        ILocator trimmed = page.Locator("section", new() { HasText = "Trimmed policy" });
        string policy = await Copied(page, trimmed.GetByRole(AriaRole.Button, new() { Name = "Copy policy" }).First);
        policy.ShouldBe(await trimmed.Locator("pre").First.TextContentAsync());
        JsonDocument.Parse(policy).RootElement.GetProperty("Statement").GetArrayLength().ShouldBeGreaterThan(0);
        (await Copied(page, Button(page, "Copy trust policy"))).ShouldContain("sts:AssumeRole");
        await Go(page, $"#/policies/{Uri.EscapeDataString(Policy)}");
        JsonDocument.Parse(await Copied(page, Button(page, "Copy policy"))).RootElement.TryGetProperty("Statement", out _).ShouldBeTrue();
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task A_policys_other_versions_stand_beside_the_default()
    {
        IPage page = await OpenFile(Page, $"#/policies/{Uri.EscapeDataString(Policy)}");
        ILocator versions = page.Locator("section", new() { HasText = "SetDefaultPolicyVersion" }).Locator("details");
        await Expect(versions).ToHaveCountAsync(3);
        await Expect(versions.First.Locator("summary")).ToContainTextAsync("v4 of 30 Jul 2026");
        await versions.First.Locator("summary").ClickAsync();
        await Expect(versions.First.Locator(".added").First).ToBeVisibleAsync();
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Usage_by_service_is_one_small_picture_for_each()
    {
        IPage page = await OpenFile(Page, $"#/principals/{Uri.EscapeDataString(Role)}");
        int services = await page.Locator(".multiples > li").CountAsync();
        services.ShouldBeInRange(2, 12);
        await Expect(page.Locator(".multiples svg[role=img]")).ToHaveCountAsync(services);
        (await page.Locator(".multiples line").CountAsync()).ShouldBeGreaterThanOrEqualTo(services);
        await NothingIsWrong(page);
    }

    [SkippableFact]
    public async Task Search_sorting_the_way_back_and_the_dark_work_together()
    {
        IPage page = await OpenFile(Page, "#/principals?sort=-granted");
        await Expect(page.Locator("th[aria-sort]")).ToHaveTextAsync("Granted");
        await page.GetByRole(AriaRole.Button, new() { Name = "Findings", Exact = true }).ClickAsync();
        await Expect(page.Locator("th[aria-sort]")).ToHaveTextAsync("Findings");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("order-processor");
        await Expect(page.Locator("[role=option]").First).ToContainTextAsync("order-processor");
        await page.Keyboard.PressAsync("Enter");
        await HeadingIs(page, "order-processor");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.GoBackAsync();
        await HeadingIs(page, "Principals");
        await Expect(page.Locator("th[aria-sort]")).ToHaveTextAsync("Findings");
        await NothingIsWrong(page);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name }).First;

    private static string Escaped(JsonElement element, string member) => Uri.EscapeDataString(element.GetProperty(member).GetString() ?? "");

    /// <summary>Presses the button and waits for the clipboard to have something. What the button says of it is gone soon, so that is not what is waited for.</summary>
    private static async Task<string> Copied(IPage page, ILocator button)
    {
        await page.EvaluateAsync("navigator.clipboard.writeText('')");
        await button.ClickAsync();
        await Until(page, "async () => await navigator.clipboard.readText() !== ''");
        return (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).ReplaceLineEndings("\n");
    }
}
