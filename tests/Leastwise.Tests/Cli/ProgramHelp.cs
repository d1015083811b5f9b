using System.Text.RegularExpressions;

namespace Leastwise.Tests.Cli;

/// <summary>What the program says of each of its verbs, asked once for all tests.</summary>
internal static partial class ProgramHelp
{
    private static readonly Lazy<IReadOnlyDictionary<string, ProgramResult>> All = new(static () => Below("").ToDictionary(one => one.Verb, one => one.Help, StringComparer.Ordinal));

    /// <summary>The answer to <c>--help</c> by verb, as <c>catalog refresh</c>: of those that help lists, and of those below them.</summary>
    public static IReadOnlyDictionary<string, ProgramResult> OfVerbs => All.Value;

    private static IEnumerable<(string Verb, ProgramResult Help)> Below(string verb)
    {
        ProgramResult help = LeastwiseProgram.Run([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        IEnumerable<(string, ProgramResult)> below = Commands().Match(help.Out).Groups["line"].Captures
            .SelectMany(line => Name().Matches(line.Value))
            .SelectMany(name => Below($"{verb} {name.Value}".TrimStart()));
        return verb.Length == 0 ? below : below.Prepend((verb, help));
    }

    [GeneratedRegex(@"^Commands:\n(?<line>  .*\n?)+", RegexOptions.Multiline)]
    private static partial Regex Commands();

    // What is set in further is the rest of a description.
    [GeneratedRegex(@"(?<=^  )[a-z][a-z-]*")]
    private static partial Regex Name();
}
