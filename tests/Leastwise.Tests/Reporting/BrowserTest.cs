using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Leastwise.Reporting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leastwise.Tests.Reporting;

/// <summary>
/// A page opened from disk in a real browser. Nothing is read right after an action: what the page does about it may come later, so a test
/// states what it waits for, with <see cref="HeadingIs"/> or one of Playwright's assertions, which look again until it holds.
/// </summary>
[Collection(BrowserTests.Name)]
public abstract class BrowserTest(ChromiumBrowser chromium) : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> troubles = [];
    private readonly List<IBrowserContext> contexts = [];

    internal TemporaryFolder Folder { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (IBrowserContext context in contexts)
        {
            await context.CloseAsync();
        }

        Folder.Dispose();
    }

    /// <summary>Writes the report's page and opens it.</summary>
    private protected Task<IPage> Open(Assessment assessment, string hash = "", CustomPages? custom = null, BrowserNewContextOptions? options = null) =>
        OpenFile(Folder.Write("report.html", AssessmentHtmlTests.Html(assessment, custom)), hash, options);

    /// <summary>Opens a page and waits until it has drawn itself and, where it is a report, unpacked all of its parts.</summary>
    private protected async Task<IPage> OpenFile(string path, string hash = "", BrowserNewContextOptions? options = null)
    {
        Skip.If(chromium.Browser is null, ChromiumBrowser.NotFound);
        IBrowserContext context = await chromium.Browser.NewContextAsync(options);
        contexts.Add(context);
        context.SetDefaultTimeout(ChromiumBrowser.Patience);
        IPage page = await context.NewPageAsync();
        string own = new Uri(path).AbsoluteUri;
        page.Console += (_, message) => troubles.Enqueue(string.Create(CultureInfo.InvariantCulture, $"console: {message.Text}"));
        page.PageError += (_, error) => troubles.Enqueue($"error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file://", StringComparison.Ordinal) || request.Url.Split('#')[0] != own)
            {
                troubles.Enqueue($"request: {request.Url}");
            }
        };
        await page.GotoAsync(own + hash);
        await page.Locator("main h1").WaitForAsync();
        await Until(page, "() => !document.getElementById('data-overview') || document.documentElement.dataset.unpacked === 'all'");
        return page;
    }

    /// <summary>Goes to a view by its address. The page's own listener was there first, so the view is drawn when this one hears of the change.</summary>
    private protected static Task Go(IPage page, string hash) => page.EvaluateAsync(
        """
        hash => new Promise(resolve => {
          const before = location.href;
          addEventListener('hashchange', () => resolve(true), { once: true });
          location.hash = hash;
          if (location.href === before) resolve(false);
        })
        """, hash);

    private protected static Task HeadingIs(IPage page, string heading) => Expect(page.Locator("main h1")).ToHaveTextAsync(heading);

    private protected static Task HeadingBegins(IPage page, string heading) => Expect(page.Locator("main h1")).ToHaveTextAsync(new Regex("^" + Regex.Escape(heading)));

    /// <summary>
    /// Asks a function of the page again and again until it says yes. Playwright's own way to wait asks the first time by the debugger and then by
    /// <c>eval</c>, which the page's content security policy forbids: it fails just where it has to wait.
    /// </summary>
    private protected static async Task Until(IPage page, string function, object? argument = null)
    {
        for (var clock = Stopwatch.StartNew(); !await page.EvaluateAsync<bool>(function, argument); await Task.Delay(40))
        {
            clock.ElapsedMilliseconds.ShouldBeLessThan((long)ChromiumBrowser.Patience, $"This never became true: {function}");
        }
    }

    /// <summary>Nothing was said on the console, no error, and nobody was asked for anything but the page itself.</summary>
    private protected async Task NothingIsWrong(IPage page)
    {
        // What happened before this answer has been told before it.
        await page.EvaluateAsync("new Promise(resolve => setTimeout(resolve))");
        troubles.ShouldBeEmpty();
    }
}
