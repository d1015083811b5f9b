using System.Diagnostics;
using System.Text.Json;

namespace Leastwise.Tests.Cli;

/// <summary>The main job through the real program, on the sample organization.</summary>
public sealed class AssessTests
{
    private readonly AcmeAssessed run = AcmeAssessed.Once;

    [Fact]
    public void It_ends_well_and_says_nothing_on_standard_error()
    {
        run.Result.Error.ShouldBeEmpty();
        run.Result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public void The_summary_names_accounts_verdicts_findings_and_where_the_report_is()
    {
        run.Result.Out.ShouldContain("acme-prod (111111111111)");
        run.Result.Out.ShouldContain("acme-tools (222222222222)");
        run.Result.Out.ShouldMatch(@"[\d,]+ privileges granted: [\d,]+ used, [\d,]+ unused, [\d,]+ unknown");
        run.Result.Out.ShouldMatch(@"\n 10  (critical|high|medium|low)");
        run.Result.Out.ShouldContain(Path.Combine(run.Report, "report.html"));
        run.Result.Out.ShouldNotContain("\u001b");
    }

    [Fact]
    public void The_reports_are_written_and_nothing_else()
    {
        Directory.GetFiles(run.Report).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["report.html", "report.json"]);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(run.Report, "report.json")));
        report.RootElement.EnumerateObject().First().Name.ShouldBe("schemaVersion");
        report.RootElement.GetProperty("findings").GetArrayLength().ShouldBeGreaterThan(10);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        ProgramResult again = LeastwiseProgram.Run("assess", "samples/acme", "-o", folder.Root);
        again.Out.ShouldBe(run.Result.Out.Replace(run.Report, folder.Root, StringComparison.Ordinal));
        foreach (string file in new[] { "report.html", "report.json" })
        {
            File.ReadAllBytes(folder.PathOf(file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(run.Report, file))).ShouldBeTrue(file);
        }
    }

    [Fact]
    public void Files_named_one_by_one_give_what_the_folder_gives()
    {
        using var folder = new TemporaryFolder();
        ProgramResult named = LeastwiseProgram.Run(
            "assess", "--iam", "samples/acme/iam/111111111111.json", "samples/acme/iam/222222222222.json",
            "--organization", "samples/acme/organization.json", "--trail", "samples/acme/AWSLogs", "-o", folder.Root);
        named.Error.ShouldBeEmpty();
        named.ExitCode.ShouldBe(0);
        Verdicts(folder.PathOf("report.json")).ShouldBe(Verdicts(Path.Combine(run.Report, "report.json")));
    }

    [Fact]
    public void A_ledger_that_is_kept_gives_the_same_verdicts_again_without_reading_the_logs_again()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["assess", "samples/acme", "--ledger", folder.PathOf("ledger.db"), "-o", folder.Root];
        LeastwiseProgram.Run(arguments).ExitCode.ShouldBe(0);
        string first = Verdicts(folder.PathOf("report.json"));
        first.ShouldBe(Verdicts(Path.Combine(run.Report, "report.json")));

        ProgramResult second = LeastwiseProgram.Run(arguments);
        second.ExitCode.ShouldBe(0);
        Verdicts(folder.PathOf("report.json")).ShouldBe(first);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(folder.PathOf("report.json")));
        report.RootElement.GetProperty("evidence").GetProperty("filesRead").GetInt64().ShouldBe(253);
        report.RootElement.GetProperty("evidence").GetProperty("filesSkipped").GetInt64().ShouldBeGreaterThan(200);
    }

    [Fact]
    public void A_run_that_is_killed_and_run_again_gives_the_same_verdicts()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["assess", "samples/acme", "--ledger", folder.PathOf("ledger.db"), "-o", folder.Root];
        foreach (int milliseconds in new[] { 150, 300, 450, 600 })
        {
            using Process process = LeastwiseProgram.Start(LeastwiseProgram.Path, arguments);
            process.WaitForExit(milliseconds);
            process.Kill();
            process.WaitForExit();
        }

        LeastwiseProgram.Run(arguments).ExitCode.ShouldBe(0);
        Verdicts(folder.PathOf("report.json")).ShouldBe(Verdicts(Path.Combine(run.Report, "report.json")));
    }

    [Fact]
    public void A_window_that_the_logs_do_not_reach_makes_nothing_unused()
    {
        using var folder = new TemporaryFolder();
        ProgramResult result = LeastwiseProgram.Run("assess", "samples/acme", "--start", "2025-01-01", "-o", folder.Root);
        result.ExitCode.ShouldBe(0);
        result.Out.ShouldContain(" 0 unused,");
    }

    private static string Verdicts(string report)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(report));
        return document.RootElement.GetProperty("actors").GetRawText() + document.RootElement.GetProperty("findings").EnumerateArray().Count();
    }
}
