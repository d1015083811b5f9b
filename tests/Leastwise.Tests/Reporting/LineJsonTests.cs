using System.Buffers;
using System.Text;
using System.Text.Json;
using Leastwise.Reporting;

namespace Leastwise.Tests.Reporting;

/// <summary>What is put together by hand must be what the writer of all other JSON writes.</summary>
public sealed class LineJsonTests
{
    public static TheoryData<string> Texts =>
    [
        "", "plain", "a \"quoted\" \\ text", "<script>alert('x')</script> & more", "line\nbreak\ttab\r\0\u007f", "ü, 日本, 🎉", "half a pair: \ud83c end", "\udc00", "end \ud83c",
        new string('é', 5_000), new string('x', 200_000), string.Concat(Enumerable.Repeat("a<🎉", 30_000)),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_escaped_as_everywhere_else(string text)
    {
        var json = new LineJson();
        json.Texts([text, text]);

        Written(json).ShouldBe(Expected(writer => writer.WriteStrings("m", [text, text])));
    }

    [Fact]
    public void All_letters_are_escaped_as_everywhere_else()
    {
        // Surrogates that stand alone among them.
        string letters = string.Concat(Enumerable.Range(0, 0x10000).Select(code => (char)code));
        var json = new LineJson();
        json.Texts([letters]);

        Written(json).ShouldBe(Expected(writer => writer.WriteStrings("m", [letters])));
    }

    [Fact]
    public void An_empty_array_is_on_one_line()
    {
        var json = new LineJson();
        json.Texts([]);

        Written(json).ShouldBe(Expected(writer => writer.WriteStrings("m", [])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Numbers_are_whole(long number)
    {
        var json = new LineJson();
        json.Number(number);

        Written(json).ShouldBe(Expected(writer => writer.WriteNumber("m", number)));
    }

    private static string Written(LineJson json) => "\"m\": " + Encoding.ASCII.GetString(json.Written);

    private static string Expected(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (Utf8JsonWriter writer = JsonText.OpenLines(buffer))
        {
            write(writer);
        }

        return Encoding.ASCII.GetString(buffer.WrittenSpan);
    }
}
