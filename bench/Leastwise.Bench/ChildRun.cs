using System.Diagnostics;
using System.Globalization;

namespace Leastwise.Bench;

/// <summary>What a run of the program took, measured from outside: so that what this process holds is not counted.</summary>
/// <param name="Wall">Seconds by the clock.</param>
/// <param name="Cpu">Seconds of processor time of all threads.</param>
/// <param name="Peak">The most memory that was resident, in bytes.</param>
/// <param name="Output">The last lines that it printed, of its output and of its messages.</param>
internal sealed record ChildRun(double Wall, double Cpu, long Peak, string Output)
{
    // The kernel counts processor time in hundredths.
    private const double Ticks = 100;

    /// <summary>Runs the program and waits for its end. Linux tells a process's use under <c>/proc</c> while it lives, so the last hundredth of a second may be missing.</summary>
    /// <param name="program">The program, or its assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It did not end well.</exception>
    public static ChildRun Of(string program, params string[] arguments)
    {
        bool assembly = program.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(assembly ? "dotnet" : program, assembly ? [program, .. arguments] : arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var clock = Stopwatch.StartNew();
        using Process child = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> output = Task.Run(() => EndOf(child.StandardOutput)), errors = Task.Run(() => EndOf(child.StandardError));
        double cpu = 0;
        long peak = 0;
        while (!child.WaitForExit(10))
        {
            (cpu, peak) = Read(child.Id) ?? (cpu, peak);
        }

        double wall = clock.Elapsed.TotalSeconds;
        return child.ExitCode is 0 ? new ChildRun(wall, cpu, peak, $"{output.Result.Trim()} {errors.Result.Trim()}") : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {child.ExitCode}: {errors.Result}");
    }

    /// <summary>In words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Wall:N1} s by the clock, {Cpu:N1} s of processor time, peak memory {Peak / 1e6:N0} MB");

    private static (double Cpu, long Peak)? Read(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            string? most = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return most is null ? null : ((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / Ticks, long.Parse(most[6..^2].Trim(), CultureInfo.InvariantCulture) * 1024);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string EndOf(StreamReader reader)
    {
        string last = "";
        while (reader.ReadLine() is { } line)
        {
            last = line.Length > 0 ? line : last;
        }

        return last;
    }
}
