using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>Runs <c>simulate --cases</c>: what has arrived is answered before more is waited for, so that another program can hold a conversation.</summary>
internal sealed class CaseRun(Terminal terminal, CancellationToken cancellation)
{
    /// <summary>Answers every line. Exit 3 only where not one could be answered: every other bad line is named in its own answer.</summary>
    public async Task<int> RunAsync(string file, bool openContext)
    {
        string name = StandardInput.Called(file);
        await using Stream input = Open(file);
        int number = 0;
        long answered = 0, unusable = 0;
        await foreach (IReadOnlyList<string> lines in InputLines.ReadAsync(input, cancellation))
        {
            foreach (string line in lines)
            {
                cancellation.ThrowIfCancellationRequested();
                number++;
                if (SimulationCases.Read(line, new SourcePosition(name, number, 1), openContext) is { } simulated)
                {
                    terminal.Out.WriteLine(SimulationCases.Answer(simulated, ActionCatalog.Default));
                    answered += simulated.Request is null ? 0 : 1;
                    unusable += simulated.Request is null ? 1 : 0;
                }
            }

            await terminal.Out.FlushAsync(cancellation);
        }

        if (unusable > 0)
        {
            terminal.Error.WriteLine($"{name}: {unusable:N0} of {answered + unusable:N0} lines are no cases; each is answered with what is wrong (docs/simulate.md tells the shape).");
        }
        else if (answered == 0)
        {
            terminal.Error.WriteLine($"{name}: there is no case here (docs/simulate.md tells the shape).");
        }

        return answered > 0 ? ExitCode.Done : ExitCode.Input;
    }

    private static Stream Open(string file)
    {
        try
        {
            return file == StandardInput.Sign ? Console.OpenStandardInput() : File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the cases could not be read ({exception.Message.TrimEnd('.')}).");
        }
    }
}
