using System.Text;

namespace Leastwise.Cli;

/// <summary>Standard output for results, standard error for everything else, and what each of them can show.</summary>
internal sealed class Terminal : IDisposable
{
    /// <summary>Results; buffered, UTF-8 without a mark, lines end with a line feed on every system.</summary>
    public TextWriter Out { get; } = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 16 * 1024) { NewLine = "\n" };

    /// <summary>Messages and progress.</summary>
    public TextWriter Error { get; } = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false), 256) { NewLine = "\n", AutoFlush = true };

    /// <summary>Whether results may carry colour: a terminal reads them and <c>NO_COLOR</c> is not set (see no-color.org).</summary>
    public bool Color { get; } = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Whether anybody watches standard error, so that progress makes sense.</summary>
    public bool ShowsProgress { get; } = !Console.IsErrorRedirected;

    /// <summary>Columns to write for: the terminal's, within reason, or 100 where no terminal reads.</summary>
    public int Width { get; } = Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 120);

    /// <summary>Columns of a line that is written over: one that wrapped would leave its beginning behind.</summary>
    public int ProgressWidth { get; } = !Console.IsErrorRedirected && Console.WindowWidth is > 20 and int width ? width - 1 : 79;

    /// <summary>Whether standard input is a file or pipe, so that it can be read without anybody being asked to type.</summary>
    public bool HasInput { get; } = Console.IsInputRedirected;

    /// <summary>Standard output as bytes, buffered, for results such as JSON; what was written as text comes before.</summary>
    public Stream OpenOut()
    {
        Out.Flush();
        return new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);
    }

    /// <summary>Writes bytes as the result, such as JSON.</summary>
    public void WriteJson(Action<Stream> write)
    {
        using Stream stream = OpenOut();
        write(stream);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Out.Dispose();
        }
        catch (IOException)
        {
            // The command line flushed before and has said why it failed.
        }

        Error.Dispose();
    }
}
