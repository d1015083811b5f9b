using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Leastwise.Reporting;
using Microsoft.Playwright;

namespace Leastwise.Tests.Reporting;

/// <summary>Every view looked at by axe-core, light and dark; skipped where <see cref="ChromiumBrowser"/> finds no browser.</summary>
public sealed class AccessibilityTests(ChromiumBrowser chromium) : IClassFixture<ChromiumBrowser>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_has_nothing_to_say(ColorScheme scheme)
    {
        Skip.If(chromium.Browser is null, ChromiumBrowser.NotFound);
        string path = folder.Write("report.html", AssessmentHtmlTests.Html(SmallAssessment.Create()));

        // axe-core is put into the page, which its policy would not let in; what is looked at is the same.
        IBrowserContext context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { BypassCSP = true, ColorScheme = scheme });
        IPage page = await context.NewPageAsync();
        List<string> violations = [];
        foreach (string hash in new[]
        {
            "#/", "#/principals", "#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy), "#/policies", "#/policies/" + Uri.EscapeDataString($"{SmallAssessment.Deploy}|inline|work"),
            "#/findings", "#/findings/PE-00000003", "#/escalation", "#/sessions", "#/evidence", "#/guidance", "#/glossary",
        })
        {
            await page.GotoAsync("about:blank");
            await page.GotoAsync(new Uri(path).AbsoluteUri + hash);
            await page.Locator("main h1").WaitForAsync();
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(each => { each.open = true; })");
            violations.AddRange(Said(hash, await page.RunAxe()));
        }

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("alice");
        violations.AddRange(Said("search", await page.RunAxe()));
        await context.CloseAsync();
        violations.ShouldBeEmpty();
    }

    private static IEnumerable<string> Said(string place, AxeResult result)
    {
        result.Passes.ShouldNotBeEmpty();
        return result.Violations.Select(violation => $"{place}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}");
    }
}
