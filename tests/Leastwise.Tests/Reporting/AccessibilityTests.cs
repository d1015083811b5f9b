using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leastwise.Tests.Reporting;

/// <summary>Every view looked at by axe-core, light and dark; skipped where <see cref="ChromiumBrowser"/> finds no browser.</summary>
public sealed class AccessibilityTests(ChromiumBrowser chromium) : BrowserTest(chromium)
{
    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_has_nothing_to_say(ColorScheme scheme)
    {
        // axe-core is put into the page, which its policy would not let in; what is looked at is the same.
        IPage page = await Open(SmallAssessment.Create(), options: new BrowserNewContextOptions { BypassCSP = true, ColorScheme = scheme });
        List<string> violations = [];
        foreach (string hash in new[]
        {
            "#/", "#/principals", "#/principals/" + Uri.EscapeDataString(SmallAssessment.Deploy), "#/policies", "#/policies/" + Uri.EscapeDataString($"{SmallAssessment.Deploy}|inline|work"),
            "#/findings", "#/findings/PE-00000003", "#/escalation", "#/sessions", "#/evidence", "#/guidance", "#/glossary",
        })
        {
            await Go(page, hash);
            await OpenDetails(page);
            violations.AddRange(Said(hash, await page.RunAxe()));
        }

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("alice");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(5);
        violations.AddRange(Said("search", await page.RunAxe()));
        violations.ShouldBeEmpty();
    }

    /// <summary>Opens what is folded; what is inside is drawn when the page hears of it, which is before this does.</summary>
    private static async Task OpenDetails(IPage page) => await page.EvaluateAsync(
        """
        Promise.all([...document.querySelectorAll('details:not([open])')].map(each => new Promise(resolve => {
          each.addEventListener('toggle', resolve, { once: true });
          each.open = true;
        })))
        """);

    internal static IEnumerable<string> Said(string place, AxeResult result)
    {
        result.Passes.ShouldNotBeEmpty();
        return result.Violations.Select(violation => $"{place}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}");
    }
}
