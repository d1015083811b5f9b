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
    case ["evaluation"]:
        EvaluationMeasure.Run();
        break;
    case ["scan-ratios"]:
        ScanRatios.Run(Console.Out);
        break;
    case ["ingest-ratios", var what, var folder, var files]:
        IngestRatios.Run(what, folder, int.Parse(files, CultureInfo.InvariantCulture));
        break;
    case ["ledger-questions", var ledger]:
        LedgerQuestions.Run(ledger);
        break;
    case ["remote-serve", var folder, var objects, var milliseconds]:
        BenchBucket.Serve(folder, int.Parse(objects, CultureInfo.InvariantCulture), int.Parse(milliseconds, CultureInfo.InvariantCulture));
        break;
    case ["remote-s3", var folder, var objects]:
        RemoteRatios.Run(folder, int.Parse(objects, CultureInfo.InvariantCulture));
        break;
    case ["usage-ledger", var home]:
        (long rows, long events) = LedgerGenerator.Write(home);
        Console.WriteLine($"{LedgerGenerator.Principals:N0} principals, {rows:N0} rows, {events:N0} events");
        break;
    case ["managed-policies", var file]:
        ManagedPolicies.Run(file, Console.Out);
        break;
    case ["report", var file]:
        await ReportMeasure.Run(file, 100_000);
        break;
    case ["trim-scale", var folder, var roles, var program]:
        TrimScale.Run(folder, int.Parse(roles, CultureInfo.InvariantCulture), program);
        break;
    case ["replay-ratio", var folder, var files, var program]:
        ReplayRatio.Run(folder, int.Parse(files, CultureInfo.InvariantCulture), program);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
