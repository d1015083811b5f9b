namespace Leastwise.Tests.Cli;

/// <summary><c>report</c> and <c>report diff</c> as a user runs them.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly AcmeAssessed run = AcmeAssessed.Once;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_made_again_from_the_json_is_the_same_to_the_byte()
    {
        string page = folder.PathOf("again.html");
        ProgramResult result = LeastwiseProgram.Run("report", run.Report, "-o", page);
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        result.Out.ShouldContain("again.html");
        File.ReadAllBytes(page).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(run.Report, "report.html"))).ShouldBeTrue();
    }

    [Fact]
    public void A_report_has_no_difference_from_itself()
    {
        ProgramResult result = LeastwiseProgram.Run("report", "diff", run.Report, Path.Combine(run.Report, "report.json"), "--fail-if-worse");
        result.ExitCode.ShouldBe(0);
        result.Out.ShouldStartWith("Nothing changed in findings, principals and ways to administrator.\n");
    }

    [Fact]
    public void The_differences_are_a_page_too()
    {
        string page = folder.PathOf("diff.html");
        ProgramResult both = LeastwiseProgram.Run("report", "diff", run.Report, run.Report, "--html", page);
        both.ExitCode.ShouldBe(0);
        both.Out.ShouldStartWith("Nothing changed");
        ProgramResult alone = LeastwiseProgram.Run("report", "diff", run.Report, run.Report, "--format", "html");
        alone.Out.ShouldBe(File.ReadAllText(page));
        alone.Out.ShouldStartWith("<!doctype html>");
        LeastwiseProgram.Run("report", "diff", run.Report, run.Report, "--html", folder.PathOf("nowhere", "diff.html")).ExitCode.ShouldBe(3);
    }

    [Fact]
    public void What_cannot_be_used_is_named_and_ends_with_3()
    {
        foreach (string path in new[] { folder.PathOf("nowhere.json"), folder.Write("odd.json", "{\"schemaVersion\":1}"), folder.Write("torn.json", "{"), folder.Root })
        {
            ProgramResult result = LeastwiseProgram.Run("report", path);
            result.ExitCode.ShouldBe(3);
            result.Error.ShouldContain(path);
            result.Out.ShouldBeEmpty();
        }

        LeastwiseProgram.Run("report").ExitCode.ShouldBe(2);
        LeastwiseProgram.Run("report", "diff", run.Report).ExitCode.ShouldBe(2);
    }
}
