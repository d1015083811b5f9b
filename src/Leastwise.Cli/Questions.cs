using System.Runtime.CompilerServices;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>The questions of <c>explain</c>: arguments, and lines of standard input where <c>-</c> stands or nothing is typed.</summary>
internal static class Questions
{
    /// <summary>The questions in batches, in the order in which they are asked.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<string>> AskAsync(
        string[] arguments, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string argument in arguments.Length == 0 ? [StandardInput.Sign] : WithEventsJoined(arguments))
        {
            if (argument != StandardInput.Sign)
            {
                yield return [argument];
                continue;
            }

            await using Stream input = Console.OpenStandardInput();
            await foreach (IReadOnlyList<string> lines in InputLines.ReadAsync(input, cancellation))
            {
                yield return lines;
            }
        }
    }

    /// <summary>
    /// An event source that is an argument by itself takes the next one as its event name, so that <c>explain s3.amazonaws.com ListObjects</c>
    /// needs no quotation marks; alone it would be no question.
    /// </summary>
    private static IEnumerable<string> WithEventsJoined(string[] arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            bool joins = arguments[i].EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
                && i + 1 < arguments.Length
                && arguments[i + 1] != StandardInput.Sign
                && arguments[i + 1].AsSpan().IndexOfAny(":. \t") < 0
                && !WildcardPattern.HasWildcard(arguments[i + 1]);
            yield return joins ? $"{arguments[i]} {arguments[++i]}" : arguments[i];
        }
    }
}
