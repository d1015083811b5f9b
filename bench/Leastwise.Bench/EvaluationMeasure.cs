using System.Diagnostics;
using System.Globalization;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Bench;

/// <summary>
/// Measures evaluation as processor time and memory held, which mean something on a machine that others use as well:
/// <c>dotnet run -c Release --project bench/Leastwise.Bench -- evaluation</c>.
/// </summary>
internal static class EvaluationMeasure
{
    private const int Principals = 25_000;
    private const int Policies = 9_000;
    private const int Questions = 20;
    private const int Decisions = 2_000_000;

    public static void Run()
    {
        ActionCatalog catalog = ActionCatalog.Default;
        (AccountSnapshot account, OrganizationSnapshot organization) = LargeAccount.Make(Principals, Policies);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        var calculator = new GrantCalculator(catalog);
        PrincipalGrants[] grants = [];
        Tell("grants of all principals", 1, () => grants = [.. account.Actors.AsParallel().WithDegreeOfParallelism(2).Select(actor => calculator.GrantsOf(actor, account, organization))]);
        Say($"held by the grants: {Megabytes(GC.GetTotalMemory(forceFullCollection: true) - before)}; peak of the process with catalogue and policies: {Megabytes(Process.GetCurrentProcess().PeakWorkingSet64)}");
        GC.KeepAlive(grants);

        var whoCan = new WhoCan(catalog, calculator, [account], new PolicyLookup([account], organization, ResourcePolicies.None));
        Ask("who-can iam:PassRole", "iam:PassRole", null);
        Ask("who-can s3:GetObject", "s3:GetObject", null);
        Ask("who-can s3:GetObject on one object", "s3:GetObject", "arn:aws:s3:::data/app-1234/a.txt");

        var decisions = new DecisionBenchmarks();
        decisions.Make();
        Tell($"{Decisions:N0} decisions, one thread", Decisions, () =>
        {
            for (int done = 0; done < Decisions; done += DecisionBenchmarks.Rounds)
            {
                decisions.Decisions();
            }
        });

        foreach (int length in (int[])[10_000, 20_000, 40_000])
        {
            string pattern = string.Concat(Enumerable.Repeat("*a", 1_000)) + "b", text = new string('a', length);
            Tell($"a pattern of 1,000 stars against {length:N0} characters", 1, () => Text.WildcardPattern.IsMatch(pattern, text, ignoreCase: false));
        }

        void Ask(string what, string action, string? resource)
        {
            CatalogAction asked = catalog.Find(action) ?? throw new InvalidOperationException(action);
            whoCan.Ask(asked, resource, null);
            Tell($"{what}, a question of {Questions}", Questions, () =>
            {
                for (int i = 0; i < Questions; i++)
                {
                    whoCan.Ask(asked, resource, null);
                }
            });
        }
    }

    private static void Tell(string what, int times, Action work)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        work();
        clock.Stop();
        process.Refresh();
        TimeSpan used = process.TotalProcessorTime - before;
        Say($"{what}: {Seconds(used / times)} of processor, {Seconds(clock.Elapsed / times)} by the clock");
    }

    private static string Seconds(TimeSpan time) => time.TotalMilliseconds < 0.1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalNanoseconds:N0} ns")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N1} ms");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB");

    private static void Say(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
