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

    [Fact]
    public void An_account_file_can_come_on_standard_input()
    {
        string account = File.ReadAllText(Repository.PathOf("samples", "acme", "iam", "222222222222.json"));
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["actors", "users", "--iam", "-"], input: account);
        result.Error.ShouldBeEmpty();
        result.Out.ShouldContain("ci-runner");
        result.Out.ShouldBe(LeastwiseProgram.Run("actors", "users", "--iam", "samples/acme/iam/222222222222.json").Out);
    }

    [Fact]
    public void A_log_can_come_on_standard_input_and_a_bad_one_is_named_so()
    {
        const string Iam = "samples/acme/iam/111111111111.json";
        string log = """
            {"Records":[{"eventTime":"2026-06-01T10:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"DescribeVpcs","awsRegion":"eu-west-1","eventID":"1","recipientAccountId":"111111111111",
            "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111111111111:user/alice.admin","accountId":"111111111111"}}]}
            """;
        ProgramResult good = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["usage", "--iam", Iam, "--trail", "-", "--user", "alice.admin", "--show-used"], input: log);
        good.Error.ShouldBeEmpty();
        good.Out.ShouldContain("  ec2:DescribeVpcs\n");
        ProgramResult bad = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["usage", "--iam", Iam, "--trail", "-", "--user", "alice.admin", "--show-used"], input: "no log");
        bad.ExitCode.ShouldBe(3);
        bad.Error.ShouldStartWith("standard input: ");
    }

    [SkippableFact]
    public void Ctrl_C_ends_it_with_130_and_a_word()
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        // On a busy machine the program may not listen yet; the system ends it without a word then.
        string error = "";
        for (int wait = 250; error.Length == 0 && wait <= 4_000; wait *= 2)
        {
            error = Interrupted(TimeSpan.FromMilliseconds(wait));
        }

        error.ShouldStartWith("Interrupted.");
    }

    // What the program says on standard error.
    private static string Interrupted(TimeSpan after)
    {
        using var folder = new TemporaryFolder();
        using Process process = LeastwiseProgram.Start(LeastwiseProgram.Path, ["assess", "samples/acme", "-o", folder.PathOf("report")]);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Thread.Sleep(after);
        LeastwiseProgram.RunProgram("/bin/kill", ["-INT", $"{process.Id}"]).ExitCode.ShouldBe(0);
        process.WaitForExit(TimeSpan.FromSeconds(180)).ShouldBeTrue();
        process.ExitCode.ShouldBe(130);
        return error.GetAwaiter().GetResult();
    }

    [SkippableFact]
    public void A_pipe_that_closes_early_is_no_error()
    {
        Skip.IfNot(File.Exists("/bin/bash"), "There is no bash at /bin/bash.");
        ProgramResult result = LeastwiseProgram.RunProgram(
            "/bin/bash", ["-c", $"set -o pipefail; '{LeastwiseProgram.Path}' usage samples/acme --user alice.admin | head -n 1"]);
        result.Out.ShouldStartWith("root user of acme-prod");
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
