using System.Diagnostics;

namespace Leastwise.Cli;

/// <summary>One line on a terminal's standard error that is written over as work goes on; nothing where nobody watches.</summary>
internal sealed class ProgressLine(Terminal terminal) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan nextAt = Interval;
    private int written;

    /// <summary>Shows <paramref name="text"/>, at most ten times a second.</summary>
    public void Show(string text)
    {
        if (!terminal.ShowsProgress || clock.Elapsed < nextAt)
        {
            return;
        }

        nextAt = clock.Elapsed + Interval;
        Write(text.Length > terminal.ProgressWidth ? text[..terminal.ProgressWidth] : text);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (written > 0)
        {
            Write("");
            terminal.Error.Write('\r');
        }
    }

    private void Write(string text)
    {
        terminal.Error.Write($"\r{text.PadRight(written)}");
        written = text.Length;
    }
}
