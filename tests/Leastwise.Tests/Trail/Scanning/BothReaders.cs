using System.Text;
using Leastwise.Trail;

namespace Leastwise.Tests.Trail.Scanning;

/// <summary>Reads a text with the scanner and with the simple reader, and holds the one to the other.</summary>
internal sealed class BothReaders
{
    private readonly TrailScanner scanner = new();
    private readonly NameCache names = new();

    /// <summary>Events that the scanner gave, and how many of them it left to the simple reader.</summary>
    public long Events { get; private set; }

    public long LeftToSimpleReader => scanner.LeftToSimpleReader;

    /// <summary>Why the two differ; null where they agree.</summary>
    public string? Difference(ReadOnlySpan<byte> text)
    {
        TrailFileResult simple = TrailTextReader.Read("log", text, names);
        var sink = new TextSink([]);
        TrailFileResult scanned = scanner.Scan("log", text, ref sink);
        Events += scanned.EventCount;
        string expected = string.Join("\n\n", simple.Events.Select(EventTexts.Of)), actual = string.Join("\n\n", sink.Texts);
        return expected != actual ? $"events differ:\n{FirstDifference(expected, actual)}"
            : scanned.EventCount != simple.Events.Length ? "the counts of events differ"
            : (simple with { Events = [] }) != scanned ? $"results differ:\n{simple with { Events = [] }}\n{scanned}"
            : null;
    }

    /// <summary>Fails where the two differ, and shows the text.</summary>
    public void ShouldAgree(ReadOnlySpan<byte> text, string what)
    {
        string? difference = Difference(text);
        difference.ShouldBeNull($"{what}: {Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4000)])}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] one = expected.Split('\n'), other = actual.Split('\n');
        int at = Enumerable.Range(0, Math.Min(one.Length, other.Length)).FirstOrDefault(i => one[i] != other[i], Math.Min(one.Length, other.Length));
        return $"simple:  {one.ElementAtOrDefault(at)}\nscanner: {other.ElementAtOrDefault(at)}";
    }

    private readonly struct TextSink(List<string> texts) : IEventSink
    {
        public List<string> Texts { get; } = texts;

        public void Take(in RawEvent one) => Texts.Add(EventTexts.Of(one));
    }
}
