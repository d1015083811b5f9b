using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Leastwise.Trail;

namespace Leastwise.Tests.Trail;

public sealed class TrailLimitTests
{
    public static TheoryData<string> Packings => ["gzip", "zstd"];

    [Theory]
    [MemberData(nameof(Packings))]
    public void Torn_data_gives_what_was_complete_and_more_when_it_has_grown(string packing)
    {
        var random = new Random(5);
        string[] records = [.. Enumerable.Range(0, 3000).Select(_ => ShapeSamples.Records[0].Replace("11111111-0000-4000-8000-000000000001", new Guid([.. Bytes(random, 16)]).ToString(), StringComparison.Ordinal))];
        byte[] text = ShapeSamples.Utf8($"{{\"Records\":[{string.Join(',', records)}]}}"), whole = packing == "zstd" ? ShapeSamples.Zstd(text) : ShapeSamples.Gzip(text);
        long before = -1;
        foreach (int part in new[] { 40, 70, 99 })
        {
            TrailFileResult torn = Read(whole[..(whole.Length * part / 100)]);
            torn.EventCount.ShouldBeGreaterThan(before);
            torn.EventCount.ShouldBeLessThan(3000);
            torn.LosesEvents.ShouldBeTrue();
            torn.NotReadBecause.ShouldNotBeNull().ShouldStartWith($"Only its first {torn.EventCount} events could be read: its {packing} data ");
            before = torn.EventCount;
        }

        Read(whole).NotReadBecause.ShouldBeNull();
    }

