using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Leastwise.Trail;

namespace Leastwise.Tests.Trail.Scanning;

/// <summary>The scanner agrees with the simple reader on every input: events, bad records, places, reasons.</summary>
public sealed class ScannerAgreementTests
{
    private const int Seed = 20_261_121;

    [Fact]
    public void On_the_sample_account_they_agree_and_nothing_is_left_to_the_simple_reader()
    {
        var both = new BothReaders();
        foreach (string file in SampleLogs())
        {
            both.ShouldAgree(Unpack(file), file);
        }

        both.Events.ShouldBeGreaterThan(1000);
        both.LeftToSimpleReader.ShouldBeLessThan(both.Events / 50);
    }

    [SkippableFact]
    public void On_real_logs_as_they_are_they_agree()
    {
        var both = new BothReaders();
        foreach (string file in RealFiles())
        {
            both.ShouldAgree(Unpack(file), file);
        }
    }

    [SkippableFact]
    public void On_the_records_of_real_logs_they_agree()
    {
        var both = new BothReaders();
        foreach (string record in RealRecords())
        {
            both.ShouldAgree(AsLog([record]), "record");
        }

        both.Events.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void On_hand_made_records_they_agree()
    {
        var both = new BothReaders();
        foreach (string record in OddRecords.All)
        {
            both.ShouldAgree(AsLog([record]), "one record");
            both.ShouldAgree(AsLog([OddRecords.Plain, record, OddRecords.Plain]), "a record between two");
        }
    }

    [Fact]
    public void On_hand_made_texts_they_agree()
    {
        var both = new BothReaders();
        foreach (byte[] text in OddRecords.Texts)
        {
            both.ShouldAgree(text, "text");
        }
    }

    [Fact]
    public void On_every_beginning_of_a_log_they_agree()
    {
        var both = new BothReaders();
        byte[] text = AsLog([OddRecords.Plain, OddRecords.Rich]);
        for (int length = 0; length < text.Length; length++)
        {
            both.ShouldAgree(text.AsSpan(0, length), "a torn log");
        }
    }

    [Fact]
    public void With_any_byte_of_a_record_replaced_they_agree()
    {
        var both = new BothReaders();
        byte[] text = AsLog([OddRecords.Rich, OddRecords.Plain]);
        for (int at = 0; at < text.Length; at++)
        {
            byte before = text[at];
            foreach (byte other in "\"\\{}[]:,0-e. \n\t\0\u0001\u001fuU/x"u8)
            {
                text[at] = other;
                both.ShouldAgree(text, "a byte replaced");
            }

            foreach (byte other in (byte[])[0x80, 0xC3, 0xED, 0xFF])
            {
                text[at] = other;
                both.ShouldAgree(text, "a byte replaced");
            }

            text[at] = before;
        }
    }

    [SkippableFact]
    public void On_mutated_real_records_they_agree()
    {
        string[] records = [.. RealRecords()];
        var both = new BothReaders();
        var mutator = new LogMutator(new Random(Seed), records);
        for (int round = 0; round < 15_000; round++)
        {
            both.ShouldAgree(mutator.Next(), $"seed {Seed}, round {round}");
        }

        // Most mutants must still be JSON and stay on the fast path, or the test shows little.
        both.Events.ShouldBeGreaterThan(10_000);
        both.LeftToSimpleReader.ShouldBeLessThan(both.Events * 2 / 3);
    }

    internal static byte[] AsLog(IEnumerable<string> records) => Encoding.UTF8.GetBytes($"{{\"Records\":[{string.Join(',', records)}]}}");

    private static IEnumerable<string> SampleLogs() =>
        Directory.EnumerateFiles(Repository.PathOf("samples", "acme", "AWSLogs"), "*.json.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<string> RealFiles()
    {
        string folder = Path.Combine(Repository.SharedData, "cloudtrail");
        Skip.IfNot(Directory.Exists(folder), Repository.NoSharedData);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
    }

    /// <summary>Every object in the real files that has an <c>eventName</c>, wherever it stands.</summary>
    private static IEnumerable<string> RealRecords()
    {
        foreach (string file in RealFiles())
        {
            foreach (string text in (string[])[Encoding.UTF8.GetString(Unpack(file)), .. File.ReadAllLines(file)])
            {
                JsonDocument? document = null;
                try
                {
                    document = JsonDocument.Parse(text);
                }
                catch (JsonException)
                {
                    continue;
                }

                foreach (string record in RecordsIn(document.RootElement))
                {
                    yield return record;
                }
            }
        }
    }

    private static IEnumerable<string> RecordsIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("eventName", out _) => [element.GetRawText()],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => RecordsIn(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(RecordsIn),
        _ => [],
    };

    private static byte[] Unpack(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes is not [0x1f, 0x8b, ..])
        {
            return bytes;
        }

        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
