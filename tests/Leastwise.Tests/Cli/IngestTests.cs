using System.Diagnostics;
using System.Text.Json;
using Leastwise.Tests.Usage;

namespace Leastwise.Tests.Cli;

public sealed class IngestTests
{
    private const string Logs = "samples/acme/AWSLogs";

    [Fact]
    public void Killed_at_any_moment_and_run_again_it_gives_the_same_ledger()
    {
        using var folder = new TemporaryFolder();
        LeastwiseProgram.Run("ingest", Logs, "--ledger", folder.PathOf("whole.ledger")).ExitCode.ShouldBe(0);
        string[] arguments = ["ingest", Logs, "--ledger", folder.PathOf("killed.ledger"), "--files-per-transaction", "5"];
        foreach (int milliseconds in new[] { 250, 350, 450, 550, 700 })
        {
            using Process process = LeastwiseProgram.Start(LeastwiseProgram.Path, arguments);
            process.WaitForExit(milliseconds);
            process.Kill();
            process.WaitForExit();
        }

        LeastwiseProgram.Run(arguments).ExitCode.ShouldBe(0);
        string whole = Export(folder.PathOf("whole.ledger"));
        Export(folder.PathOf("killed.ledger")).ShouldBe(whole);
        whole.Split('\n').Length.ShouldBeGreaterThan(10_000);
        LeastwiseProgram.Run("ledger", "verify", "--ledger", folder.PathOf("killed.ledger")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Two_processes_at_one_ledger_count_everything_once()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["ingest", Logs, "--ledger", folder.PathOf("a.ledger"), "--format", "json", "--files-per-transaction", "20"];
        using Process first = LeastwiseProgram.Start(LeastwiseProgram.Path, arguments), second = LeastwiseProgram.Start(LeastwiseProgram.Path, arguments);
        Task<string>[] said = [first.StandardOutput.ReadToEndAsync(), second.StandardOutput.ReadToEndAsync(), first.StandardError.ReadToEndAsync(), second.StandardError.ReadToEndAsync()];
        first.WaitForExit();
        second.WaitForExit();
        (first.ExitCode, second.ExitCode).ShouldBe((0, 0));
        said.Take(2).Sum(one => Json(one.GetAwaiter().GetResult()).GetProperty("events").GetInt64()).ShouldBe(26_100);
        LeastwiseProgram.Run("ledger", "verify", "--ledger", folder.PathOf("a.ledger")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Its_json_and_that_of_the_ledger_follow_their_schemas()
    {
        using var folder = new TemporaryFolder();
        string ledger = folder.PathOf("a.ledger");
        JsonElement ingested = Json(LeastwiseProgram.Run("ingest", Logs, "--ledger", ledger, "--format", "json").Out);
        JsonSchema.Read("ingest.schema.json").ErrorsOf(ingested).ShouldBeEmpty();
        (ingested.GetProperty("filesRead").GetInt64(), ingested.GetProperty("events").GetInt64(), ingested.GetProperty("duplicates").GetInt64()).ShouldBe((253, 26_100, 240));
        ingested.GetProperty("unresolvedEvents").GetArrayLength().ShouldBe(2);

        JsonSchema.Read("ledger-info.schema.json").ErrorsOf(Json(LeastwiseProgram.Run("ledger", "info", "--ledger", ledger, "--format", "json").Out)).ShouldBeEmpty();
        JsonSchema line = JsonSchema.Read("ledger-export.schema.json");
        foreach (string one in Export(ledger).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where((_, i) => i % 50 == 0))
        {
            line.ErrorsOf(Json(one)).ShouldBeEmpty(one);
        }
    }

    [Fact]
    public void A_second_run_reads_nothing_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["ingest", Logs, "--ledger", folder.PathOf("a.ledger")];
        LeastwiseProgram.Run(arguments).ExitCode.ShouldBe(0);
        ProgramResult again = LeastwiseProgram.Run(arguments);
        again.ExitCode.ShouldBe(0);
        again.Error.ShouldBeEmpty();
        again.Out.ShouldContain("files            0 read, 260 known already");
        again.Out.ShouldContain("events           0 new");
    }

    [Theory]
    [InlineData("no-such-folder", 3, "does not exist")]
    [InlineData("README.md", 3, "not JSON")]
    public void A_named_path_that_cannot_be_used_ends_with_3(string path, int exitCode, string said)
    {
        using var folder = new TemporaryFolder();
        ProgramResult result = LeastwiseProgram.Run("ingest", path, "--ledger", folder.PathOf("a.ledger"));
        result.ExitCode.ShouldBe(exitCode);
        result.Error.ShouldContain(path);
        result.Error.ShouldContain(said);
    }

    [Theory]
    [InlineData("--since", "yesterday", "'yesterday' is no date; write it as 2026-06-01.")]
    [InlineData("--account", "12", "'12' is no account; an account has twelve digits.")]
    [InlineData("--workers", "0", "--workers must be at least 1.")]
    public void Wrong_options_are_told(string option, string value, string said)
    {
        ProgramResult result = LeastwiseProgram.Run("ingest", Logs, option, value);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(said);
    }

    [Fact]
    public void A_ledger_that_is_not_there_is_not_made_by_looking()
    {
        using var folder = new TemporaryFolder();
        string ledger = folder.PathOf("none.ledger");
        foreach (string verb in new[] { "info", "verify", "compact", "export" })
        {
            ProgramResult result = LeastwiseProgram.Run("ledger", verb, "--ledger", ledger);
            result.ExitCode.ShouldBe(3, verb);
            result.Error.ShouldBe($"The ledger '{ledger}' is not there; make it with 'leastwise ingest PATH... --ledger {ledger}'.\n");
        }

        File.Exists(ledger).ShouldBeFalse();
    }

    [Fact]
    public void Csv_has_the_columns_of_one_table()
    {
        using var folder = new TemporaryFolder();
        string ledger = folder.PathOf("a.ledger"), log = LedgerFixture.WriteLog(folder, "1.json", LedgerFixture.Records(20, 3), packed: false);
        LeastwiseProgram.Run("ingest", log, "--ledger", ledger).ExitCode.ShouldBe(0);
        string[] lines = LeastwiseProgram.Run("ledger", "export", "--ledger", ledger, "--table", "coverage", "--format", "csv").Out.Split("\r\n");
        lines[0].ShouldBe("account,region,day,events,reads,writes,data,networkActivity,ahead");
        lines[1].ShouldStartWith("111111111111,eu-west-1,2026-01-");
        LeastwiseProgram.Run("ledger", "export", "--ledger", ledger, "--table", "unread", "--format", "csv").Out.ShouldBe("path,reason\r\n");
        LeastwiseProgram.Run("ledger", "export", "--ledger", ledger, "--table", "nonsense").ExitCode.ShouldBe(2);
    }

    [Fact]
    public void The_ledger_calls_standard_input_by_its_name()
    {
        using var folder = new TemporaryFolder();
        string ledger = folder.PathOf("a.ledger"), whole = LedgerFixture.Records(1, 3)[0];
        ProgramResult torn = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["ingest", "-", "--ledger", ledger], input: whole[..^20]);
        (torn.ExitCode, torn.Error).ShouldBe((3, "standard input: It ends in the middle, at line 1, column " + (whole.Length - 19) + "; copy it again.\n"));
        LeastwiseProgram.Run("ledger", "export", "--ledger", ledger, "--table", "unread").Out.ShouldStartWith("{\"kind\":\"unreadFile\",\"path\":\"standard input\",");
    }

    [Fact]
    public void Where_there_is_no_log_it_is_said_and_a_ledger_among_them_is_none()
    {
        using var folder = new TemporaryFolder();
        ProgramResult nothing = LeastwiseProgram.Run("ingest", folder.Root, "--ledger", folder.PathOf("a.ledger"));
        (nothing.ExitCode, nothing.Error).ShouldBe((3, $"No CloudTrail log was found in '{folder.Root}'; give a trail's files, or folders that hold them.\n"));
        LedgerFixture.WriteLog(folder, "1.json", LedgerFixture.Records(1, 3), packed: false);
        ProgramResult one = LeastwiseProgram.Run("ingest", folder.Root, "--ledger", folder.PathOf("a.ledger"));
        (one.ExitCode, one.Error).ShouldBe((0, ""));
    }

    [Fact]
    public void A_damaged_ledger_is_told_and_ends_with_a_code()
    {
        using var folder = new TemporaryFolder();
        string ledger = folder.PathOf("a.ledger");
        LeastwiseProgram.Run("ingest", LedgerFixture.WriteLog(folder, "1.json", LedgerFixture.Records(500, 3), packed: false), "--ledger", ledger).ExitCode.ShouldBe(0);
        byte[] pages = File.ReadAllBytes(ledger);
        for (int at = 4 * 8192; at < pages.Length; at += 977)
        {
            pages[at] ^= 0x5A;
        }

        File.WriteAllBytes(ledger, pages);
        ProgramResult verified = LeastwiseProgram.Run("ledger", "verify", "--ledger", ledger), exported = LeastwiseProgram.Run("ledger", "export", "--ledger", ledger);
        (verified.ExitCode, verified.Error).ShouldBe((1, ""));
        verified.Out.ShouldContain("The database is damaged: ");
        exported.ExitCode.ShouldBe(3);
        exported.Error.ShouldBe("The ledger cannot be read (SQLite Error 11: 'database disk image is malformed'.); 'leastwise ledger verify' says whether it is whole.\n");

        File.WriteAllBytes(ledger, pages[..(5 * 8192)]);
        ProgramResult cut = LeastwiseProgram.Run("ledger", "verify", "--ledger", ledger);
        (cut.ExitCode, cut.Error).ShouldBe((3, $"The ledger '{ledger}' is damaged (SQLite Error 11: 'database disk image is malformed'.); make a new one from the logs.\n"));
    }

    private static string Export(string ledger) => LeastwiseProgram.Run("ledger", "export", "--ledger", ledger).Out;

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
