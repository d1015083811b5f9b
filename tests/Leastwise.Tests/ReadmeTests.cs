using System.Text.RegularExpressions;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests;

/// <summary>Holds the README to what is there. CI runs its first two commands as they stand.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    [Fact]
    public void It_opens_with_the_two_commands()
    {
        string[] commands = Fence().Match(Readme).Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        commands.Length.ShouldBe(2);
        commands[0].ShouldStartWith("dotnet run --project src/Leastwise.Cli -c Release -- assess samples/acme");
        commands[1].ShouldStartWith("dotnet test");
        Readme.IndexOf("```", StringComparison.Ordinal).ShouldBeLessThan(40);
    }

    [Fact]
    public void Every_page_picture_and_folder_that_it_links_to_exists()
    {
        string[] gone = [.. Link().Matches(Readme)
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.StartsWith("https:", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Repository.PathOf(target)))];
        gone.ShouldBeEmpty();
    }

    [Fact]
    public void Every_verb_that_it_names_has_help_with_an_example()
    {
        string[] verbs = [.. Verb().Matches(Readme).Select(match => match.Groups["verb"].Value).Distinct()];
        verbs.ShouldNotBeEmpty();
        foreach (string verb in verbs)
        {
            ProgramHelp.OfVerbs.Keys.ShouldContain(verb);
            ProgramHelp.OfVerbs[verb].Out.ShouldContain("Example:", customMessage: verb);
        }
    }

    [GeneratedRegex(@"^```sh readme-commands\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?:\| `)?leastwise (?<verb>[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Verb();
}
