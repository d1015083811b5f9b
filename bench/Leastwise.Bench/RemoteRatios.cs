using System.Diagnostics;
using System.Globalization;
using Amazon.Runtime;
using Leastwise.Remote;
using Leastwise.Remote.S3;
using Leastwise.Usage;

namespace Leastwise.Bench;

/// <summary>Small objects from a bucket that answers after 50 ms, many at once against one after the other: <c>bench/remote.sh</c>.</summary>
internal static class RemoteRatios
{
    private const int Latency = 50;

    public static void Run(string folder, int objects)
    {
        using Process server = Start(folder, objects);
        int port = int.Parse(server.StandardOutput.ReadLine() ?? "0", CultureInfo.InvariantCulture);
        using var network = new AwsNetwork(TimeProvider.System);
        var session = AwsSession.Of(new BasicAWSCredentials("bench", "bench"), "us-east-1", "bench", network, name => name == "AWS_ENDPOINT_URL" ? $"http://127.0.0.1:{port}" : null);
        Say($"{objects:N0} objects of 10 events, every answer {Latency} ms after its request");

        // A first pass warms up both processes.
        int part = Math.Max(objects / 50, 1);
        Ingest(session, folder, part, requests: 1, limit: part);
        (double Seconds, IngestSummary Summary) one = Ingest(session, folder, part, requests: 1, limit: part);
        double oneByOne = one.Seconds / one.Summary.FilesRead;
        Say($"one after the other: {one.Summary.FilesRead:N0} objects in {one.Seconds:0.00} s, {1000 * oneByOne:0.0} ms each; all would take {objects * oneByOne:N0} s");

        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        (double Seconds, IngestSummary Summary) many = Ingest(session, folder, objects, requests: new S3Options().Requests, limit: null);
        process.Refresh();
        Say($"{new S3Options().Requests} at once: {many.Summary.FilesRead:N0} objects, {many.Summary.Events:N0} events in {many.Seconds:0.00} s, {many.Summary.FilesRead / many.Seconds:N0} a second; {(process.TotalProcessorTime - before).TotalSeconds:0.0} s of CPU here");
        Say($"times as fast: {objects * oneByOne / many.Seconds:0.0} (at least 20)");
        Say($"peak memory: {process.PeakWorkingSet64 / 1e6:N0} MB (under 400)");
        server.StandardInput.Close();
        server.WaitForExit();
    }

    private static (double Seconds, IngestSummary Summary) Ingest(AwsSession session, string folder, int objects, int requests, int? limit)
    {
        foreach (string left in Directory.GetFiles(folder, "bench.ledger*"))
        {
            File.Delete(left);
        }

        using var ledger = Ledger.Open(Path.Combine(folder, "bench.ledger"));
        using var source = new S3TrailSource(new S3Location("logs", ""), session, new IngestFilter(), new S3Options { Requests = requests });
        var clock = Stopwatch.StartNew();
        IngestSummary summary = ledger.Ingest(limit is int most ? new FirstOf(source, most) : source, IngestOptions.Default);
        return summary.FilesRead == objects ? (clock.Elapsed.TotalSeconds, summary) : throw new InvalidOperationException($"{summary.FilesRead} of {objects} objects were read.");
    }

    private static Process Start(string folder, int objects)
    {
        string[] self = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(RemoteRatios).Assembly.Location] : [];
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet", [.. self, "remote-serve", folder, $"{objects}", $"{Latency}"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
    }

    private static void Say(string text) => Console.WriteLine(text);
}
