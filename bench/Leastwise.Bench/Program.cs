using BenchmarkDotNet.Running;
using Leastwise.Bench;

if (args is ["scan-ratios"])
{
    ScanRatios.Run(Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
