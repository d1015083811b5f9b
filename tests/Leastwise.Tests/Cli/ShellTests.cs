using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Leastwise.Tests.Cli;

/// <summary>How the program behaves towards the shell: interruption, closed pipes, colour, progress, time to start.</summary>
public sealed partial class ShellTests
{
    [Fact]
    public void The_version_is_one_line_on_standard_output()
    {
        ProgramResult result = LeastwiseProgram.Run("--version");
        result.ExitCode.ShouldBe(0);
        result.Out.ShouldMatch(@"^leastwise \d+\.\d+\.\d+\n$");
        result.Error.ShouldBeEmpty();
    }

    [SkippableFact]
    public void Ctrl_C_ends_it_with_130_and_a_word()
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using var folder = new TemporaryFolder();
        using Process process = LeastwiseProgram.Start(LeastwiseProgram.Path, ["assess", "samples/acme", "-o", folder.PathOf("report")]);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Thread.Sleep(250);
        LeastwiseProgram.RunProgram("/bin/kill", ["-INT", $"{process.Id}"]).ExitCode.ShouldBe(0);
        process.WaitForExit(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        process.ExitCode.ShouldBe(130);
        error.GetAwaiter().GetResult().ShouldContain("run the same command again");
    }

    [SkippableFact]
    public void A_pipe_that_closes_early_is_no_error()
    {
        Skip.IfNot(File.Exists("/bin/bash"), "There is no bash at /bin/bash.");
        ProgramResult result = LeastwiseProgram.RunProgram(
            "/bin/bash", ["-c", $"set -o pipefail; '{LeastwiseProgram.Path}' usage samples/acme --user alice.admin | head -n 1"]);
        result.Out.ShouldStartWith("user alice.admin");
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
    }

    [SkippableTheory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    public void A_terminal_gets_colour_and_progress_unless_it_asks_for_no_colour(string environment, bool colour)
    {
        const string Script = "/usr/bin/script";
        Skip.IfNot(File.Exists(Script), "There is no program 'script' to lend a terminal.");
        using var folder = new TemporaryFolder();
        string command = $"env -u NO_COLOR {environment} '{LeastwiseProgram.Path}' assess samples/acme -o '{folder.PathOf("report")}'";
        ProgramResult result = LeastwiseProgram.RunProgram(Script, ["-qec", command, "/dev/null"]);
        result.ExitCode.ShouldBe(0);
        Colour().IsMatch(result.Out).ShouldBe(colour);
        result.Out.ShouldContain("reading logs: ");
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colour();
}
