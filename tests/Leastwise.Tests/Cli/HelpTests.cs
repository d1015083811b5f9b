using System.Text.RegularExpressions;

namespace Leastwise.Tests.Cli;

/// <summary>Every verb explains itself and shows an example that the program itself would take.</summary>
public sealed partial class HelpTests
{
    [Fact]
    public void Every_verb_has_help_with_an_example_that_begins_with_it()
    {
        string[][] verbs = [.. Below([])];
        verbs.Select(verb => verb[0]).ShouldContain("explain");
        verbs.ShouldContain(verb => verb.SequenceEqual(new[] { "catalog", "refresh" }));
        foreach (string[] verb in verbs)
        {
            ProgramResult help = LeastwiseProgram.Run([.. verb, "--help"]);
            help.ExitCode.ShouldBe(0);
            help.Out.ShouldContain("Example:", customMessage: string.Join(' ', verb));
            help.Out[help.Out.IndexOf("Example:", StringComparison.Ordinal)..].ShouldContain($"leastwise {string.Join(' ', verb)}");
        }
    }

    /// <summary>The verbs that help lists, and those below them.</summary>
    private static IEnumerable<string[]> Below(string[] verb)
    {
        string help = LeastwiseProgram.Run([.. verb, "--help"]).Out;
        foreach (Match command in Commands().Match(help).Groups["line"].Captures.SelectMany(line => Name().Matches(line.Value)))
        {
            string[] found = [.. verb, command.Value];
            yield return found;
            foreach (string[] below in Below(found))
            {
                yield return below;
            }
        }
    }

    [GeneratedRegex(@"^Commands:\n(?<line>  .*\n?)+", RegexOptions.Multiline)]
    private static partial Regex Commands();

    // What is set in further is the rest of a description.
    [GeneratedRegex(@"(?<=^  )[a-z][a-z-]*")]
    private static partial Regex Name();
}
