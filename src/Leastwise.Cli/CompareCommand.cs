using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Text;
using Leastwise.Trimming.Comparing;

namespace Leastwise.Cli;

/// <summary><c>compare OLD NEW</c>: what the new policies allow that the old ones do not, and the other way round.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal)
    {
        var before = new Argument<string>("OLD") { Description = "A policy document, or a folder of them, which count together" };
        var after = new Argument<string>("NEW") { Description = "Likewise" };
        Option<string> format = OutputFormat.Create();
        var command = new Command(
            "compare",
            "Compare policies as sets of requests: what is gained and what is lost, with a request that proves it. "
            + "Exit code 0 means proved: no new access; 1: there is new access, or it cannot be ruled out.")
        {
            before, after, format,
        };
        command.SetAction(parsed =>
        {
            PolicyDifference difference = PolicyComparison.Compare(Read(parsed.GetRequiredValue(before), terminal), Read(parsed.GetRequiredValue(after), terminal), ActionCatalog.Default);
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
            {
                terminal.WriteJson(stream => ComparisonJson.Write(difference, stream));
            }
            else
            {
                terminal.Out.Write(ComparisonText.Write(difference, terminal.Width, terminal.Color));
            }

            return difference.IsNoNewAccess ? ExitCode.Done : ExitCode.Found;
        });
        return command;
    }

    /// <summary>The policies of a file or folder. A document that was only read in part would be compared wrongly, so it is refused.</summary>
    private static ImmutableArray<NamedPolicy> Read(string path, Terminal terminal)
    {
        string[] files = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [path];
        if (files.Length == 0)
        {
            throw new InputException($"{Legible.Plain(path)}: the folder holds no policy (*.json).");
        }

        var problems = new List<Diagnostic>();
        ImmutableArray<NamedPolicy> policies = [.. files.Select(file => PolicyOptions.Read(file, PolicyKind.CustomerManaged, problems))];
        if (problems.Find(problem => problem.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InputException(Legible.Plain(error.ToString()));
        }

        Problems.Write(terminal, problems, "correct these first");
        return policies;
    }
}
