using System.Diagnostics;
using Leastwise.Text;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>An ingest with its progress on the terminal, standard input read as a file.</summary>
internal static class IngestRun
{
    /// <summary>Runs it over files.</summary>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public static IngestSummary Run(Terminal terminal, Ledger ledger, IReadOnlyCollection<string> paths, IngestOptions options, CancellationToken cancellation) =>
        Run(terminal, ledger, paths, local => new FileTrailSource(local), options, cancellation);

    /// <summary>Runs it over what a source gives.</summary>
    /// <param name="terminal">Where progress is shown.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="paths">As the user named them.</param>
    /// <param name="sourceOf">The source of paths, after the sign of standard input has given way to its file.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public static IngestSummary Run(
        Terminal terminal, Ledger ledger, IReadOnlyCollection<string> paths, Func<IEnumerable<string>, ITrailSource> sourceOf, IngestOptions options, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(terminal);
        var clock = Stopwatch.StartNew();
        var told = new SynchronousProgress<IngestProgress>(at => progress.Show(Say(at, clock.Elapsed)));
        using StandardInput.Spool? spool = paths.Contains(StandardInput.Sign) ? new StandardInput.Spool() : null;
        IngestSummary summary = ledger.Ingest(sourceOf(paths.Select(path => path == StandardInput.Sign && spool is not null ? spool.Path : path)), options with { Called = path => path == spool?.Path ? StandardInput.Name : path }, told, cancellation);
        return spool is null ? summary : summary with
        {
            FirstBadRecords = [.. summary.FirstBadRecords.Select(bad => Named(bad, spool.Path))],
        };
    }

    /// <summary>Calls the file, or an entry of it where it is an archive, by the name that the user gave it.</summary>
    private static Diagnostic Named(Diagnostic one, string spooled) => one.Position.File.StartsWith(spooled, StringComparison.Ordinal)
        ? one with { Position = one.Position with { File = StandardInput.Name + one.Position.File[spooled.Length..] } }
        : one;

    /// <summary>How far, how fast, how long yet. The time that is left is told by files, since those not yet opened tell no more.</summary>
    internal static string Say(IngestProgress at, TimeSpan elapsed)
    {
        string far = $"reading logs: {at.FilesDone:N0} of {at.FilesTotal:N0} files, {at.Events:N0} events";
        if (elapsed < TimeSpan.FromSeconds(1) || at.FilesDone == 0)
        {
            return far;
        }

        TimeSpan left = elapsed * ((double)(at.FilesTotal - at.FilesDone) / at.FilesDone);
        string remaining = left >= TimeSpan.FromHours(1) ? $"{(int)left.TotalHours} h {left.Minutes} min" : left >= TimeSpan.FromMinutes(1) ? $"{left.Minutes} min {left.Seconds} s" : $"{left.Seconds} s";
        return $"{far}, {at.UnpackedBytes / 1e6 / elapsed.TotalSeconds:N0} MB/s, {remaining} left";
    }
}
