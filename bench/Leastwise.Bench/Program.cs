using System.Globalization;
using BenchmarkDotNet.Running;
using Leastwise.Bench;

if (args is ["scan-ratios"])
{
    ScanRatios.Run(Console.Out);
}
else if (args is ["ingest-ratios", string what, string folder, string files])
{
    IngestRatios.Run(what, folder, int.Parse(files, CultureInfo.InvariantCulture));
}
else if (args is ["usage-ledger", string home])
{
    (long rows, long events) = LedgerGenerator.Write(home);
    Console.WriteLine($"{LedgerGenerator.Principals:N0} principals, {rows:N0} rows, {events:N0} events");
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