    [Theory]
    [InlineData("a byte in the middle", "its zstd data is damaged")]
    [InlineData("the checksum", "its zstd data is damaged")]
    [InlineData("zeros after it", "its zstd data is damaged")]
    [InlineData("half a frame after it", "its zstd data ends early")]
    [InlineData("a frame with a dictionary after it", "a part of its zstd data needs a dictionary")]
    [InlineData("a frame with a large window after it", "a part of its zstd data needs a window of more than 128 MB")]
    public void Zstd_data_that_is_not_sound_to_its_end_gives_what_comes_before_and_is_named(string damage, string because)
    {
        byte[] part = ShapeSamples.Zstd(ShapeSamples.Utf8(string.Join('\n', Enumerable.Repeat(ShapeSamples.Records, 2000).SelectMany(three => three)) + "\n")), damaged = [.. part];
        byte[] whole = [.. part, .. damage switch
        {
            "zeros after it" => new byte[20_000],
            "half a frame after it" => part[..(part.Length / 2)],
            "a frame with a dictionary after it" => [.. Filling(), 0x28, 0xB5, 0x2F, 0xFD, 1, 0, 7, 1, 0, 0],
            "a frame with a large window after it" => [.. Filling(), 0x28, 0xB5, 0x2F, 0xFD, 0, 0x90, 1, 0, 0],
            _ => damaged,
        }];
        whole[damage == "a byte in the middle" ? part.Length + (part.Length / 2) : ^1] ^= damage is "a byte in the middle" or "the checksum" ? (byte)0x55 : (byte)0;
        TrailFileResult result = Read(whole);
        result.EventCount.ShouldBeInRange(6000, 12_000);
        result.LosesEvents.ShouldBeTrue();
        result.NotReadBecause.ShouldBe($"Only its first {result.EventCount} events could be read: {because}; copy it again from its bucket.");

        // What is given to a sink comes the same way.
        using var packed = PackedContent.Unpack(whole, int.MaxValue);
        packed.Trouble.ShouldBe(because);

        // A frame that is to be skipped, so long that what comes after it is unpacked by itself.
        static byte[] Filling() => [0x50, 0x2A, 0x4D, 0x18, 0, 64, 0, 0, .. new byte[16_384]];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(512)]
    [InlineData(200_000)]
    public void Zeros_after_gzip_data_are_padding(int zeros)
    {
        byte[] whole = [.. ShapeSamples.Gzip(ShapeSamples.Utf8($"[{string.Join(',', ShapeSamples.Records)}]")), .. new byte[zeros]];
        TrailFileResult padded = Read(whole);
        (padded.EventCount, padded.NotReadBecause).ShouldBe((3, null));
        using var text = new GzipText(new MemoryStream(whole), new UnpackBudget(whole.Length));
        Should.NotThrow(() => text.CopyTo(Stream.Null));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0x0102, true)]
    [InlineData(0x0304_0000, true)]
    [InlineData(0x7F05_0006, false)]
    public void The_end_of_gzip_data_is_found_whatever_pieces_it_comes_in(int stated, bool padded)
    {
        byte[] all = [.. Enumerable.Repeat((byte)7, 20), .. BitConverter.GetBytes(stated), .. new byte[padded ? 3 : 0]];
        foreach (int size in new[] { 1, 2, 3, 5, 64 })
        {
            var end = default(GzipEnd);
            foreach (byte[] piece in all.Chunk(size))
            {
                end.Add(piece);
            }

            end.IsWhole(stated, several: false).ShouldBeTrue();
            end.IsWhole(stated + 1, several: false).ShouldBeFalse();
            end.IsWhole(stated + 1, several: true).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_torn_tar_and_a_torn_zip_are_named()
    {
        byte[] log = ShapeSamples.Utf8($"[{string.Join(',', ShapeSamples.Records)}]");
        byte[] tar = ShapeSamples.Tar(("a.json", log), ("b.json", log));
        TrailFileResult torn = Read(tar[..(tar.Length / 2)]);
        torn.EventCount.ShouldBeInRange(3, 5);
        torn.LosesEvents.ShouldBeTrue();
        torn.NotReadBecause.ShouldNotBeNull();
        byte[] zip = ShapeSamples.Zip(("a.json", log));
        Read(zip[..(zip.Length / 2)]).NotReadBecause.ShouldNotBeNull().ShouldContain("zip data is damaged or ends early");
    }

    [Fact]
    public void An_archive_names_the_first_entry_that_was_not_read_and_reads_the_rest()
    {
        TrailFileResult result = Read(ShapeSamples.Zip(("a.json", ShapeSamples.Utf8(ShapeSamples.Records[0])), ("b.txt", ShapeSamples.Utf8("hello")), ("c.json", ShapeSamples.Utf8("{\"Records\":[7]}"))));
        (result.EventCount, result.BadRecords).ShouldBe((1, 1));
        result.NotReadBecause.ShouldBe(
            "1 of its 3 entries were not read, or not to their end; the first is 'b.txt': It is not JSON; give CloudTrail's own log files, {\"Records\": [...]}, plain or gzipped, or another shape that docs/trail.md names.");
        result.FirstBadRecord?.Position.File.ShouldBe("log!c.json");
    }

    [Theory]
    [InlineData(' ', "Nothing could be read: ")]
    [InlineData('{', "Nothing could be read: ")]
    [InlineData('\0', "Nothing could be read: ")]
    public void A_zip_bomb_ends_at_its_budget(char filling, string begins)
    {
        byte[] much = new byte[8 * 1024 * 1024];
        Array.Fill(much, (byte)filling);
        foreach (byte[] bomb in new[] { ShapeSamples.Gzip(much), ShapeSamples.Gzip(ShapeSamples.Gzip(much)), ShapeSamples.Gzip(ShapeSamples.Zip(("a", much), ("b", much))), ShapeSamples.Zstd(much), ShapeSamples.Zstd(ShapeSamples.Gzip(ShapeSamples.Zstd(much))) })
        {
            var reader = new TrailContentReader(SimpleTaker.Of(new NameCache(), _ => { }), new UnpackBudget(bomb.Length / 1000, 1024 * 1024), DateTimeOffset.MaxValue);
            using var content = new MemoryStream(bomb);
            string because = reader.Read("log", content).NotReadBecause.ShouldNotBeNull();
            because.ShouldContain("it unpacks to more than 1 MB, which no log of CloudTrail does");
            (because.StartsWith(begins, StringComparison.Ordinal) || because.StartsWith("2 of its 2 entries", StringComparison.Ordinal)).ShouldBeTrue(because);
        }
    }

    [Fact]
    public void What_is_packed_too_often_is_named()
    {
        byte[] content = ShapeSamples.Utf8(ShapeSamples.Records[0]);
        for (int layer = 0; layer < 12; layer++)
        {
            content = ShapeSamples.Gzip(content);
        }

        Read(content).NotReadBecause.ShouldBe("It is packed more than 6 times over; unpack it first.");
    }

    [Fact]
    public void A_record_of_a_hundred_megabytes_is_read_and_a_larger_one_costs_only_itself()
    {
        Stream Log(int size) => new Joined(
            ShapeSamples.Utf8($"{{\"Records\":[{ShapeSamples.Records[0]},{ShapeSamples.Records[1][..^1]},\"additionalEventData\":{{\"x\":\""), size, ShapeSamples.Utf8($"\"}}}},{ShapeSamples.Records[2]}]}}"));
        Count(Log(100 * 1024 * 1024)).ShouldBe((3, 0, null));
        Count(Log(140 * 1024 * 1024)).ShouldBe((2, 1, "A record was passed over: it is larger than 128 MB."));

        static (long, long, string?) Count(Stream content)
        {
            using var window = new TextWindow(content);
            TrailFileResult result = TrailTextReader.Read(window, SimpleTaker.Of(new NameCache(), _ => { }), new Findings("log", DateTimeOffset.MaxValue, new UnpackBudget(0)));
            return (result.EventCount, result.BadRecords, result.FirstBadRecord?.Message);
        }
    }

    [Fact]
    public void Duplicate_keys_and_numbers_where_strings_belong_spoil_nothing_else()
    {
        TrailFileResult result = Read(ShapeSamples.Utf8(
            """{"Records":[{"eventTime":"2026-01-01T00:00:00Z","eventSource":"s3.amazonaws.com","eventName":"A","eventName":"B","awsRegion":7,"errorCode":{"a":1},"readOnly":"yes","recipientAccountId":111111111111}]}"""));
        TrailEvent one = result.Events.ShouldHaveSingleItem();
        (one.Name, one.Region, one.ErrorCode, one.ReadOnly, one.RecipientAccountId).ShouldBe(("B", "7", null, null, "111111111111"));
    }

    [Fact]
    public void An_event_dated_in_the_future_is_kept_and_named()
    {
        TrailFileResult result = new TrailFileReader(new Fixed(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero))).Read("log", ShapeSamples.Utf8($"[{string.Join(',', ShapeSamples.Records)}]"));
        (result.EventCount, result.FutureEvents, result.BadRecords).ShouldBe((3, 3, 0));
        result.FirstFutureEvent?.ToString().ShouldBe(
            "log:1:2: An event is dated in the future, 2026-01-01T00:00:00Z; it is kept, but check the clock of this machine and where the log comes from.");
    }

    [SkippableFact]
    public void A_pipe_and_a_device_are_named_and_not_opened()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such files.");
        using var folder = new TemporaryFolder();
        string pipe = Path.Combine(folder.Root, "pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        new TrailFileReader().Read(pipe, _ => false)?.NotReadBecause.ShouldBe("It is a named pipe, not a file; write what it gives into a file, or pipe it into '-'.");
        string link = Path.Combine(folder.Root, "link");
        File.CreateSymbolicLink(link, pipe);
        new TrailFileReader().Read(link, _ => false)?.NotReadBecause.ShouldBe("It is a named pipe, not a file; write what it gives into a file, or pipe it into '-'.");
        new TrailFileReader().Read("/dev/zero", _ => false)?.NotReadBecause.ShouldBe("It is a device, not a file; write what it gives into a file, or pipe it into '-'.");
        new TrailFileReader().Read(folder.Write("empty.json", ""), _ => false)?.NotReadBecause.ShouldBe("It is empty; remove it, or copy it again if it should hold events.");
    }

    [Fact]
    public void A_file_larger_than_is_read_whole_has_the_same_identity_and_events()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Root, "large.json");
        using (var file = new StreamWriter(path))
        {
            for (int line = 0; line < 40_000; line++)
            {
                file.WriteLine(ShapeSamples.Records[line % 3]);
            }
        }

        string hash = "";
        TrailFileResult? result = new TrailFileReader().Read(path, asked =>
        {
            hash = asked;
            return false;
        });
        using FileStream again = File.OpenRead(path);
        again.Length.ShouldBeGreaterThan(32 * 1024 * 1024 / 2);
        hash.ShouldBe(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(again)));
        (result?.EventCount, result?.Bytes, result?.UnpackedBytes).ShouldBe((40_000, again.Length, again.Length));
    }

    [Fact]
    public void Patterns_are_expanded()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "a/one.json", "a/b/two.json", "c/three.json.gz", ".d/four.json" })
        {
            folder.Write(name, "x");
        }

        string[] Find(string pattern) => [.. TrailFiles.Find([Path.Combine(folder.Root, pattern)]).Select(file => Path.GetRelativePath(folder.Root, file.Path))];
        Find("**/*.json").ShouldBe(["a/b/two.json", "a/one.json"]);
        Find("*").ShouldBe(["a/b/two.json", "a/one.json", "c/three.json.gz"]);
        Find("?/*.gz").ShouldBe(["c/three.json.gz"]);
        TrailFiles.Find([Path.Combine(folder.Root, "*.none")]).Single().Problem?.Message.ShouldStartWith("Nothing matches '");
    }

    private static TrailFileResult Read(byte[] content) => new TrailFileReader().Read("log", content);

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed class Fixed(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Joined(byte[] first, int between, byte[] last) : ReadOnlyStream
    {
        private long at;

        public override int Read(Span<byte> buffer)
        {
            for (int done = 0; done < buffer.Length; done++, at++)
            {
                if (at >= first.Length && at < first.Length + between)
                {
                    int count = (int)Math.Min(buffer.Length - done, first.Length + between - at);
                    buffer.Slice(done, count).Fill((byte)'a');
                    at += count;
                    return done + count;
                }

                long rest = at - first.Length - between;
                if (rest >= last.Length)
                {
                    return done;
                }

                buffer[done] = at < first.Length ? first[at] : last[rest];
            }

            return buffer.Length;
        }
    }
}
