using System.Collections.Immutable;
using System.Diagnostics;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Risks;
using Leastwise.Usage;
using Microsoft.Playwright;

namespace Leastwise.Bench;

/// <summary>
/// The report's page of a large account: how long it takes to write, how large it is, and what its reader waits for in Chromium. The account's file is one that
/// <c>Leastwise.Samples large</c> wrote; there are no logs. LEASTWISE_CHROMIUM names the browser, else /usr/bin/chromium is taken; without one only writing is measured.
/// </summary>
internal static class ReportMeasure
{
    private const string Frame = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    private static string Browser => Environment.GetEnvironmentVariable("LEASTWISE_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>Measures and prints.</summary>
    /// <param name="file">The account's details; or a page that is written already, of which only the reading is measured.</param>
    /// <param name="findings">With so many findings at most, the gravest first.</param>
    public static async Task Run(string file, int findings)
    {
        if (Path.GetExtension(file) == ".html")
        {
            await Read(Browser, Path.GetFullPath(file));
            return;
        }

        Assessment assessment = Assess(file);
        assessment = assessment with { Findings = [.. assessment.Findings.Take(findings)] };
        Console.WriteLine($"{assessment.Principals.Length:N0} principals, {assessment.Findings.Length:N0} findings, {assessment.Policies.Length:N0} policies");
        string page = Path.Combine(Directory.CreateTempSubdirectory("leastwise-report-").FullName, "report.html");
        using var process = Process.GetCurrentProcess();
        foreach (string run in new[] { "first", "second" })
        {
            TimeSpan before = process.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            using (FileStream stream = File.Create(page))
            {
                AssessmentHtml.Write(assessment, stream);
            }

            clock.Stop();
            process.Refresh();
            Console.WriteLine($"page written, {run} time: {clock.Elapsed.TotalSeconds:N2} s ({(process.TotalProcessorTime - before).TotalSeconds:N2} s of processor), {new FileInfo(page).Length / 1e6:N2} MB");
        }

        if (File.Exists(Browser))
        {
            await Read(Browser, page);
        }

        Directory.Delete(Path.GetDirectoryName(page) ?? page, recursive: true);
    }

    private static Assessment Assess(string file)
    {
        ImmutableArray<AccountSnapshot> accounts = AuthorizationDetailsReader.Read([file]).Accounts;
        var calculator = new GrantCalculator(ActionCatalog.Default);
        Dictionary<string, PrincipalGrants> grants = accounts.SelectMany(account => account.Actors.Select(actor => calculator.GrantsOf(actor, account, null)))
            .ToDictionary(held => held.Principal.Arn, StringComparer.Ordinal);
        using var ledger = Ledger.InMemory();
        return new AssessmentSources
        {
            Name = "large",
            Version = "0",
            CatalogVersion = ActionCatalog.Default.Version,
            Accounts = accounts,
            Usage = UsageAnalysis.Run(ActionCatalog.Default, accounts, principal => grants[principal.Arn], ledger, UsageWindow.Of(ledger.Coverage, null, null)),
            Findings = RiskScan.Run(ActionCatalog.Default, accounts, null, principal => grants[principal.Arn]),
            Ingest = IngestSummary.Nothing,
        }.Join();
    }

    private static async Task Read(string browser, string path)
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = browser,
            Timeout = 180_000,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        string address = new Uri(path).AbsoluteUri;
        foreach (string hash in new[] { "", "#/findings" })
        {
            IPage page = await chromium.NewPageAsync();
            page.SetDefaultTimeout(180_000);
            await page.AddInitScriptAsync("""
                new MutationObserver((_, self) => {
                  if (!document.querySelector('main h1')) return;
                  self.disconnect();
                  requestAnimationFrame(() => setTimeout(() => { window.usableAfter = performance.now(); }));
                }).observe(document, { subtree: true, childList: true });
                """);
            await page.GotoAsync(address + hash);
            await page.Locator("main h1").WaitForAsync();
            await page.EvaluateAsync(Frame);
            Console.WriteLine($"{(hash.Length == 0 ? "first page" : hash)} usable after {await page.EvaluateAsync<double>("window.usableAfter"):N0} ms");
            if (hash.Length > 0)
            {
                await Use(page);
            }
        }
    }

    private static async Task Use(IPage page)
    {
        // As long as a hand takes to the field.
        await page.WaitForTimeoutAsync(1000);
        await Say(page, "filter, longest of the keys of 'role-12'", $$"""
            async () => {
              const input = document.querySelector('input[type=search]');
              let longest = 0;
              for (const text of ['r', 'ro', 'rol', 'role', 'role-', 'role-1', 'role-12', '']) {
                const start = performance.now();
                input.value = text;
                input.dispatchEvent(new Event('input', { bubbles: true }));
                await {{Frame}};
                longest = Math.max(longest, performance.now() - start);
              }
              return longest;
            }
            """);
        await Say(page, "scroll, longest of 60 leaps over the whole table", $$"""
            async () => {
              let longest = 0;
              for (let step = 0; step < 60; step++) {
                const start = performance.now();
                scrollTo(0, document.documentElement.scrollHeight * (step * 37 % 60) / 60);
                await {{Frame}};
                longest = Math.max(longest, performance.now() - start);
              }
              return longest;
            }
            """);
        await Say(page, "sort by another column", $$"""
            async () => {
              const start = performance.now();
              document.querySelector('thead button').click();
              await {{Frame}};
              return performance.now() - start;
            }
            """);
        await page.EvaluateAsync("document.getElementById('search').click()");
        await Say(page, "search over everything, first key, then longest of the others", $$"""
            async () => {
              const input = document.querySelector('dialog input');
              let longest = 0, first = 0;
              for (const text of ['r', 'ro', 'rol', 'role', 'role-12']) {
                const start = performance.now();
                input.value = text;
                input.dispatchEvent(new Event('input', { bubbles: true }));
                await {{Frame}};
                if (first === 0) first = performance.now() - start;
                else longest = Math.max(longest, performance.now() - start);
              }
              return Math.round(first) + longest / 100000;
            }
            """, value => $"{Math.Floor(value):N0} ms, {(value - Math.Floor(value)) * 100000:N0} ms");
        Console.WriteLine($"rows in the document: {await page.EvaluateAsync<int>("document.querySelectorAll('tbody:not(.room) tr').length"):N0}");
    }

    private static async Task Say(IPage page, string what, string function, Func<double, string>? written = null)
    {
        double value = await page.EvaluateAsync<double>(function);
        Console.WriteLine($"{what}: {written?.Invoke(value) ?? $"{value:N0} ms"}");
    }
}
