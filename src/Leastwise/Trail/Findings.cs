using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>What a file gave so far.</summary>
internal sealed class Findings(string path)
{
    private readonly ImmutableArray<TrailEvent>.Builder events = ImmutableArray.CreateBuilder<TrailEvent>();
    private long bad;
    private long insights;
    private Diagnostic? firstBad;

    /// <summary>How many events were read.</summary>
    public int Count => events.Count;

    /// <summary>Takes the record at the reader's place; false where the text ends within it.</summary>
    public bool Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, NameCache names)
    {
        // Whether the record is whole is asked first, so that all that read it may take wholeness for granted.
        Utf8JsonReader ahead = reader;
        if (!ahead.TrySkip())
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            AddBad(text, (int)reader.TokenStartIndex, "it is not an object");
            reader = ahead;
            return true;
        }

        int start = (int)reader.TokenStartIndex;
        RecordResult result = RecordReader.Read(text[start..(int)ahead.BytesConsumed], names);
        if (result.Event is TrailEvent read)
        {
            events.Add(read);
        }
        else if (result.Insight)
        {
            insights++;
        }
        else
        {
            AddBad(text, start, result.Bad ?? "it cannot be read");
        }

        reader = ahead;
        return true;
    }

    /// <summary>Counts a record that could not be read and remembers the first.</summary>
    public void AddBad(ReadOnlySpan<byte> text, int at, string reason)
    {
        bad++;
        firstBad ??= new Diagnostic(DiagnosticSeverity.Warning, $"A record was passed over: {reason}.", PositionOf(path, text, at));
    }

    /// <summary>The file's result, without what only its packing tells.</summary>
    public TrailFileResult Result(ReadOnlySpan<byte> text, string? trouble)
    {
        bool onlyInsights = trouble is null && events.Count == 0 && bad == 0 && insights > 0;
        return new TrailFileResult
        {
            Path = path,
            ContentHash = "",
            UnpackedBytes = text.Length,
            Events = events.DrainToImmutable(),
            BadRecords = bad,
            FirstBadRecord = firstBad,
            InsightRecords = insights,
            NotReadBecause = onlyInsights ? "It holds CloudTrail Insights, which are no calls (passed over)." : trouble,
            PassedOver = onlyInsights,
            LosesEvents = trouble is not null || bad > 0,
        };
    }

    /// <summary>Line and column, from 1, of a byte in the text.</summary>
    public static SourcePosition PositionOf(string file, ReadOnlySpan<byte> text, int at)
    {
        ReadOnlySpan<byte> before = text[..Math.Min(at, text.Length)];
        int line = System.MemoryExtensions.Count(before, (byte)'\n') + 1;
        return new SourcePosition(file, line, before.Length - before.LastIndexOf((byte)'\n'));
    }
}
