using System.Text.Json;
using System.Text.Json.Nodes;
using Leastwise.Tests.Trail;

namespace Leastwise.Tests.Cli;

/// <summary>Shapes of logs through the real program, as a newcomer would give them.</summary>
public sealed class ShapeProgramTests
{
    private const string Account = """{"UserDetailList":[{"Path":"/","UserName":"alice","UserId":"AIDAEXAMPLEALICE00001","Arn":"arn:aws:iam::111111111111:user/alice","CreateDate":"2020-01-01T00:00:00Z"}],"RoleDetailList":[],"GroupDetailList":[],"Policies":[]}""";

    [Fact]
    public void A_folder_of_every_shape_is_ingested_and_each_event_counts_once()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("logs"));
        int number = 0;
        foreach ((string _, byte[] content) in ShapeSamples.All())
        {
            File.WriteAllBytes(folder.PathOf("logs", $"{number++}"), content);
        }

        ProgramResult result = LeastwiseProgram.Run("ingest", folder.PathOf("logs"), "--ledger", folder.PathOf("l"), "--format", "json");
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        JsonNode json = JsonNode.Parse(result.Out)!;
        ((int?)json["events"], (int?)json["duplicates"], (int?)json["badRecords"], json["badFiles"]!.AsArray().Count).ShouldBe((3, (number * 3) - 3, 0, 0));
    }

    [Fact]
    public void A_table_and_lines_in_a_folder_with_account_details_are_found_and_used()
    {
        using var folder = new TemporaryFolder();
        folder.Write("account.json", Account);
        folder.Write("export.csv", "_time,_raw\n" + $"2026,\"{ShapeSamples.Records[0].Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n");
        folder.Write("tail.log", $"2026-01-01T00:00:00.000Z {ShapeSamples.Records[1]}\n");
        folder.Write("README.md", "# Logs\n");
        ProgramResult result = LeastwiseProgram.Run("actors", "users", folder.Root, "--format", "json");
        result.Error.ShouldBeEmpty();
        JsonNode alice = JsonNode.Parse(result.Out)!["actors"]!.AsArray().ShouldHaveSingleItem()!;
        ((bool?)alice["active"], (int?)alice["events"]).ShouldBe((true, 2));
    }

    [Fact]
    public void Standard_input_may_be_an_archive_s_text_or_lines()
    {
        using var folder = new TemporaryFolder();
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["ingest", "-", "--ledger", folder.PathOf("l"), "--format", "json"], string.Join('\n', ShapeSamples.Records) + "\n{\"eventName\":\"x\"}\n");
        result.ExitCode.ShouldBe(0);
        result.Error.Trim().ShouldBe("standard input:4:1: A record was passed over: it has no eventSource.");
        ((int?)JsonNode.Parse(result.Out)!["events"]).ShouldBe(3);
    }

    [Fact]
    public void Logs_in_zstd_are_read_from_a_folder_with_account_details_and_from_standard_input()
    {
        using var folder = new TemporaryFolder();
        folder.Write("account.json", Account);
        File.WriteAllBytes(folder.PathOf("logs"), ShapeSamples.Zstd(ShapeSamples.Tar(("a.json.zst", ShapeSamples.Zstd(ShapeSamples.Utf8(ShapeSamples.Records[0]))))));
        byte[] two = ShapeSamples.Zstd(ShapeSamples.Utf8($"{{\"Records\":[{ShapeSamples.Records[1]},{ShapeSamples.Records[2]}]}}"));
        File.WriteAllBytes(folder.PathOf("111111111111_CloudTrail_eu-west-1_20260101T0000Z_a.json.zst"), two);
        ProgramResult result = LeastwiseProgram.Run("actors", "users", folder.Root, "--format", "json");
        result.Error.ShouldBeEmpty();
        ((int?)JsonNode.Parse(result.Out)!["actors"]!.AsArray().ShouldHaveSingleItem()!["events"]).ShouldBe(3);
        ProgramResult torn = LeastwiseProgram.RunProgram("sh", ["-c", $"head -c {two.Length / 2} '{folder.PathOf("111111111111_CloudTrail_eu-west-1_20260101T0000Z_a.json.zst")}' | '{LeastwiseProgram.Path}' ingest - --ledger '{folder.PathOf("l")}'"]);
        torn.ExitCode.ShouldBe(3);
        torn.Error.Trim().ShouldBe("standard input: Nothing could be read: its zstd data ends early; copy it again from its bucket.");
    }

    [SkippableFact]
    public void A_pipe_among_the_logs_does_not_hold_the_program()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        using var folder = new TemporaryFolder();
        folder.Write("log.json", ShapeSamples.Records[0]);
        LeastwiseProgram.RunProgram("mkfifo", [folder.PathOf("pipe")]);
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["actors", "users", "--iam", folder.Write("iam/a.json", Account), "--trail", folder.Root], timeoutSeconds: 60);
        result.Error.ShouldContain("pipe: It is a named pipe, not a file");
        LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["actors", "users", folder.Root], timeoutSeconds: 60).Error.ShouldContain("pipe: It is a named pipe, not a file");
    }

    [Fact]
    public void Digests_are_checked_on_demand()
    {
        using var folder = new TemporaryFolder();
        string log = folder.Write("log.json", ShapeSamples.Records[0]);
        ProgramResult none = LeastwiseProgram.Run("ingest", log, "--ledger", folder.PathOf("l"), "--verify-digests");
        none.ExitCode.ShouldBe(3);
        none.Error.ShouldContain("There are no digests; give the folder CloudTrail-Digest of the bucket along with the logs.");
        none.Out.ShouldContain("Nothing was checked.");
        folder.Write("b/a-copy.json",
            """{"awsAccountId":"111111111111","digestStartTime":"2026-01-01T00:00:00Z","digestEndTime":"2026-01-01T01:00:00Z","digestS3Bucket":"b","digestS3Object":"x/111111111111_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20260101T010000Z.json.gz","logFiles":[{"s3Bucket":"b","s3Object":"x/gone.json.gz","hashValue":"00"}]}""");
        ProgramResult missing = LeastwiseProgram.Run("ingest", folder.Root, "--ledger", folder.PathOf("l"), "--verify-digests");
        missing.ExitCode.ShouldBe(1, missing.Error);
        missing.Out.ShouldContain("x/gone.json.gz: The log file is missing;");
        ProgramResult json = LeastwiseProgram.Run("ingest", folder.Root, "--ledger", folder.PathOf("l"), "--verify-digests", "--format", "json");
        json.ExitCode.ShouldBe(1, json.Error);
        JsonElement ingested = JsonDocument.Parse(json.Out).RootElement;
        JsonSchema.Read("ingest.schema.json").ErrorsOf(ingested).ShouldBeEmpty();
        JsonElement digests = ingested.GetProperty("digests");
        digests.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("fault").GetString()).ShouldBe(["digestMoved", "logMissing"], ignoreOrder: true);
        (digests.GetProperty("holds").GetBoolean(), digests.GetProperty("digestsRead").GetInt32(), digests.GetProperty("logsListed").GetInt32()).ShouldBe((false, 1, 1));
        LeastwiseProgram.Run("ingest", log, "--public-keys", "x").Error.ShouldContain("--public-keys needs --verify-digests.");
    }
}
