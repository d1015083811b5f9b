using Microsoft.Playwright;

namespace Leastwise.Tests.Reporting;

/// <summary>
/// Chromium or Chrome as it is installed: LEASTWISE_CHROMIUM names its program, else the usual places are looked at. Nothing is ever downloaded.
/// One browser for all test classes: on a busy machine two at a time would only wait for each other.
/// </summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    public const string NotFound = "No Chromium: set LEASTWISE_CHROMIUM to its program, or install it as /usr/bin/chromium.";

    /// <summary>How long anything in the browser may take, in milliseconds: a limit for what hangs, never a measure of speed.</summary>
    public const float Patience = 120_000;

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;

    /// <summary>Null where there is none.</summary>
    public IBrowser? Browser { get; private set; }

    public async Task InitializeAsync()
    {
        string? program = Environment.GetEnvironmentVariable("LEASTWISE_CHROMIUM") ?? Array.Find(Places, File.Exists);
        if (!File.Exists(program))
        {
            return;
        }

        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Headless = true,
            Timeout = Patience,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        playwright?.Dispose();
    }
}

/// <summary>The tests that share the browser; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<ChromiumBrowser>
{
    public const string Name = "browser";
}
