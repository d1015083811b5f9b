using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Leastwise.Trail;

namespace Leastwise.Bench;

/// <summary>
/// What reading costs beside only unzipping, on one core, in one process: the steps take turns, and of each the median of all rounds counts.
/// The time is the processor's, so that other work on the machine disturbs little.
/// </summary>
internal static class ScanRatios
{
    private const int Files = 24;
    private const int EventsPerFile = 2500;
    private const int Warming = 8;
    private const int Rounds = 15;

    /// <summary>Measures and prints.</summary>
    public static void Run(TextWriter output)
    {
        byte[][] texts = [.. Enumerable.Range(0, Files).Select(file => GeneratedTrail.Text(file, EventsPerFile))];
        byte[][] packed = [.. texts.Select(GeneratedTrail.Pack)];
        long bytes = texts.Sum(text => (long)text.Length);
        int longest = texts.Max(text => text.Length);
        var buffer = new byte[longest + 1];
        var scanner = new TrailScanner();
        var names = new NameCache();

        (string Name, Func<long> Step)[] steps =
        [
            ("unzip only", () => packed.Sum(file => (long)Unzip(file, buffer))),
            ("scan only", () => texts.Sum(text => Scan(scanner, text))),
            ("unzip and scan", () => packed.Sum(file => Scan(scanner, buffer.AsSpan(0, Unzip(file, buffer))))),
            ("simple reader only", () => texts.Sum(text => (long)TrailTextReader.Read("log", text, names).Events.Length)),
        ];
        var times = steps.ToDictionary(step => step.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (int round = -Warming; round < Rounds; round++)
        {
            // While warming up, the compiler's thread gets its turn too.
            Thread.Sleep(round < 0 ? 200 : 0);
            foreach ((string name, Func<long> step) in steps)
            {
                TimeSpan started = Environment.CpuUsage.TotalTime;
                long result = step();
                double elapsed = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
                if (result == 0 || (name != "unzip only" && result != (long)Files * EventsPerFile))
                {
                    throw new InvalidOperationException($"'{name}' gave {result}.");
                }

                if (round >= 0)
                {
                    times[name].Add(elapsed);
                }
            }
        }

        double unzip = Median(times["unzip only"]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Files} files of {EventsPerFile} events, {bytes / 1e6:F0} MB, {bytes / (double)(Files * EventsPerFile):F0} bytes an event, packed {bytes / (double)packed.Sum(file => (long)file.Length):F1} times"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"left to the simple reader: {scanner.LeftToSimpleReader} events"));
        output.WriteLine("| step | MB/s | ns an event | of unzipping |");
        output.WriteLine("|---|---|---|---|");
        foreach ((string name, _) in steps)
        {
            double time = Median(times[name]);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {bytes / time / 1e6:F0} | {time * 1e9 / (Files * EventsPerFile):F0} | {time / unzip:F2} |"));
        }
    }

    private static long Scan(TrailScanner scanner, ReadOnlySpan<byte> text)
    {
        var sink = new Counter();
        scanner.Scan("log", text, ref sink);
        return sink.Events;
    }

    private static int Unzip(byte[] packed, byte[] buffer)
    {
        using var gzip = new GZipStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
        int length = 0;
        for (int read; (read = gzip.Read(buffer.AsSpan(length))) > 0; length += read)
        {
        }

        return length;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>Counts events, and looks at a few texts of each so that finding them is not left out.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Counter : IEventSink
    {
        public long Events;
        public long Bytes;

        public void Take(in RawEvent one)
        {
            Events++;
            Bytes += one.Source.Length + one.Name.Length + one.CallerArn.Length + (one.ParameterCount > 0 ? one.ParameterValue(0).Length : 0);
        }
    }
}
