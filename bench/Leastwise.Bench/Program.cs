using System.Globalization;
using BenchmarkDotNet.Running;
using Leastwise.Bench;

switch (args)
{
    case ["fresh-catalog-once"]:
        FreshCatalog.Once();
        break;
    case ["fresh-catalog", var processes]:
        FreshCatalog.Run(int.Parse(processes, CultureInfo.InvariantCulture));
        break;
    case ["managed-policies", var file]:
        ManagedPolicies.Run(file, Console.Out);
        break;
    case ["trim-scale", var folder, var roles]:
        TrimScale.Run(folder, int.Parse(roles, CultureInfo.InvariantCulture));
        break;
    case ["scan-ratios"]:
        ScanRatios.Run(Console.Out);
        break;
    case ["ingest-ratios", string what, string folder, string files]:
        IngestRatios.Run(what, folder, int.Parse(files, CultureInfo.InvariantCulture));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
