using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Reporting;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>expand-policy [FILE|-i FILE]</c>: a policy with its action wildcards written out, or with <c>--minify</c> written short.</summary>
internal static class ExpandPolicyCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string?>("FILE") { Description = "A policy document; '-', or none with redirected input, reads standard input", Arity = ArgumentArity.ZeroOrOne };
        var inputFile = new Option<string?>("-i", "--input-file") { Description = "The same, as Cloudsplaining takes it", HelpName = "FILE" };
        var minify = new Option<bool>("--minify") { Description = "The other way: the shortest wildcards that mean the same actions of the catalogue" };
        var wholeWords = new Option<bool>("--whole-words") { Description = "With --minify: wildcards that cut no word, which read better and match fewer actions that AWS adds later" };
        var command = new Command(
            "expand-policy",
            "Print a policy with the wildcards of Action and NotAction written out, for Allow and Deny; all else stays as it is. "
            + "NotAction stays NotAction: as a list of all other actions it would lose every service that AWS adds. "
            + "A written list never means an action that AWS adds later; where that grants more or denies less, standard error says so.")
        {
            file, inputFile, minify, wholeWords,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(wholeWords) && !result.GetValue(minify))
            {
                result.AddError("--whole-words goes with --minify.");
            }

            bool named = result.GetResult(file) is { Tokens.Count: > 0 }, named2 = result.GetResult(inputFile) is { Implicit: false };
            if (named && named2)
            {
                result.AddError("Name one policy: either FILE or -i FILE.");
            }
            else if (!named && !named2 && !terminal.HasInput)
            {
                result.AddError("Say which policy: FILE, -i FILE, or '-' to read standard input.");
            }
        });
        command.SetAction(parsed =>
        {
            PolicyDocument policy = Read(parsed.GetValue(inputFile) ?? parsed.GetValue(file) ?? StandardInput.Sign);
            ActionCatalog catalog = ActionCatalog.Default;
            Func<ActionCatalog, ImmutableArray<string>, ImmutableArray<string>> rewrite = !parsed.GetValue(minify) ? PolicyWildcards.WriteOut
                : (of, patterns) => PolicyWildcards.WriteShort(of, patterns, parsed.GetValue(wholeWords));
            string written = PolicyRewriter.WithActions(policy.Json, patterns => rewrite(catalog, patterns));
            terminal.Out.Write(written.TrimEnd());
            terminal.Out.Write("\n");
            foreach (Diagnostic remark in policy.Diagnostics.Concat(policy.Statements.SelectMany(statement => Remarks(catalog, statement, rewrite(catalog, statement.Actions.Patterns)))))
            {
                terminal.Error.WriteLine(Legible.Plain(remark.ToString()));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static PolicyDocument Read(string file)
    {
        string name = StandardInput.Called(file);
        string text;
        try
        {
            // The reader knows the marks of UTF-8 and UTF-16.
            using var reader = new StreamReader(file == StandardInput.Sign ? Console.OpenStandardInput() : File.OpenRead(file));
            text = reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(Legible.Plain(File.Exists(file) || Directory.Exists(file)
                ? $"{name}: the policy cannot be read ({exception.Message.TrimEnd('.')})."
                : $"{name}: there is no such file; check the path."));
        }

        PolicyDocument policy = PolicyParser.Parse(text, name);
        if (policy.Diagnostics.FirstOrDefault(problem => problem.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InputException(Legible.Plain(error.ToString()));
        }

        return policy.Statements.IsEmpty
            ? throw new InputException(Legible.Plain($"{name}: no Statement stands here; give the policy document itself, not an answer of AWS that holds it."))
            : policy;
    }

    /// <summary>What of a statement's meaning could not be kept, or not be judged.</summary>
    private static IEnumerable<Diagnostic> Remarks(ActionCatalog catalog, Statement statement, ImmutableArray<string> after)
    {
        (bool not, ImmutableArray<string> before) = statement.Actions;
        var explainer = new Explainer(catalog);
        foreach (string pattern in before.Where(pattern => catalog.Expand(pattern).IsEmpty))
        {
            yield return new Diagnostic(DiagnosticSeverity.Warning, $"{explainer.Explain(pattern).Rule} It is kept as written.", statement.Position);
        }

        // More is allowed tomorrow where an Allow's actions reach further or what it leaves out reaches less far; of a Deny the reverse.
        bool allows = statement.Effect == Effect.Allow;
        if ((allows != not ? Wildcard(after, beyond: before) : Wildcard(before, beyond: after)) is { } wildcard)
        {
            yield return new Diagnostic(
                DiagnosticSeverity.Warning,
                $"The {(not ? "NotAction" : "Action")} of statement {statement.Label} means the same only for the catalogue of {catalog.Version}: "
                + $"an action that AWS adds later and that {wildcard} matches will {(allows ? "be allowed" : "not be denied")}.",
                statement.Position);
        }
    }

    /// <summary>The first wildcard that reaches beyond all of the other patterns; null where none does.</summary>
    private static string? Wildcard(ImmutableArray<string> patterns, ImmutableArray<string> beyond) => patterns.FirstOrDefault(pattern =>
        WildcardPattern.HasWildcard(pattern) && !beyond.Any(other => WildcardPattern.Covers(other, pattern, ignoreCase: true)));
}
