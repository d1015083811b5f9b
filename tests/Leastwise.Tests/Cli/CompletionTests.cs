namespace Leastwise.Tests.Cli;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash", "complete -F _leastwise leastwise")]
    [InlineData("zsh", "compdef _leastwise leastwise")]
    [InlineData("fish", "complete -c leastwise")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName leastwise")]
    public void Each_shell_gets_a_script_that_registers_the_program(string shell, string registration)
    {
        ProgramResult result = LeastwiseProgram.Run("completion", shell);
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        result.Out.ShouldContain(registration);
    }

    [SkippableTheory]
    [InlineData("leastwise comp", "completion")]
    [InlineData("leastwise completion z", "zsh")]
    [InlineData("leastwise actors u", "users")]
    public void Bash_completes_what_is_typed(string line, string expected)
    {
        const string Bash = "/bin/bash";
        Skip.IfNot(File.Exists(Bash), "There is no bash at /bin/bash.");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.PathOf("leastwise"), LeastwiseProgram.Path);
        string script = $"""
            source <(leastwise completion bash)
            COMP_LINE='{line}'; COMP_POINT=${"{#COMP_LINE}"}; COMP_WORDS=({line}); COMP_CWORD=$(( ${"{#COMP_WORDS[@]}"} - 1 ))
            _leastwise
            printf '%s\n' "${"{COMPREPLY[@]}"}"
            """;
        ProgramResult result = LeastwiseProgram.RunProgram(
            Bash, ["-c", script], environment: [("PATH", $"{folder.Root}:{Environment.GetEnvironmentVariable("PATH")}")]);
        result.Error.ShouldBeEmpty();
        result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldContain(expected);
    }

    [Fact]
    public void An_unknown_shell_is_wrong_usage_and_names_the_known_ones()
    {
        ProgramResult result = LeastwiseProgram.Run("completion", "tcsh");
        result.ExitCode.ShouldBe(2);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldContain("'zsh'");
    }
}
