using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Leastwise.Trail;

namespace Leastwise.Tests.Trail;

public sealed class TrailFileReaderTests
{
    private const string Record = """{"eventTime":"2026-01-01T00:00:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets"}""";

    public static TheoryData<string> Names => [.. Cases().Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_read_or_named(string name)
    {
        JsonNode one = Cases().Single(candidate => (string?)candidate["name"] == name);
        byte[] text = Encoding.UTF8.GetBytes((string?)one["text"] ?? "");
        foreach (byte[] content in text.Length == 0 ? [text] : new[] { text, Pack(text) })
        {
            TrailFileResult result = new TrailFileReader().Read("FILE", content);
            result.Events.Length.ShouldBe((int?)one["events"] ?? 0);
            result.BadRecords.ShouldBe((long?)one["badRecords"] ?? 0);
            result.FirstBadRecord?.ToString().ShouldBe((string?)one["firstBad"]);
            result.NotReadBecause.ShouldBe((string?)one["notRead"]);
            result.PassedOver.ShouldBe((bool?)one["passedOver"] ?? false);
        }
    }

    [Fact]
    public void Several_gzip_members_are_one_text()
    {
        byte[] all = Encoding.UTF8.GetBytes($$"""{"Records":[{{Record}},{{Record}}]}""");
        TrailFileResult result = new TrailFileReader().Read("log", [.. Pack(all[..50]), .. Pack(all[50..])]);
        result.Events.Length.ShouldBe(2);
        result.NotReadBecause.ShouldBeNull();
    }

    [Fact]
    public void Text_that_is_not_UTF8_spoils_its_record_only()
    {
        byte[] broken = Encoding.Latin1.GetBytes($$"""{"Records":[{{Record.Replace("ListBuckets", "List\u00ffBuckets", StringComparison.Ordinal)}},{{Record}}]}""");
        TrailFileResult result = new TrailFileReader().Read("log", broken);
        result.Events.Length.ShouldBe(1);
        result.FirstBadRecord?.Message.ShouldBe("A record was passed over: it holds text that is not valid UTF-8.");
    }

    [Fact]
    public void A_nesting_bomb_is_named_and_ends()
    {
        byte[] bomb = Encoding.UTF8.GetBytes($$"""{"Records":[{{Record}},{"requestParameters":{{new string('[', 100_000)}}""");
        TrailFileResult result = new TrailFileReader().Read("log", bomb);
        result.Events.Length.ShouldBe(1);
        result.FirstBadRecord?.Message.ShouldBe("A record was passed over: it is nested deeper than 256 levels.");
        result.NotReadBecause.ShouldNotBeNull().ShouldStartWith("It ends in the middle");
    }

    [Fact]
    public void A_nesting_bomb_that_ends_costs_only_its_record()
    {
        string bomb = $"{{\"eventName\":{new string('[', 100_000)}{new string(']', 100_000)}}}";
        TrailFileResult result = new TrailFileReader().Read("log", Encoding.UTF8.GetBytes($$"""{"Records":[{{Record}},{{bomb}},{{Record}}]}"""));
        (result.Events.Length, result.BadRecords, result.NotReadBecause).ShouldBe((2, 1, null));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        TrailFileResult? result = new TrailFileReader().Read("/nowhere/at-all.json", _ => false);
        result.ShouldNotBeNull().NotReadBecause.ShouldBe("It cannot be opened (it is not there); check that it exists and that you may read it.");
    }

    /// <summary>Every file of the real data is either read or named; the golden list says how much of each.</summary>
    [SkippableFact]
    public void Real_logs_are_read_or_named()
    {
        string folder = Path.Combine(Repository.SharedData, "cloudtrail");
        Skip.IfNot(Directory.Exists(folder), Repository.NoSharedData);
        var reader = new TrailFileReader();
        string[] lines =
        [
            .. TrailFiles.Find([folder])
                .Select(file => reader.Read(file.Path, _ => false))
                .OfType<TrailFileResult>()
                .Select(result => $"{Path.GetRelativePath(folder, result.Path)}\t{result.Events.Length}\t{result.BadRecords}\t{result.InsightRecords}\t{result.NotReadBecause}"),
        ];
        string golden = Repository.PathOf("tests", "golden", "trail", "real-logs.golden.tsv");
        if (Environment.GetEnvironmentVariable("LEASTWISE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden) ?? "");
            File.WriteAllText(golden, string.Join('\n', lines) + '\n');
        }

        lines.ShouldBe(File.ReadAllLines(golden));
    }

    private static byte[] Pack(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }

    private static IEnumerable<JsonNode> Cases() =>
        (JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "trail", "files.json")))?["cases"] as JsonArray ?? []).OfType<JsonNode>();
}
