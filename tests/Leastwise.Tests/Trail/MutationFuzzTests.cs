using Leastwise.Tests.Trail.Scanning;
using Leastwise.Trail;

namespace Leastwise.Tests.Trail;

public sealed class MutationFuzzTests
{
    private static readonly TimeProvider Clock = new Fixed();

    // As in an ingest, one of each reads file after file: what one file leaves in them must not change what the next one gives. Each holds megabytes.
    private readonly TrailFileReader reader = new(Clock);
    private readonly TrailScanner scanner = new();
    private readonly EventEncoder encoder = new();
    private readonly NameCache names = new();

    [Fact]
    public void Damaged_shapes_never_throw_or_hang_and_give_a_sink_what_they_give_a_list() =>
        MutationFuzzer.Run([.. ShapeSamples.All(), .. Tables()], rounds: 40, Whole, Given);

    [Fact]
    public void Damaged_text_reads_the_same_whole_and_byte_by_byte() =>
        MutationFuzzer.Run(ShapeSamples.All().Where(sample => sample.Content[0] is (byte)'{' or (byte)'[' or (byte)'"'), rounds: 40, content => Text(content, int.MaxValue), content => Text(content, 3));

    [Fact]
    public void Damaged_logs_of_the_sample_give_a_sink_what_they_give_a_list()
    {
        string[] files = [.. Directory.GetFiles(Repository.PathOf("samples", "acme", "AWSLogs"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        files.ShouldNotBeEmpty();
        MutationFuzzer.Run(files.Where((_, index) => index % 40 == 0).SelectMany(Unpacked), rounds: 6, Whole, Given);
    }

    [SkippableFact]
    public void Damaged_real_logs_give_a_sink_what_they_give_a_list()
    {
        string folder = Path.Combine(Repository.SharedData, "cloudtrail");
        Skip.IfNot(Directory.Exists(folder), Repository.NoSharedData);
        MutationFuzzer.Run(TrailFiles.Find([folder]).SelectMany(file => Unpacked(file.Path)).Where(file => file.Content.Length < 40_000), rounds: 8, Whole, Given);
    }

    private static IEnumerable<(string, byte[])> Tables()
    {
        yield return ("Athena", ShapeSamples.Utf8(
            "\"useridentity\",\"eventtime\",\"eventsource\",\"eventname\",\"resources\"\n\"{type=IAMUser, principalid=A, sessioncontext={attributes={a=b}}}\",\"2026-01-01 00:00:00\",\"s3.amazonaws.com\",\"ListBuckets\",\"[{arn=a, type=b}]\"\n"));
        yield return ("CloudTrail Lake", ShapeSamples.Utf8(
            "{\"QueryStatus\":\"FINISHED\",\"QueryResultRows\":[[{\"eventTime\":\"2026-01-01 00:00:00.000\"},{\"eventName\":\"A\"},{\"eventSource\":\"s3.amazonaws.com\"},{\"userIdentity\":\"{type=IAMUser, sessioncontext={attributes={creationdate=2026-01-01 00:00:00.000}}}\"}],[{}]]}"));
        yield return ("console", ShapeSamples.Utf8("Event name,Event time,User name,Event source\nA,2026-01-01T00:00:00Z,alice,s3.amazonaws.com\n\"B\"\"\",2026-01-01T00:00:00Z,\"a,b\",s3.amazonaws.com\n"));
    }

    private static IEnumerable<(string Name, byte[] Content)> Unpacked(string path)
    {
        byte[] packed = File.ReadAllBytes(path);
        yield return (Path.GetFileName(path), packed);
        if (packed.Length > 2 && packed[0] == 0x1f)
        {
            using var text = new GzipText(new MemoryStream(packed), new UnpackBudget(packed.Length));
            using var content = new MemoryStream();
            text.CopyTo(content);
            yield return (Path.GetFileName(path) + ", unpacked", content.ToArray());
            yield return (Path.GetFileName(path) + ", packed with zstd", ShapeSamples.Zstd(content.ToArray(), checksum: false));
        }
    }

    private string Whole(byte[] content) => Words(reader.Read("log", content));

    /// <summary>What a sink is given, which is the hot path.</summary>
    private string Given(byte[] content)
    {
        var giving = new GivingTaker<TextSink>(scanner, encoder, names, new TextSink([]));
        TrailFileResult result = giving.TakeWhole("log", content) ?? reader.Read("log", content, giving.Take);
        return Words(result, giving.Sink.Texts);
    }

    /// <summary>What the reader makes of the content when it comes in pieces.</summary>
    private static string Text(byte[] content, int piece)
    {
        var events = new List<TrailEvent>();
        using var window = new TextWindow(new Pieces(content, piece));
        TrailFileResult result = TrailTextReader.Read(window, SimpleTaker.Of(new NameCache(), events.Add), new Findings("log", Clock.GetUtcNow(), new UnpackBudget(content.Length)));
        return Words(result with { Events = [.. events] });
    }

    private static string Words(TrailFileResult result) => Words(result, [.. result.Events.Select(EventTexts.Of)]);

    private static string Words(TrailFileResult result, List<string> events)
    {
        events.Count.ShouldBe((int)result.EventCount);
        return $"{result.EventCount} {result.BadRecords} {result.InsightRecords} {result.LosesEvents} {result.NotReadBecause} {result.FirstBadRecord}\n{string.Join("\n\n", events)}";
    }

    private readonly struct TextSink(List<string> texts) : IEventSink
    {
        public List<string> Texts { get; } = texts;

        public void Take(in RawEvent one) => Texts.Add(EventTexts.Of(one));
    }

    private sealed class Fixed : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    }

    private sealed class Pieces(byte[] content, int piece) : ReadOnlyStream
    {
        private int at;

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(piece, buffer.Length), content.Length - at);
            content.AsSpan(at, count).CopyTo(buffer);
            at += count;
            return count;
        }
    }
}
