using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Leastwise.Usage;

namespace Leastwise.Bench;

/// <summary>
/// The whole ingest against its parts, in one process and one run, so that a slow or busy machine changes both sides alike: <c>bench/ingest.sh</c>.
/// </summary>
internal static class IngestRatios
{
    private const int Rounds = 5;
    private const int Warming = 4;

    /// <summary>Runs one of the measurements.</summary>
    public static void Run(string what, string folder, int files)
    {
        switch (what)
        {
            case "large":
                Large(folder, Generate(folder, files, eventsOfFile: 2500, eventsOfSession: 40));
                break;
            case "small":
                Small(folder, Generate(folder, files, eventsOfFile: 10, eventsOfSession: 40));
                break;
            case "sessions":
                Sessions(folder, Generate(folder, files, eventsOfFile: 2500, eventsOfSession: 2));
                break;
            default:
                throw new ArgumentException($"'{what}' is no measurement: large, small, sessions.", nameof(what));
        }
    }

    private static string[] Generate(string folder, int files, int eventsOfFile, int eventsOfSession)
    {
        var generator = new TrailGenerator(eventsOfSession);
        string[] paths = [.. Enumerable.Range(0, files).Select(number => generator.Write(folder, number, eventsOfFile))];
        Say($"{files:N0} files of {eventsOfFile:N0} events, {paths.Sum(path => new FileInfo(path).Length) / 1e6:N1} MB packed");
        return paths;
    }

    private static void Large(string folder, string[] files)
    {
        long unpacked = Unzip(files);
        var unzip = new Best();
        var one = new Best();
        var two = new Best();
        for (int round = 0; round < Warming; round++)
        {
            // The compiler's thread gets its turn too.
            Ingest(folder, files, workers: 1);
            Thread.Sleep(200);
        }

        for (int round = 0; round < Rounds; round++)
        {
            Pin(1);
            unzip.Take(() => Unzip(files));
            one.Take(() => Ingest(folder, files, workers: 1));
            Pin(2);
            two.Take(() => Ingest(folder, files, workers: 2));
        }

        Say($"{unpacked / 1e6:N0} MB of JSON; best of {Rounds} rounds, wall (CPU):");
        Say($"only unzip, one core:    {unzip} {unpacked / 1e6 / unzip.Wall:N0} MB/s");
        Say($"whole ingest, one core:  {one} {unpacked / 1e6 / one.Wall:N0} MB/s");
        Say($"whole ingest, two cores: {two} {unpacked / 1e6 / two.Wall:N0} MB/s");
        Say($"ingest / unzip, one core: {one.Wall / unzip.Wall:0.00} (at most 2.0); by CPU {one.Cpu / unzip.Cpu:0.00}");
        Say($"two cores / one: {one.Wall / two.Wall:0.00} (at least 1.8)");
    }

    private static void Small(string folder, string[] files)
    {
        Ingest(folder, files, workers: 2);
        var two = new Best();
        for (int round = 0; round < 3; round++)
        {
            two.Take(() => Ingest(folder, files, workers: 2));
        }

        Say($"small files, two cores: {two} {files.Length / two.Wall:N0} files/s (at least 5,000)");
        string path = Path.Combine(folder, "kept.ledger");
        using var ledger = Ledger.Open(path);
        ledger.Ingest([folder], new IngestOptions { Workers = 2 });
        var again = new Best();
        for (int round = 0; round < 3; round++)
        {
            again.Take(() => ledger.Ingest([Path.Combine(folder, "AWSLogs")], new IngestOptions { Workers = 2 }));
        }

        Say($"second run over {files.Length:N0} unchanged files: {again} (under 2 s for 100,000)");
    }

    private static void Sessions(string folder, string[] files)
    {
        using var process = Process.GetCurrentProcess();
        Say($"making the files took {process.PeakWorkingSet64 / 1e6:N0} MB at its peak");
        TimeSpan before = process.TotalProcessorTime;
        IngestSummary summary = Ingest(folder, files, workers: 2);
        process.Refresh();
        Say($"{(process.TotalProcessorTime - before).TotalSeconds:N1} s of CPU, {summary.Elapsed.TotalSeconds:N1} s by the clock");
        Say($"{summary.Events:N0} events, about {summary.Events / 2:N0} sessions: peak memory {process.PeakWorkingSet64 / 1e6:N0} MB (under 400), {summary.Events / summary.Elapsed.TotalSeconds:N0} events/s; the ledger has {new FileInfo(Path.Combine(folder, "bench.ledger")).Length / 1e6:N0} MB");
    }

    private static long Unzip(string[] files)
    {
        long bytes = 0;
        var buffer = new byte[1 << 16];
        foreach (string file in files)
        {
            using var unzipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            for (int read; (read = unzipped.Read(buffer)) > 0; bytes += read)
            {
            }
        }

        return bytes;
    }

    private static IngestSummary Ingest(string folder, string[] files, int workers)
    {
        string path = Path.Combine(folder, "bench.ledger");
        foreach (string left in Directory.GetFiles(folder, "bench.ledger*"))
        {
            File.Delete(left);
        }

        using var ledger = Ledger.Open(path);
        return ledger.Ingest(files, new IngestOptions { Workers = workers });
    }

    private static void Pin(int cores)
    {
        if (OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            process.ProcessorAffinity = cores == 1 ? 1 : 3;
        }
    }

    private static void Say(string text) => Console.WriteLine(text);

    private sealed class Best
    {
        public double Wall { get; private set; } = double.MaxValue;

        public double Cpu { get; private set; } = double.MaxValue;

        public void Take<T>(Func<T> work)
        {
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            TimeSpan before = process.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            work();
            Wall = Math.Min(Wall, clock.Elapsed.TotalSeconds);
            process.Refresh();
            Cpu = Math.Min(Cpu, (process.TotalProcessorTime - before).TotalSeconds);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Wall:0.000} s ({Cpu:0.000} s)");
    }
}
