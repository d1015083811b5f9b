using System.CommandLine;
using System.Runtime.CompilerServices;
using Leastwise.Catalog;
using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary><c>explain [QUERY…]</c>: what is known of actions, events and operations.</summary>
internal static class ExplainCommand
{
    private const int LongestMessage = 400;

    public static Command Create(Terminal terminal)
    {
        var queries = new Argument<string[]>("QUERY")
        {
            Description = "An action (s3:GetObject, s3:Get*), an event (s3.amazonaws.com ListObjects) or an operation (s3.ListObjectsV2); "
                + "'-', or none with redirected input, reads them from standard input, one a line",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> format = OutputFormat.CreateWithLines();
        var command = new Command(
            "explain", "Say what is known of actions, events and operations: how the names differ, what proves what, whether CloudTrail records it, which risks it belongs to.")
        {
            queries, format,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(queries) is not { Tokens.Count: > 0 } && !terminal.HasInput)
            {
                result.AddError("Say what to explain: an action, an event or an operation, or '-' to read them from standard input.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var tally = new Tally();
            string[] arguments = parsed.GetValue(queries) ?? [];
            ActionCatalog catalog = ActionCatalog.Default;
            IAsyncEnumerable<IReadOnlyList<Explanation>> answers = AnswerAsync(catalog, Questions.AskAsync(arguments, cancellation), tally, cancellation);
            switch (parsed.GetRequiredValue(format))
            {
                case OutputFormat.Json:
                    await using (Stream output = terminal.OpenOut())
                    {
                        await ExplanationJson.WriteAsync(output, catalog.Version, answers);
                    }

                    break;
                case OutputFormat.Lines:
                    await WriteLinesAsync(terminal, answers);
                    break;
                default:
                    await WriteTextAsync(terminal, catalog, answers);
                    return tally.Answered > 0 ? ExitCode.Done : tally.Asked > 0 ? ExitCode.Input : throw NothingAsked();
            }

            return tally.Answered > 0 ? ExitCode.Done
                : tally.Asked == 0 ? throw NothingAsked()
                : throw new InputException($"Nothing asked could be answered; the {(tally.Asked == 1 ? "answer says" : "answers say")} why in \"rule\".");
        });
        return command;
    }

    private static async IAsyncEnumerable<IReadOnlyList<Explanation>> AnswerAsync(
        ActionCatalog catalog, IAsyncEnumerable<IReadOnlyList<string>> questions, Tally tally, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var explainer = new Explainer(catalog);
        await foreach (IReadOnlyList<string> batch in questions.WithCancellation(cancellation))
        {
            Explanation[] answers = [.. batch.Select(explainer.Explain)];
            tally.Asked += batch.Count(question => !string.IsNullOrWhiteSpace(question));
            tally.Answered += answers.Count(answer => answer.Resolved);
            yield return answers;
        }
    }

    private static async Task WriteLinesAsync(Terminal terminal, IAsyncEnumerable<IReadOnlyList<Explanation>> answers)
    {
        await using Stream output = terminal.OpenOut();
        await foreach (IReadOnlyList<Explanation> batch in answers)
        {
            foreach (Explanation answer in batch)
            {
                ExplanationJson.WriteLine(output, answer);
            }

            await output.FlushAsync();
        }
    }

    /// <summary>Known answers go to standard output; what is not known is one line on standard error. Empty lines ask nothing.</summary>
    private static async Task WriteTextAsync(Terminal terminal, ActionCatalog catalog, IAsyncEnumerable<IReadOnlyList<Explanation>> answers)
    {
        var text = new ExplanationText(catalog);
        var risks = new ExplainedRisks(catalog);
        await foreach (IReadOnlyList<Explanation> batch in answers)
        {
            foreach (Explanation answer in batch.Where(answer => !string.IsNullOrWhiteSpace(answer.Query)))
            {
                if (answer.Resolved)
                {
                    text.Write(terminal.Out, answer with { Query = Legible.Plain(answer.Query) }, risks.Of(answer));
                }
                else
                {
                    await terminal.Out.FlushAsync();
                    await terminal.Error.WriteLineAsync(Legible.Plain(Short(answer.Query) + ": " + Short(answer.Rule)));
                }
            }

            await terminal.Out.FlushAsync();
        }
    }

    private static string Short(string text) => text.Length > LongestMessage ? text[..LongestMessage] + "…" : text;

    private static InputException NothingAsked() => new("Nothing was asked: standard input held no question. Write one a line, such as s3:GetObject.");

    private sealed class Tally
    {
        public long Asked { get; set; }

        public long Answered { get; set; }
    }
}
