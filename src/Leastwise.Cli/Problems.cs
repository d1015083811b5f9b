using Leastwise.Reporting;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>What could not be used, said on standard error: the first of it in full, the rest as a number.</summary>
internal static class Problems
{
    /// <summary>So many problems are named.</summary>
    private const int Shown = 20;

    /// <summary>Writes them, notes left out.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="problems">The problems.</param>
    /// <param name="rest">What to do about those that are not named.</param>
    public static void Write(Terminal terminal, IEnumerable<Diagnostic> problems, string rest)
    {
        List<Diagnostic> shown = [.. problems.Where(problem => problem.Severity != DiagnosticSeverity.Note)];
        foreach (Diagnostic problem in shown.Take(Shown))
        {
            terminal.Error.WriteLine(Legible.Plain(problem.ToString()));
        }

        if (shown.Count > Shown)
        {
            terminal.Error.WriteLine($"… and {shown.Count - Shown:N0} more of the kind; {rest}.");
        }
    }
}
