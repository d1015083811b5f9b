#pragma warning disable
namespace Leastwise;
public static class Ph { static readonly System.Diagnostics.Stopwatch S = System.Diagnostics.Stopwatch.StartNew(); public static void T(string n) { if (Environment.GetEnvironmentVariable("PH") == "1") { System.IO.File.AppendAllText("/tmp/h/ph.txt", $"{n} {S.ElapsedMilliseconds} cpu {System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds:F0} gcpause {GC.GetTotalPauseDuration().TotalMilliseconds:F0} heap {GC.GetTotalMemory(false)>>20}\n"); } } }
