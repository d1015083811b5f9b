using Microsoft.Playwright;

namespace Leastwise.Tests.Reporting;

/// <summary>
/// Chromium or Chrome as it is installed: LEASTWISE_CHROMIUM names its program, else /usr/bin/chromium is taken. Nothing is ever downloaded.
/// </summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    public const string NotFound = "No Chromium: set LEASTWISE_CHROMIUM to its program, or install it as /usr/bin/chromium.";

    private IPlaywright? playwright;

    /// <summary>Null where there is none.</summary>
    public IBrowser? Browser { get; private set; }

    public async Task InitializeAsync()
    {
        string program = Environment.GetEnvironmentVariable("LEASTWISE_CHROMIUM") ?? "/usr/bin/chromium";
        if (!File.Exists(program))
        {
            return;
        }

        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Headless = true,
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
