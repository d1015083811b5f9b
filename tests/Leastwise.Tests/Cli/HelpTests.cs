namespace Leastwise.Tests.Cli;

/// <summary>Every verb explains itself and shows an example that the program itself would take.</summary>
public sealed class HelpTests
{
    [Fact]
    public void Every_verb_has_help_with_an_example_that_begins_with_it()
    {
        ProgramHelp.OfVerbs.Keys.ShouldContain("explain");
        ProgramHelp.OfVerbs.Keys.ShouldContain("catalog refresh");
        foreach ((string verb, ProgramResult help) in ProgramHelp.OfVerbs)
        {
            help.ExitCode.ShouldBe(0, verb);
            help.Out.ShouldContain("Example:", customMessage: verb);
            help.Out[help.Out.IndexOf("Example:", StringComparison.Ordinal)..].ShouldContain($"leastwise {verb}");
        }
    }
}
