using System.Text;
using Leastwise.Evaluation.Decisions;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>Runs <c>simulate --cases</c>: a line out as soon as a line is in, so that another program can hold a conversation.</summary>
internal sealed class CaseRun(Terminal terminal, CancellationToken cancellation)
{
    /// <summary>Answers every line. Exit 3 only where not one could be answered: every other bad line is named in its own answer.</summary>
    public int Run(string file, bool openContext)
    {
        using TextReader lines = Open(file);
        long answered = 0, unusable = 0;
        foreach (SimulationCase simulated in SimulationCases.Read(lines, file == "-" ? "standard input" : file, openContext))
        {
            cancellation.ThrowIfCancellationRequested();
            terminal.Out.WriteLine(SimulationCases.Answer(simulated));
            // Who asks line by line waits for the answer; a file waits for nobody.
            if (file == "-")
            {
                terminal.Out.Flush();
            }

            if (simulated.Request is null)
            {
                unusable++;
            }
            else
            {
                answered++;
            }
        }

        if (unusable > 0)
        {
            Diagnostic said = new(DiagnosticSeverity.Error, $"{unusable:N0} of {answered + unusable:N0} lines are no cases; each is answered with what is wrong (docs/simulate.md tells the shape).", SourcePosition.WholeFile(file));
            terminal.Error.WriteLine(said);
        }
        else if (answered == 0)
        {
            terminal.Error.WriteLine($"{file}: there is no case here.");
        }

        return answered > 0 ? ExitCode.Done : ExitCode.Input;
    }

    private static StreamReader Open(string file)
    {
        if (file == "-")
        {
            return new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true);
        }

        try
        {
            return new StreamReader(file, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the cases could not be read ({exception.Message.TrimEnd('.')}).");
        }
    }
}
