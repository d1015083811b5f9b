using System.Diagnostics;
using System.Globalization;
using Leastwise.Catalog;

namespace Leastwise.Bench;

/// <summary>
/// Times what a process does once, which BenchmarkDotNet cannot repeat: loading the embedded catalogue, the first answers, and resolving every
/// pair for the first time. <c>fresh-catalog N</c> starts N processes, one after another, and prints minimum, median and maximum.
/// </summary>
internal static class FreshCatalog
{
    private static readonly string[] Columns = ["load ms", "expand * ms", "expand s3:Get* ms", "first event ms", "ns a first pair", "ns a first pair, again"];

    /// <summary>Starts the processes and prints the table.</summary>
    public static void Run(int processes)
    {
        List<double[]> runs = [];
        for (int i = 0; i < processes; i++)
        {
            // Under "dotnet Leastwise.Bench.dll" the process is dotnet's; the program itself lies beside the assembly.
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Leastwise.Bench"), ["fresh-catalog-once"]) { UseShellExecute = false, RedirectStandardOutput = true };
            using Process process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
            runs.Add([.. process.StandardOutput.ReadToEnd().Split('\t').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))]);
        }

        for (int column = 0; column < Columns.Length; column++)
        {
            double[] values = [.. runs.Select(run => run[column]).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Columns[column],-24}{values[0],10:F2}{values[values.Length / 2],10:F2}{values[^1],10:F2}"));
        }
    }

    /// <summary>One process: everything for the first time.</summary>
    public static void Once()
    {
        long start = Stopwatch.GetTimestamp();
        ActionCatalog catalog = ActionCatalog.Default;
        double load = Milliseconds(ref start);
        _ = catalog.Expand("*");
        double all = Milliseconds(ref start);
        _ = catalog.Expand("s3:Get*");
        double some = Milliseconds(ref start);
        _ = new EventResolver(catalog).Resolve("s3.amazonaws.com", "ListObjects", "AwsApiCall");
        double first = Milliseconds(ref start);
        (string Source, string Name)[] pairs = [.. catalog.Actions.Select(action => ($"{action.Prefix}.amazonaws.com", action.Name))];
        double[] resolving = [first, first];
        for (int round = 0; round < 6; round++)
        {
            var resolver = new EventResolver(catalog);
            start = Stopwatch.GetTimestamp();
            foreach ((string source, string name) in pairs)
            {
                _ = resolver.Resolve(source, name, "AwsApiCall");
            }

            resolving[Math.Min(round, 1)] = Milliseconds(ref start) * 1e6 / pairs.Length;
        }

        Console.Write(string.Join('\t', new[] { load, all, some, first, resolving[0], resolving[1] }.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
    }

    private static double Milliseconds(ref long start)
    {
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        return elapsed;
    }
}
